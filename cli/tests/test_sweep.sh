#!/bin/sh
# Sweeps: shards concatenate to the whole, formats agree, questions are answered,
# and the same question gives the same bytes.
set -eu
tidemark=$B/tidemark
resnet=$B/testdata/resnet50.onnx mobilenet=$B/testdata/mobilenet_v2.onnx
. cli/tests/says.sh

sweep()
{
	"$tidemark" sweep "$resnet" "$mobilenet" --batch 1..7 --sram 100000,300000,1MiB,4MiB \
		--target generic,nvidia-t4 --activation-type int8 --weight-type int8 "$@"
}

for format in csv json; do
	sweep --shard 1/1 --format $format >"$dir/whole"
	for n in 2 5 9 28 31; do
		: >"$dir/parts"
		i=1
		while [ $i -le $n ]; do
			sweep --shard $i/$n --format $format >>"$dir/parts"
			i=$((i + 1))
		done
		says "$n shards of $format are the whole" cmp "$dir/whole" "$dir/parts"
	done
done
says "2 models x 2 targets x 7 batches are 28 lines of JSON" \
	[ "$(wc -l <"$dir/whole")" -eq 28 ]
sweep --format csv >"$dir/csv"
sweep --shard 1/1 --format csv | cmp - "$dir/csv"
says "CSV has a line for each cell, and a head" [ "$(wc -l <"$dir/csv")" -eq 113 ]

one()
{
	"$tidemark" sweep "$resnet" --batch 1,2,4 --sram 1MiB,2MiB "$@"
}
one --csv "$dir/a.csv" --json "$dir/a.json" --md "$dir/a.md" >"$dir/a.txt"
for format in csv json md; do
	one --format $format >"$dir/b"
	says "--$format FILE is what --format $format prints" cmp "$dir/a.$format" "$dir/b"
done
one >"$dir/b.txt"
says "same question, same bytes" cmp "$dir/a.txt" "$dir/b.txt"
one --batch 4,2,2,1 --sram 2MiB,1MiB >"$dir/b.txt"
says "order and repeats of lists do not matter" cmp "$dir/a.txt" "$dir/b.txt"

# A cell is the plan: the figures of `tidemark plan` are in the row.
"$tidemark" plan "$resnet" --batch 4 --sram 2MiB --format json |
	sed -n '/"dram": {/,/}/s/^ *"bytes": \([0-9]*\),$/\1/p' >"$dir/plan"
says "a cell moves what the plan moves" \
	grep -q ",4,2097152,yes,yes,$(cat "$dir/plan")," "$dir/a.csv"

refuses()
{
	if "$tidemark" sweep "$resnet" "$@" >/dev/null 2>"$dir/error"; then
		return 1
	else
		[ $? -eq 2 ]
	fi
}
says "a latency needs a target with times" refuses --latency 5ms
says "and says what is missing" grep -q "generic states no DRAM bandwidth" "$dir/error"
says "shards are rows" refuses --shard 1/2 --format text
says "an unknown target is refused" refuses --target nvidia-t5
says "and the nearest named" grep -q "nvidia-t4" "$dir/error"

one --target nvidia-t4 --activation-type int8 --weight-type int8 --latency 1us >"$dir/c"
says "no batch keeps a microsecond" grep -q "no batch keeps a latency of 1 us: batch 1 takes " "$dir/c"

# --objective energy compares batches by it: of these, 2 needs least, though 4 is faster
int8()
{
	"$tidemark" sweep "$resnet" --batch 1,2,4 --activation-type int8 --weight-type int8 "$@"
}
int8 --target generic-1m --objective energy >"$dir/c"
says "the least energy is best" grep -q "best: batch 2, .* uJ a frame" "$dir/c"
int8 --target generic-1m >"$dir/c"
says "the fastest is another" grep -q "best: batch 4, .* frames/s" "$dir/c"
int8 --target generic-1m --objective energy --format json >"$dir/c"
says "and the criterion is named" grep -q '"criterion": "energy_pj_per_frame"' "$dir/c"
int8 --sram 4K --window rows >"$dir/c"
says "what does not fit says what it needs" \
	grep -qE "no batch fits: batch 1 needs at least [0-9,]+ B of SRAM" "$dir/c"
needed=$(sed -n 's/.*needs at least \([0-9,]*\) B.*/\1/p' "$dir/c" | tr -d ,)
int8 --sram "$needed" --window rows >"$dir/c"
says "and fits with as much" grep -q "best: batch 4" "$dir/c"
int8 --sram $((needed - 1)) --window rows >"$dir/c"
says "but not with a byte less" grep -q "no batch fits" "$dir/c"

one --activation-type int8 --weight-type int8 --per-frame 20000kB --format json >"$dir/c"
says "the least SRAM for bytes per frame is named" grep -q sram_for_per_frame "$dir/c"
echo "$passed passed, 0 failed"
