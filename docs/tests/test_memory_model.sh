#!/bin/sh
# docs/memory-model.md defines every number and every yes or no that a plan or an
# inspection holds: each such name stands there in backquotes.  Its example is true.
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

# no_spill MODEL OPTION...: the least SRAM without spill, with commas, as if int8
no_spill()
{
	"$B/tidemark" plan "$@" --activation-type int8 --format json |
		sed -n 's/.*"no_spill": \([0-9]*\).*/\1/p' |
		sed -e :a -e 's/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/;ta'
}

# said TEXT: the document says so, across line ends
said()
{
	tr '\n' ' ' <docs/memory-model.md | tr -s ' ' | grep -qF -- "$1" ||
		{ echo "docs/memory-model.md does not say: $1"; exit 1; }
}

v1=$B/testdata/resnet50_v1.onnx
for level in ops inplace fused; do
	least=$(no_spill "$model" --level $level)
	said "$level $least ="
	[ "$least" = "$(no_spill "$v1" --level $level)" ]
done
said "need $(no_spill "$model" --batch 10) bytes at \`fused\`"
said "without spill is $(no_spill "$model" --input input=1x3x1024x2048)."
