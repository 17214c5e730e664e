#!/bin/sh
# docs/sweep.md defines every name of a sweep's JSON and of a target file.
set -eu
model=$B/testdata/resnet50.onnx
[ -e "$model" ] || { echo "$model is not there"; exit 77; }
names=$(
	"$B/tidemark" sweep "$model" --batch 1,2 --sram 1MiB --target generic-1m --frames 1 \
		--per-frame 1MiB --format json |
		sed '/"model": {/,/^ }/d' | grep -oE '"[a-z_]+": ' | cut -d'"' -f2 | sort -u
)
[ -n "$names" ] || { echo "no name found"; exit 1; }
undefined=
for name in $names; do
	grep -qE "\`([a-z]+(\[\])?\.)*$name\`" docs/sweep.md || undefined="$undefined $name"
done
[ -z "$undefined" ] || { echo "not defined in docs/sweep.md:$undefined"; exit 1; }
echo "$(echo "$names" | wc -l) names are defined"
