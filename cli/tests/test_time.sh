#!/bin/sh
# Times and energies of plans: --objective time is never slower than bytes, and energy never
# needs more; nothing is below the bound, the plan verifies, and what a target does not
# state is said.
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

# What a byte costs counts at both ends of the pipe: least energy is never more than that
# of the fewest bytes, whatever the shares of DRAM and SRAM, and at absurd prices.
for prices in "1 100 1000" "100 1000 1" "50 1 0.1" "1 1e30 1e10"; do
	# shellcheck disable=SC2086
	set -- $prices
	printf '{"name": "skewed", "sram": "256K", "dram_bandwidth": 1e9,
		"dram_read_pj": %s, "dram_write_pj": %s, "sram_pj": %s,
		"rates": [{"type": "int8", "macs_per_second": 1e12, "pj_per_mac": 1}]}' \
		"$1" "$2" "$3" >"$dir/skewed.json"
	for model in googlenet resnet50; do
		for objective in bytes energy; do
			"$tidemark" plan "$B/testdata/$model.onnx" --target "$dir/skewed.json" \
				--activation-type int8 --weight-type int8 \
				--objective $objective --format json >"$dir/$objective"
		done
		awk -v energy="$(field energy_pj_per_frame "$dir/energy")" \
			-v bytes="$(field energy_pj_per_frame "$dir/bytes")" 'BEGIN {
			ok = energy > 0 && energy <= bytes * 1.000000001
			if (!ok) print energy, bytes
			exit !ok }' || { echo "failed: $model at $prices"; exit 1; }
		"$tidemark" verify "$dir/energy" "$B/testdata/$model.onnx" >/dev/null
		passed=$((passed + 2))
	done
done
"$tidemark" plan "$B/testdata/resnet50.onnx" --target "$dir/skewed.json" --objective energy \
	--activation-type int8 --weight-type int8 >"$dir/text"
grep -q "proven: no plan needs less energy for what it moves" "$dir/text"

# At one price for both, the fewest bytes are the least energy, and as much is proven.
"$tidemark" plan "$B/testdata/resnet50.onnx" --target generic-1m --objective energy \
	--activation-type int8 --weight-type int8 --format json >"$dir/energy"
[ "$(field gap "$dir/energy")" = 0 ]
passed=$((passed + 2))

refuses()
{
	status=0
	"$tidemark" "$1" "$B/testdata/resnet50.onnx" --objective "$2" --target "$3" \
		>/dev/null 2>"$dir/error" || status=$?
	[ $status -eq 2 ] && grep -q "$4" "$dir/error" ||
		{ echo "failed: $*"; cat "$dir/error"; exit 1; }
	passed=$((passed + 1))
}
"$tidemark" plan "$B/testdata/resnet50.onnx" --target edge-tpu >"$dir/text"
grep -q "no time: target edge-tpu states no MAC rate for float32, which layer .* needs; it states int8, uint8$" \
	"$dir/text"
"$tidemark" plan "$B/testdata/resnet50.onnx" >"$dir/text"
! grep -q "no time" "$dir/text"
passed=$((passed + 2))
refuses plan time generic "generic states no DRAM bandwidth"
refuses plan time inferx-x1 "inferx-x1 states no MAC rate for float32"
refuses plan energy nvidia-t4 "nvidia-t4 states no energy of DRAM"
refuses sweep time nvidia-t4 "compares batches by time"
echo "$passed passed, 0 failed"
