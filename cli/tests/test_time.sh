#!/bin/sh
# Times of plans: --objective time is never slower than bytes, nothing is below the bound,
# the plan verifies, and what a target does not state is said.
set -eu
tidemark=$B/tidemark
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0

# field NAME FILE: the first number of that name.
field()
{
	sed -n "s/^ *\"$1\": \([0-9.e-]*\),*$/\1/p" "$2" | head -n 1
}

for model in resnet50 googlenet mobilenet_v2; do
	for target in nvidia-t4 inferx-x1 generic-1m esp32-s3; do
		for objective in bytes time; do
			"$tidemark" plan "$B/testdata/$model.onnx" --batch 4 --target $target \
				--activation-type int8 --weight-type int8 \
				--objective $objective --format json >"$dir/$objective"
		done
		awk -v least="$(field least_latency_s "$dir/time")" \
			-v time="$(field latency_s "$dir/time")" \
			-v bytes="$(field latency_s "$dir/bytes")" 'BEGIN {
			ok = least > 0 && least <= time * 1.000000001 && time <= bytes
			if (!ok) print least, time, bytes
			exit !ok }' || { echo "failed: $model on $target"; exit 1; }
		"$tidemark" verify "$dir/time" "$B/testdata/$model.onnx" >/dev/null
		passed=$((passed + 2))
	done
done

refuses()
{
	status=0
	"$tidemark" "$1" "$B/testdata/resnet50.onnx" --objective "$2" --target "$3" \
		>/dev/null 2>"$dir/error" || status=$?
	[ $status -eq 2 ] && grep -q "$4" "$dir/error" ||
		{ echo "failed: $*"; cat "$dir/error"; exit 1; }
	passed=$((passed + 1))
}
refuses plan time generic "generic states no DRAM bandwidth"
refuses plan time inferx-x1 "inferx-x1 states no MAC rate for float32"
refuses plan energy nvidia-t4 "nvidia-t4 states no energy of DRAM"
refuses sweep time nvidia-t4 "compares batches by time"
echo "$passed passed, 0 failed"
