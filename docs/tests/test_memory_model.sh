#!/bin/sh
# docs/memory-model.md defines every number and every yes or no that a plan or an
# inspection holds: each such name stands there in backquotes.
set -eu
model=$B/testdata/resnet50.onnx
[ -e "$model" ] || { echo "$model is not there"; exit 77; }
"$B/tidemark" --help | grep -q '^ *plan ' || { echo "no command 'plan'"; exit 77; }
names=$(
	{
		"$B/tidemark" plan "$model" --batch 1,2 --sram 1MiB --format json
		"$B/tidemark" plan "$model" --sram 64KiB --format json
		"$B/tidemark" plan "$model" --target generic-1m --format json
		"$B/tidemark" inspect "$model" --format json
	} | grep -oE '"[a-z_]+": ?(-?[0-9]|true|false|null)' | cut -d'"' -f2 | sort -u
)
[ -n "$names" ] || { echo "no number found"; exit 1; }
undefined=
for name in $names; do
	grep -qE "\`([a-z]+(\[\])?\.)?$name\`" docs/memory-model.md || undefined="$undefined $name"
done
[ -z "$undefined" ] || { echo "not defined in docs/memory-model.md:$undefined"; exit 1; }
echo "$(echo "$names" | wc -l) names are defined"
