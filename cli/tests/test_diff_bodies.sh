#!/bin/sh
# What is inside the bodies of If, Loop and Scan is compared as what is beside them.
set -eu
. cli/tests/story.sh
net base
(inside=yes net inside)
(inside=yes prefix=p_ net renamed)
(inside=yes width=32 net wide)
(inside=yes skip=yes net skip)
cd "$out"
all="--level ops --rows 0"

# 1. the model goes into a branch: one new layer, whatever is inside is known
run 1 "$tidemark" diff base.onnx inside.onnx $all
says "[NEW] choose: If"
says "[NEW] other/relu: Relu inside choose"
silent "[DEL]"
silent "block3"
run 1 "$tidemark" diff inside.onnx base.onnx $all
says "[DEL] choose: If"
silent "[NEW]"
silent "block3"

# 2. names in a body are names
run 0 "$tidemark" diff inside.onnx renamed.onnx $all
says "no change: the graphs are the same"

# 3. a change in a body is a change of what is there
run 1 "$tidemark" diff renamed.onnx wide.onnx $all
says "t2 of block2/conv1: float32 [1,32,16,16], was float32 [1,8,16,16]"
says "+24,576"
silent "[NEW]"
silent "[DEL]"
run 1 "$tidemark" diff inside.onnx skip.onnx $all
says "new consumer block3/add"
says "[NEW] block3/add: Add inside choose"
says "[DEL] block3/relu: Relu inside choose"
run 1 "$tidemark" diff inside.onnx skip.onnx $all --format json
says '"inside": "choose"'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
