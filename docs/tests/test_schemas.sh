#!/bin/sh
# Everything that is printed as JSON is valid under its schema, and every key that is
# printed stands in the schema.
set -eu
python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null ||
	{ echo "python3-jsonschema is not there"; exit 77; }
models=$B/testdata
[ -e "$models/resnet50.onnx" ] || { echo "no models: make models"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
run() { # NAME STATUS COMMAND...: the output of a command that must end in STATUS
	name=$1 wanted=$2
	shift 2
	status=0
	"$B/tidemark" "$@" --format json >"$dir/$name" 2>"$dir/err" || status=$?
	[ $status -eq "$wanted" ] || { echo "tidemark $*: status $status"; cat "$dir/err"; exit 1; }
}
check() { # SCHEMA FILE...
	schema=docs/schema/$1.schema.json
	shift
	python3 docs/tests/schema.py "$schema" "$@"
}

n=0
for model in resnet50 googlenet mobilenet_v2_qdq yolov3 bert_base; do
	for options in "--level ops" "--sram 300K --batch 1,3" "--sram 200K --window rows" \
		"--sram 64K --window 4096" "--activation-type int8 --sram 1MiB" "--sram 2MiB --join all" \
		"--target generic-2m" "--target stm32h7"; do
		n=$((n + 1))
		status=0
		# shellcheck disable=SC2086
		"$B/tidemark" plan "$models/$model.onnx" $options --format json \
			>"$dir/plan$n" || status=$?
		[ $status -le 1 ] || { echo "$model $options: status $status"; exit 1; }
	done
	run "inspect.$model" 0 inspect "$models/$model.onnx" --batch 2
done
run inspect.unbound 3 inspect "$models/bert_base_dynamic.onnx"
check plan "$dir"/plan[0-9]*
check inspect "$dir"/inspect.*

run ops 0 ops
check ops "$dir/ops"

# a plan is verified, and a changed plan is not
run verified 0 verify "$dir/plan1" "$models/resnet50.onnx"
sed 's/"peak": [0-9]*/"peak": 1/' "$dir/plan2" >"$dir/wrong"
run refused 1 verify "$dir/wrong" "$models/resnet50.onnx"
check verification "$dir/verified" "$dir/refused"

printf 'id,lower,upper,size\na,0,2,10\nb,1,3,10\n' >"$dir/p.csv"
run alloc.fits 0 alloc "$dir/p.csv"
run alloc.not 1 alloc "$dir/p.csv" --sram 15
check allocation "$dir"/alloc.*

cat >"$dir/p.json" <<'END'
{"steps": 3, "window": 0, "values": [
 {"name": "x", "size": 8, "def": -1, "uses": [0], "output": false},
 {"name": "a", "size": 8, "def": 0, "uses": [1, 2], "output": false},
 {"name": "b", "size": 8, "def": 1, "uses": [2], "output": false},
 {"name": "c", "size": 8, "def": 2, "uses": [], "output": true}], "inplace": [[1, 3, 2]]}
END
run place.curve 0 place "$dir/p.json"
run place.one 0 place "$dir/p.json" --sram 12
check placement "$dir"/place.*

run sweep.scaled 0 sweep "$models/resnet50.onnx" --batch 1..9 --target generic-1m \
	--sram 300K,2MiB --per-frame 1MiB --frames 10 --latency 100ms
run sweep.planned 0 sweep "$models/mobilenet_v2_qdq.onnx" "$models/googlenet.onnx" \
	--batch 1,2 --window rows --sram 64K,8MiB
run lines 0 sweep "$models/resnet50.onnx" --batch 1..9 --shard 2/3
check sweep "$dir"/sweep.*
check sweep.batch "$dir/lines"

for model in resnet50 bert_base densenet121; do
	run "explain.$model" 0 explain "$models/$model.onnx" --batch 1,4 --level ops
	run "explain.$model.spills" 0 explain "$models/$model.onnx" --sram 300K
	run "explain.$model.step" 0 explain "$models/$model.onnx" --sram 1MiB --step 7
	run "explain.$model.not" 1 explain "$models/$model.onnx" --sram 64 --window 64
done
run explain.placed 0 explain "$models/resnet50.onnx" --sram 1MiB \
	--tensor /layer1/layer1.2/relu_2/Relu_output_0
run explain.inside 0 explain "$models/resnet50.onnx" --tensor /layer1/layer1.2/conv3/Conv_output_0
run explain.weight 0 explain "$models/resnet50.onnx" --sram 1MiB --tensor fc.weight
for case in nonzero loop_captured if_captured view_chain; do
	run "explain.$case" 0 explain "$models/cases/$case.onnx"
done
check explain "$dir"/explain.*
for stage in graph layers lifetimes; do
	for model in resnet50 yolov3 cases/scan; do
		run "dump.$stage.${model#*/}" 0 inspect "$models/$model.onnx" --dump $stage
	done
done
run dump.unbound 3 inspect "$models/bert_base_dynamic.onnx" --dump layers
check dump "$dir"/dump.*
run placement.fits 0 plan "$models/resnet50.onnx" --sram 1MiB --batch 1,2 --dump placement
run placement.not 1 plan "$models/resnet50.onnx" --sram 64 --window 64 --dump placement
check placement "$dir"/placement.*

run targets 0 targets
run target 0 targets esp32-s3
check targets "$dir/targets"
check target "$dir/target"
