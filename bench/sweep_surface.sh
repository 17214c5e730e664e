#!/bin/sh
# sweep_surface.sh [MODEL...]: the time of whole processes. ResNet-50 at 32 batches x 32
# SRAM sizes, round and not; then the whole placement curve of each model, at one batch and
# one size, symbols 1.
set -u
B=${B:-build}
resnet=$B/testdata/resnet50.onnx
int8="--activation-type int8 --weight-type int8"
batches=2..64..2
round=$(awk 'BEGIN { for (i = 0; i < 32; i++) printf "%s%d", i ? "," : "", 32768 * int(8 * 2 ^ (i * 8 / 31)) }')
odd=$(awk 'BEGIN { for (i = 0; i < 32; i++) printf "%s%d", i ? "," : "", int(262144 * 2 ^ (i * 8 / 31)) }')

for sizes in "$round" "$odd"; do
	# shellcheck disable=SC2086
	"$B/tidemark" sweep "$resnet" $int8 --batch $batches --sram "$sizes" | sed -n 's/^surface /ResNet-50, /p'
	# shellcheck disable=SC2086
	"$B/bench/measure" 21 "$B/tidemark" sweep "$resnet" $int8 --batch $batches --sram "$sizes" --format csv
done
for model; do
	"$B/tidemark" sweep "$model" --bind '*=1' --batch 1 --sram 1MiB |
		sed -n "s|^surface .*: |$(basename "$model"): |p"
	"$B/bench/measure" 1 "$B/tidemark" sweep "$model" --bind '*=1' --batch 1 --sram 1MiB
done
