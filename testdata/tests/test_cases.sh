#!/bin/sh
# The small cases: encoded by protoc, each called like its file and explained by its
# first line.
set -eu
count=0
for text in testdata/cases/*.textproto; do
	name=$(basename "$text" .textproto)
	[ -s "$B/testdata/cases/$name.onnx" ] || { echo "$name is not encoded"; exit 1; }
	head -1 "$text" | grep -q '^# .' || { echo "$text: no first line"; exit 1; }
	[ "$name" = hostile_names ] || grep -q "^  name: \"$name\"$" "$text" ||
		{ echo "$text: the graph has another name"; exit 1; }
	count=$((count + 1))
done
[ $count -ge 40 ] || { echo "only $count cases"; exit 1; }
echo "$count cases"
