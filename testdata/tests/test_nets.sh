#!/bin/sh
# The generator of models: same bytes twice, counts as published, small files,
# and a file whose weights are inside as long as its counts say.
set -eu
NETS=$B/testdata/nets
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
failed=0

fail()
{
	echo "FAIL: $*"
	failed=1
}

# expect NETWORK OPTIONS... -- NODES ELEMENTS
expect()
{
	arguments=
	while [ "$1" != -- ]; do
		arguments="$arguments $1"
		shift
	done
	# shellcheck disable=SC2086
	found=$("$NETS" $arguments --count | awk '/^nodes|^elements/ { printf "%s ", $2 }')
	[ "$found" = "$2 $3 " ] || fail "$arguments: nodes and elements $found, not $2 $3"
}

# Parameters, and with --bn as many running means and variances as channels.
expect resnet50 -- 122 25530472
expect resnet50 --bn -- 175 25610152
expect resnet50_v1 --bn -- 175 25610152
expect resnet50 --opset 9 -- 122 25530472
expect vgg16 -- 38 138357544
expect vgg16 --dropout --opset 11 -- 40 138357544
expect mobilenet_v2 --bn --opset 10 -- 152 3538984
expect densenet121 --bn -- 431 8062504
expect bert_base --opset 17 -- 523 109482368
expect bert_base --opset 13 -- 773 109482368

for net in $("$NETS" --list | awk '{ print $1 }'); do
	"$NETS" "$net" >"$TMP/a" || fail "$net: exit $?"
	"$NETS" "$net" -o "$TMP/b" || fail "$net: exit $?"
	cmp "$TMP/a" "$TMP/b" || fail "$net: other bytes the second time"
	[ "$(wc -c <"$TMP/a")" -lt 400000 ] || fail "$net: $(wc -c <"$TMP/a") bytes"
done

# Written by hand, read by protoc: as many nodes, and no field that has no name.
for net in "resnet50 --qdq --batch N" "mobilenet_v2 --opset 9 --inputs-too" \
	"yolov3 --opset 11 --type float16" "gpt2 --seq s"; do
	# shellcheck disable=SC2086
	"$NETS" $net | protoc --decode=onnx.ModelProto proto/onnx.proto >"$TMP/a"
	# shellcheck disable=SC2086
	nodes=$("$NETS" $net --count | sed -n 's/^nodes //p')
	[ "$(grep -c '^  node {' "$TMP/a")" = "$nodes" ] || fail "$net: not $nodes nodes"
	! grep -nE '^ *[0-9]+[ :]' "$TMP/a" || fail "$net: a field without a name"
done

# Inside or outside, the weights are the same bytes and the rest the same file.
for net in resnet18 mobilenet_v2; do
	bytes=$("$NETS" $net --count | sed -n 's/^bytes //p')
	"$NETS" $net --inline-weights >"$TMP/a"
	size=$(wc -c <"$TMP/a")
	[ "$size" -gt "$bytes" ] && [ "$size" -lt $((bytes + 60000)) ] ||
		fail "$net: $size bytes with weights of $bytes"
done

for wrong in "nothing" "resnet50 --opset 8" "resnet50 --size 0x0" "bert_base --qdq" \
	"resnet50 --qdq --bn" "gpt2 --opset 9 --batch n" "resnet50 --batch -1" "" \
	"vgg16 --size 64x64" "inception_v3 --size 1x1" "yolov3 --size 100x100" \
	"bert_base --seq 513"; do
	# shellcheck disable=SC2086
	"$NETS" $wrong >"$TMP/a" 2>/dev/null && fail "accepted: nets $wrong"
	[ ! -s "$TMP/a" ] || fail "wrote a model for: nets $wrong"
done
exit $failed
