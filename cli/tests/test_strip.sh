#!/bin/sh
# A skeleton plans as its model does, byte for byte, and is its own skeleton.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
nets=$B/testdata/nets
[ -x "$nets" ] || { echo "no generator: make models"; exit 77; }
"$nets" mobilenet_v1 --inline-weights -o "$dir/model.onnx"
"$nets" resnet18 --qdq --inline-weights -o "$dir/model2.onnx"
n=0
for model in "$dir"/model*.onnx ${TIDEMARK_CORPUS:+"$TIDEMARK_CORPUS"/original/*.onnx}; do
	"$B/tidemark" strip "$model" -o "$dir/skeleton.onnx"
	"$B/tidemark" strip "$dir/skeleton.onnx" | cmp - "$dir/skeleton.onnx"
	for file in "$model" "$dir/skeleton.onnx"; do
		for command in plan inspect; do
			status=0
			"$B/tidemark" $command "$file" --bind '*=2' --batch 1,2 --format json \
				>>"$dir/out" 2>&1 || status=$?
			echo "status $status" >>"$dir/out"
		done
		mv "$dir/out" "$dir/out.$([ "$file" = "$model" ] && echo model || echo skeleton)"
	done
	cmp "$dir/out.model" "$dir/out.skeleton" || { echo "$model plans differently"; exit 1; }
	n=$((n + 1))
done
size=$(wc -c <"$dir/skeleton.onnx")
[ "$size" -gt 0 ]
echo "$n models plan as their skeletons do"
