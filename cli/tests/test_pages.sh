#!/bin/sh
# Pages and Markdown of plan and sweep: well formed, alone, small, the same each
# time, and no name of a stranger is markup.
set -eu
tidemark=$B/tidemark
resnet=$B/testdata/resnet50.onnx mobilenet=$B/testdata/mobilenet_v2.onnx
hostile=$B/testdata/cases/hostile_names.onnx
page=$(dirname "$0")/page.py
command -v python3 >/dev/null || exit 77
. cli/tests/says.sh

# both NAME COMMAND...: --html and --md FILE are what --format prints, twice.
both()
{
	of=$1
	shift
	"$tidemark" "$@" --html "$dir/$of.html" --md "$dir/$of.md" >/dev/null || true
	for format in html md; do
		"$tidemark" "$@" --format $format >"$dir/again" || true
		says "$of: --$format FILE is what --format $format prints" \
			cmp "$dir/$of.$format" "$dir/again"
	done
}

both plan plan "$resnet" --batch 1,8 --sram 1MiB
both plans plan "$resnet" --batch 1..64 --sram 2MiB
both unlimited plan "$mobilenet"
both timed plan "$resnet" --target generic-1m --activation-type int8 --weight-type int8
for format in html md; do
	says "a plan in $format has its modelled time" \
		grep -q "Modelled, not measured: .*ms a batch, .*frames/s, bound by .*uJ a frame" "$dir/timed.$format"
	says "and none where the target states no rates" \
		sh -c "! grep -q Modelled '$dir/unlimited.$format'"
done
both windows plan "$mobilenet" --batch 4 --sram 600KiB --window rows
both refused plan "$mobilenet" --batch 1,64 --sram 20KiB --window rows
both kept plan "$mobilenet" --sram 2MiB --keep-inputs --keep-outputs
both sweep sweep "$resnet" --batch 1..32 --sram 256K,512K,1M,2M,4M,8M,16M
both pairs sweep "$resnet" "$mobilenet" --batch 1,2,4 --sram 1MiB,2MiB \
	--target generic,nvidia-t4
both one sweep "$mobilenet" --batch 1 --sram 1MiB
both defaults sweep "$resnet"
both unscaled sweep "$mobilenet" --batch 1,2 --sram 20KiB,1MiB --window rows
for model in "$B"/testdata/cases/*.onnx; do
	"$tidemark" plan "$model" --html "$dir/case_$(basename "$model").html" \
		>"$dir/again" 2>&1 || true
done
both hostile plan "$hostile" --sram 64
both hostile_sweep sweep "$hostile" --batch 1,2 --sram 16,64
set -- "$dir"/*.html
says "there are pages of most models" [ $# -ge 45 ]
says "all $# pages stand alone" python3 "$page" "$@"
for file in hostile.html hostile_sweep.html hostile.md; do
	says "$file says the name" grep -q "alert(" "$dir/$file"
done
says "no element comes from a name" \
	[ "$(cat "$dir"/hostile*.html | grep -c '<script')" -eq 0 ]

says "the peak is a sum" grep -q '^Peak: 1,048,576 B = 802,816 `' "$dir/plan.md"
says "a spilled tensor has its reason" \
	grep -q '^| 1,605,632 | `/maxpool/MaxPool_output_0` | `spilled from' "$dir/plan.md"
says "Markdown fits into a comment" [ "$(wc -c <"$dir/plans.md")" -le 61000 ]
status=0
"$tidemark" sweep "$resnet" --shard 1/2 --html "$dir/no" >"$dir/again" 2>&1 || status=$?
says "a shard has no page" [ $status -eq 2 ]
says "and writes none" [ ! -e "$dir/no" ]
residencies=$("$tidemark" plan "$mobilenet" --format json |
	grep -o '"memory": *"sram"' | wc -l)
drawn=$(grep -c '<rect class="\(act\|wei\)" x=' "$dir/unlimited.html")
says "a rectangle for each residency: $drawn of $residencies" \
	[ "$drawn" -eq "$residencies" ]
echo "pages: $passed checks"
