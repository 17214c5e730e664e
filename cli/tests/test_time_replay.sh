#!/bin/sh
# Modelled times and energies, layer by layer, are what docs/memory-model.md says: worked
# out again by time_replay.py.  With the argument `corpus` also for the models of
# TIDEMARK_CORPUS.
set -eu
command -v python3 >/dev/null || { echo "python3 is not there"; exit 77; }
[ -e "$B/testdata/yolov3.onnx" ] || { echo "no models: make models"; exit 77; }
passed=0

replay() # MODEL OPTION...
{
	python3 cli/tests/time_replay.py "$B/tidemark" "$@" || { echo "failed: $*"; exit 1; }
	passed=$((passed + 1))
}

int8="--activation-type int8 --weight-type int8"
for case in "mobilenet_v1 generic-1m" "mobilenet_v1 esp32-s3" "resnet50 ethos-u65-512" \
	"resnet50 nvidia-t4" "yolov3 inferx-x1"; do
	# shellcheck disable=SC2086
	replay "$B/testdata/${case% *}.onnx" --target "${case#* }" --batch 1,4 $int8
done
replay "$B/testdata/mobilenet_v2_qdq.onnx" --target stm32h7 --batch 2
replay "$B/testdata/bert_base.onnx" --target nvidia-t4 --batch 2 --level ops \
	--activation-type float16 --weight-type float16
replay "$B/testdata/densenet121.onnx" --target generic-512k --batch 3 --objective time
replay "$B/testdata/unet.onnx" --target generic-4m --batch 1 --objective energy --level inplace

if [ "${1:-}" = corpus ]; then
	used=0
	for model in "$TIDEMARK_CORPUS"/*.onnx; do
		status=0
		python3 cli/tests/time_replay.py "$B/tidemark" "$model" --target generic-256k \
			--batch 1 2>/dev/null || status=$?
		[ $status -eq 77 ] && continue
		[ $status -eq 0 ] || { echo "failed: $model"; exit 1; }
		used=$((used + 1))
	done
	echo "$used models of the corpus have a time"
	passed=$((passed + used))
fi
echo "$passed passed, 0 failed"
