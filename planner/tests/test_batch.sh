#!/bin/sh
# Another batch: inferred again where it is a symbol, copies where it is not.
set -u
t=$(mktemp -d) || exit 1
trap 'rm -rf "$t"' EXIT
bad=0
tidemark=$B/tidemark
cases=$B/testdata/cases

expect()
{
	[ "$2" = "$3" ] || { echo "$1: found $2, wanted $3"; bad=1; }
}
value()
{
	"$tidemark" inspect "$cases/$1.onnx" --batch "$2" --format json $4 |
		jq -c ".values[] | select(.name == \"$3\") | [.dims, .bytes]"
}
rule()
{
	"$tidemark" inspect "$cases/$1.onnx" --batch "$2" --format json $3 |
		jq -r .batching.rule
}
command -v jq >/dev/null || { echo "jq is not there"; exit 77; }

# 8 items meet 8: 8 x 8 x 4 bytes, where 8 copies of one would be 8 x 1 x 4
expect "the square at 1" "$(value batch_square 1 scores "")" "[[1,1],4]"
expect "the square at 8" "$(value batch_square 8 scores "")" "[[8,8],256]"
expect "its rule at 1" "$(rule batch_square 1 "")" shipped
expect "its rule at 8" "$(rule batch_square 8 "")" inferred

# the file says 1: eight copies, though a batch of 8 would not pass its Reshape
expect "a number" "$(rule hard_coded_reshape 8 "")" copies
expect "a symbol" "$(rule symbolic_batch 8 "--bind sequence=5")" inferred
expect "it scales" "$(value symbolic_batch 8 y "--bind sequence=5")" "[[8,5,3],480]"

# plans and sweeps agree with it, one by one and all at once
"$tidemark" plan "$cases/batch_square.onnx" --batch 1,8,16 --json "$t/plan.json" >"$t/out"
expect "no spill" "$(jq -c '[.plans[].sram.no_spill]' "$t/plan.json")" \
	"$(for n in 1 8 16; do
		"$tidemark" plan "$cases/batch_square.onnx" --bind batch=$n --format json
	done | jq -sc '[.[].plans[0].sram.no_spill]')"
"$tidemark" verify "$t/plan.json" "$cases/batch_square.onnx" >"$t/out" ||
	{ cat "$t/out"; echo "a plan is not valid"; bad=1; }
"$tidemark" sweep "$cases/batch_square.onnx" --batch 8,16 --sram 1KiB --format json >"$t/sweep.json"
expect "DRAM bytes of a sweep" "$(jq -c '[.cells[].dram_bytes]' "$t/sweep.json")" \
	"$(for n in 8 16; do
		"$tidemark" plan "$cases/batch_square.onnx" --batch $n --sram 1KiB --format json
	done | jq -sc '[.[].plans[0].dram.bytes]')"
[ "$bad" -eq 0 ] && echo "10 passed, 0 failed"
exit "$bad"
