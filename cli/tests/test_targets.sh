#!/bin/sh
# A built-in target, written to a file and read again, is the same target: the file is
# printed as it was, and plans for it are the same, byte for byte.
set -eu
tidemark=$B/tidemark
model=$B/testdata/mobilenet_v1.onnx
[ -e "$model" ] || { echo "$model is not there"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0

plan() { # TARGET FORMAT; the status is the last line
	"$tidemark" plan "$model" --activation-type int8 --weight-type int8 --batch 1,3 \
		--target "$1" --format "$2" 2>&1
	echo "status $?"
}

for name in $("$tidemark" targets --format json | sed -n 's/^   "name": "\(.*\)",$/\1/p'); do
	file=$dir/$name.json
	"$tidemark" targets "$name" --format json >"$file"
	"$tidemark" targets "$file" --format json | cmp - "$file"
	"$tidemark" targets "$name" >"$dir/text"
	"$tidemark" targets "$file" | cmp - "$dir/text"
	for format in text json; do
		plan "$name" $format >"$dir/built-in"
		plan "$file" $format | cmp - "$dir/built-in" ||
			{ echo "failed: $name in $format"; exit 1; }
		grep -q '^status 0$' "$dir/built-in"
	done

	# what is assumed is marked beside its figure
	assumed=$(sed -n 's/^assumed *//p' "$dir/text" | tr -d ,)
	for field in $assumed; do
		grep -q "^$field .*(assumed)" "$dir/text" ||
			{ echo "failed: $field of $name is not marked"; exit 1; }
	done
	[ -n "$assumed" ]
	passed=$((passed + 1))
done
[ $passed -ge 10 ]

# a size that is given is not assumed
"$tidemark" sweep "$model" --batch 1 --sram 1MiB --target esp32-s3 --activation-type int8 \
	--weight-type int8 --format json >"$dir/sweep"
sed -n '/"assumed"/,/]/p' "$dir/sweep" | grep -q '"rates"'
! sed -n '/"assumed"/,/]/p' "$dir/sweep" | grep -q '"sram"'

printf '{"name": "npu", "sram": "64KB"}' >"$dir/wrong.json"
status=0
plan "$dir/wrong.json" text >"$dir/error" || :
grep -q "wrong.json:1: sram: '64KB' can be read in two ways" "$dir/error"
grep -q '^status 2$' "$dir/error"
echo "$((passed + 2)) passed, 0 failed"
