#!/bin/sh
# docs/article.md is what docs/article.py writes today.
set -eu
command -v python3 >/dev/null || { echo "python3 is not there"; exit 77; }
[ -e "$B/testdata/yolov3_1088x1920.onnx" ] || { echo "no models: make models"; exit 77; }
found=$(mktemp)
trap 'rm -f "$found"' EXIT
python3 docs/article.py "$B" >"$found"
diff -u docs/article.md "$found" || { echo "make article writes it again"; exit 1; }
