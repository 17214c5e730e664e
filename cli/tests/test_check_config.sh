#!/bin/sh
# What a configuration may say, the line of each complaint, and every exit status.
set -eu
. cli/tests/story.sh
net base
cd "$out"

# config BUDGET-OR-OTHER-KEYS...: a configuration whose model starts on line 3.
config()
{
	printf '{"format": "tidemark.config", "format_version": "1.0",\n "models": [\n' >tidemark.json
	printf '  {"name": "net", "path": "base.onnx"' >>tidemark.json
	for key; do printf ',\n   %s' "$key" >>tidemark.json; done
	printf '}]}\n' >>tidemark.json
}

# 0: yes
config '"budget": {"sram.no_spill": "16KiB", "model.macs": 1032192, "optimal": true}'
run 0 "$tidemark" check
says "3 checks: 3 passed"

# 1: no; a warning is no "no", and what is off is not looked at
config '"budget": {"sram.no_spill": 16383}'
run 1 "$tidemark" check
says "tidemark.json:4"
config '"budget": {"sram.no_spill": {"max": 16383, "level": "warn", "message": "soon"}}'
run 0 "$tidemark" check
says "warn  batch 1: sram.no_spill is 16,384 B, budget 16,383 B: +1 B +0.0 %"
says "tidemark.json:4: soon"
config '"budget": {"sram.no_spill": {"max": 16383, "level": "off"}}'
run 0 "$tidemark" check
says "0 checks"
config '"sram": "3KiB"' '"pin": {"t1": "sram"}'
run 1 "$tidemark" check
says "it does not fit: it needs"
config '"sram": "3KiB"' '"pin": {"t1": "sram"}' '"fits": "off"' '"budget": {"dram.bytes": 1}'
run 3 "$tidemark" check
says "dram.bytes is not measured: the plan does not fit"

# 2: the configuration is wrong, and where
wrong() # LINE TEXT KEYS...
{
	line=$1 text=$2
	shift 2
	config "$@"
	run 2 "$tidemark" check
	heard "tidemark.json:$line: "
	heard "$text"
}
wrong 5 "there is no metric 'sram.nospill'; did you mean 'sram.no_spill'?" \
	'"batch": 1' '"budget": {"sram.nospill": 1}'
wrong 4 "there is no key 'bugdet'; did you mean 'budget'?" '"bugdet": {}'
wrong 4 "there is no key 'batches'; did you mean 'batch'?" '"batches": [1]'
wrong 4 "there is no key 'min_byte'; did you mean 'min_bytes'?" \
	'"regress": {"sram.peak": {"min_byte": 4}}'
wrong 4 "wanted \"deny\", \"warn\" or \"off\"" \
	'"budget": {"sram.no_spill": {"max": 1, "level": "error"}}'
wrong 4 "MiB" '"budget": {"sram.no_spill": "1MB"}'
wrong 4 "wanted a percentage" '"regress": {"sram.peak": {"max_increase": "2"}}'
wrong 5 "--level: 'fusd' is not one of" '"batch": [1, 2]' '"level": "fusd"'
wrong 4 "wanted a number, a string, a list" '"batch": null'
wrong 3 "there is no target 'nothing'" '"target": "nothing"'
config '"name": "net"'
run 2 "$tidemark" check
heard "tidemark.json:4"
echo '{"format": "tidemark.config",' >tidemark.json
run 2 "$tidemark" check
heard "tidemark.json:2"
echo '{"format": "tidemark.config", "format_version": "2.0", "models": []}' >tidemark.json
run 2 "$tidemark" check
heard 'wanted "1.0"'
run 2 "$tidemark" check --config nothing.json
heard "cannot open nothing.json"
run 2 "$tidemark" check --confg x
heard "did you mean --config"
config '"budget": {"sram.no_spill": 1}'
run 2 "$tidemark" check --baseline nothing
heard "'nothing' is no file and no revision"
run 2 "$tidemark" check --format csv
run 2 "$tidemark" check --format json --github
run 2 "$tidemark" diff base.onnx
run 2 "$tidemark" diff nothing:base.onnx base.onnx
run 2 "$tidemark" diff --output=x:base.onnx base.onnx

# 3: neither yes nor no
config '"budget": {"time.latency_s": "5ms"}'
run 3 "$tidemark" check
says "time.latency_s is not measured"
config '"batch": [1, 2]' '"budget": {"sram.no_spill": {"1": 16384, "16": 1}}'
run 3 "$tidemark" check
says "batch 16: sram.no_spill is not measured: the batch is not planned"
run 3 "$tidemark" check --update
config '"budget": {"sram.no_spill": 16384}'
sed -i 's/base.onnx/absent.onnx/' tidemark.json
run 3 "$tidemark" check
says "cannot open absent.onnx"
echo "no model" >broken.onnx
run 3 "$tidemark" diff base.onnx broken.onnx
heard "the new side: 'broken.onnx' cannot be planned"

# 4: nowhere to write to
config '"budget": {"sram.no_spill": 16384}'
if [ -w /dev/full ]; then
	status=0
	"$tidemark" check >/dev/full 2>"$out/heard" || status=$?
	if [ $status -eq 4 ]; then ok; else bad "status $status, wanted 4"; fi
fi

# every option of plan is a key
config '"batch": "1..4"' '"level": "ops"' '"sram": "1MiB"' '"activation_type": "int8"' \
	'"weight_type": "int8"' '"keep_inputs": true' '"keep_outputs": false' \
	'"input": {"x": [1, 8, 32, 32]}' '"batch_axis": {"x": 0}' '"window": "none"' \
	'"effort": 2' '"moves": "off"' '"weights": "stream"' '"target": "generic"' \
	'"budget": {"sram.no_spill": {"1": 24576, "4": 98304}}'
run 0 "$tidemark" check
says "batch 4: sram.no_spill is"
config '"bind": {"N": 2}' '"budget": {"sram.no_spill": 32768}'
run 0 "$tidemark" check
says "batch 2: sram.no_spill is 32,768 B"

# metrics are the numbers of the plan's JSON, by their path there
"$tidemark" plan base.onnx --sram 64KiB --target generic-1m --format json >plan.json
python3 - plan.json <<'END' >paths
import json, sys
plan = json.load(open(sys.argv[1]))
def walk(at, thing):
    for key, value in thing.items():
        if isinstance(value, dict) and key in ("sram", "dram", "time", "model"):
            yield from walk(at + key + ".", value)
        elif isinstance(value, (int, float)) and key not in (
                "capacity", "peak_step", "batch", "ir_version", "modelled"):
            yield at + key
for path in list(walk("", plan["plans"][0])) + list(walk("model.", plan["model"])):
    print(path)
END
for path in $(cat paths); do
	case $path in
	fits | optimal) limit=true ;;
	*frames_per_s) limit=0 ;;
	*) limit=1e300 ;;
	esac
	config '"target": "generic-1m"' "\"budget\": {\"$path\": $limit}"
	run 0 "$tidemark" check
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
