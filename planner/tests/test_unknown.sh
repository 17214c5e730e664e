#!/bin/sh
# A size that is not known is named once, at its root; what follows is counted.
out=$("$B/tidemark" plan "$B/testdata/cases/custom_op_undeclared.onnx" 2>&1)
status=$?
[ "$status" -eq 3 ] || { echo "status $status, wanted 3"; exit 1; }
[ "$(echo "$out" | grep -c 'error:')" -eq 1 ] && echo "$out" |
	grep -qF "the size of tensor 'b' is not known; give it with --shape 'b=DIMS' [1 other follows from it]" ||
	{ echo "$out"; exit 1; }
