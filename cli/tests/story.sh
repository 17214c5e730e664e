# A small network for the tests of check and diff, sourced by them; $out/NAME.onnx is
# written by `net NAME`, as these variables say:
#
#	width   channels of block2/conv1 (8)
#	skip    yes: block3/add reads block2/project once more (no)
#	prefix  in front of every name (none)
#	bias    what the biases are (0.5)
#	batch   the first dimension: a number or a name (N)
#	stored  how weights are: external, or constant, by nodes (external)
#	inside  yes: all of it is in the branch of an If (no)
width=8 skip=no prefix= bias=0.5 batch=N stored=external inside=no
protoc=$(sed -n 's/^PROTOC = //p' "$B/config.mk")

dims()
{
	case $batch in
	[0-9]*) printf 'dim { dim_value: %s } ' "$batch" ;;
	*) printf 'dim { dim_param: "%s" } ' "$batch" ;;
	esac
	for d; do printf 'dim { dim_value: %s } ' "$d"; done
}

# weights NAME CHANNELS-OUT CHANNELS-IN
weights()
{
	shape="data_type: 1 dims: $2 dims: $3 dims: 3 dims: 3"
	if [ $stored = constant ]; then
		echo "node { op_type: \"Constant\" name: \"$1.c\" output: \"$1\""
		echo "attribute { name: \"value\" type: TENSOR t { $shape"
		awk -v n=$(($2 * $3 * 9)) 'BEGIN { while (n--) print "float_data: 0" }'
		echo "} } }"
	else
		cat <<-END
		initializer { name: "$1" $shape
		  external_data { key: "location" value: "weights.bin" }
		  external_data { key: "length" value: "$(($2 * $3 * 36))" }
		  data_location: EXTERNAL }
		END
	fi
}

# conv NAME INPUT OUTPUT CHANNELS-IN CHANNELS-OUT
conv()
{
	weights "$prefix$1.w" "$5" "$4"
	cat <<-END
	node { op_type: "Conv" name: "$prefix$1" input: "$prefix$2" input: "$prefix$1.w"
	  input: "$prefix$1.b" output: "$prefix$3"
	  attribute { name: "pads" type: INTS ints: 1 ints: 1 ints: 1 ints: 1 } }
	initializer { name: "$prefix$1.b" data_type: 1 dims: $5
	$(i=0; while [ $i -lt "$5" ]; do echo "  float_data: $bias"; i=$((i + 1)); done) }
	END
}

# node OP NAME OUTPUT INPUT...
node()
{
	printf 'node { op_type: "%s" name: "%s" output: "%s"' "$1" "$prefix$2" "$prefix$3"
	shift 3
	for input; do printf ' input: "%s"' "$prefix$input"; done
	echo ' }'
}

net_nodes()
{
	conv stem x t0 8 8
	conv block2/project t0 t1 8 8
	conv block2/conv1 t1 t2 8 $width
	conv block2/conv2 t2 t3 $width 8
	node Add block2/add t4 t3 t1
	conv block3/conv1 t4 t5 8 8
	conv block3/conv2 t5 t6 8 8
	conv block3/conv3 t6 t7 8 8
	if [ $skip = yes ]; then
		node Add block3/add y t7 t1
	else
		node Relu block3/relu y t7
	fi
}

# branch NAME RESULT: a body, of the nodes on standard input
branch()
{
	echo "attribute { name: \"$1\" type: GRAPH g { name: \"$1\""
	cat
	echo "output { name: \"$prefix$2\" } } }"
}

net_text()
{
	result=y
	echo 'ir_version: 8 opset_import { domain: "" version: 17 } graph { name: "net"'
	if [ $inside = yes ]; then
		result=chosen
		echo "node { op_type: \"If\" name: \"$prefix""choose\" input: \"${prefix}c\""
		echo "output: \"${prefix}chosen\""
		net_nodes | branch then_branch y
		node Relu other/relu z x | branch else_branch z
		echo "} input { name: \"${prefix}c\" type { tensor_type { elem_type: 9 shape { } } } }"
	else
		net_nodes
	fi
	for end in input:x output:$result; do
		echo "${end%:*} { name: \"$prefix${end#*:}\" type { tensor_type {"
		echo "elem_type: 1 shape { $(dims 8 16 16) } } } }"
	done
	echo '}'
}

net()
{
	net_text | "$protoc" --encode=onnx.ModelProto --proto_path="$top" \
		"$top/proto/onnx.proto" >"$out/$1.onnx"
}

passed=0 failed=0
ok()
{
	passed=$((passed + 1))
}
bad()
{
	failed=$((failed + 1))
	echo "$*"
}

# run STATUS COMMAND...: its output is in $out/said, its messages in $out/heard.
run()
{
	wanted=$1 status=0
	shift
	"$@" >"$out/said" 2>"$out/heard" </dev/null || status=$?
	if [ "$status" -eq "$wanted" ]; then
		ok
	else
		bad "exit status $status, wanted $wanted: $*"
		cat "$out/said" "$out/heard"
	fi
}

# says TEXT, heard TEXT: it is in the output, or in the messages.
says()
{
	if grep -qF -e "$1" "$out/said"; then ok; else bad "missing: $1"; cat "$out/said"; fi
}
silent()
{
	if grep -qF -e "$1" "$out/said"; then bad "unwanted: $1"; cat "$out/said"; else ok; fi
}
heard()
{
	if grep -qF -e "$1" "$out/heard"; then ok; else bad "not heard: $1"; cat "$out/heard"; fi
}

top=$PWD
tidemark=$(cd "$B" && pwd)/tidemark
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
