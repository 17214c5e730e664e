#!/bin/sh
# Plans with joined Concats are verified from their file; a choice is never worse.
set -eu
model=$B/testdata/unet.onnx
[ -e "$model" ] || { echo "$model is not there"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0

# plan_of JOIN OPTION...: the plan goes to $dir/JOIN
plan_of()
{
	join=$1
	shift
	"$B/tidemark" plan "$model" --activation-type int8 --join "$join" --format json \
		"$@" >"$dir/$join"
	"$B/tidemark" verify "$dir/$join" "$model" >/dev/null
	passed=$((passed + 1))
}

# number NAME FILE: the first number of that name
number()
{
	sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" "$dir/$2" | head -1
}

for sram in 64MiB 8MiB; do
	plan_of off --sram $sram
	plan_of auto --sram $sram
	[ "$(number no_spill auto)" -le "$(number no_spill off)" ]
done
if grep -q '"joined"' "$dir/off"; then
	echo "a plan without joins speaks of them"
	exit 1
fi
plan_of all
[ "$(grep -c '"contiguous"' "$dir/all")" = 4 ]
[ "$(number no_spill all)" -lt "$(number no_spill off)" ]

# refused STATUS COMMAND...
refused()
{
	wanted=$1 status=0
	shift
	"$B/tidemark" "$@" >/dev/null 2>&1 || status=$?
	[ $status = "$wanted" ] || { echo "$*: exit status $status"; exit 1; }
	passed=$((passed + 1))
}

sed 's|"value": "/up1/Concat_output_0",|"value": "/nothing",|' "$dir/all" >"$dir/unknown"
refused 3 verify "$dir/unknown" "$model"
sed 's|"joined"|"not_joined"|' "$dir/all" >"$dir/silent"
refused 1 verify "$dir/silent" "$model"
refused 2 plan "$model" --join some

# The order is found first: the joined layers keep it.
for other in "$model" "$B/testdata/googlenet_batch.onnx"; do
	for join in all auto; do
		"$B/tidemark" plan "$other" --join $join --order memory --batch 1,3 --format json >"$dir/order"
		"$B/tidemark" verify "$dir/order" "$other" >/dev/null
		passed=$((passed + 1))
	done
done
"$B/tidemark" sweep "$model" --join all --batch 1,2 --sram 64MiB >/dev/null
"$B/tidemark" explain "$model" --join all >/dev/null
"$B/tidemark" inspect "$model" --join auto >/dev/null
echo "$((passed + 3)) passed"
