#!/bin/sh
# whole_process.sh [RUNS]: time and memory of `tidemark plan --batch 1,8,32`, whole
# process, on models whose weights are in the file and beside it; and of the tools
# that are installed, on the smallest of them; PYTHON says where to look for them.
# Needs `make all benches testdata`.
set -eu
runs=${1:-21}
python=${PYTHON:-python3}
B=${B:-build}
tidemark=$B/tidemark nets=$B/testdata/nets measure=$B/bench/measure
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

row()
{
	label=$1 n=$2
	shift 2
	printf '%-42s' "$label"
	"$measure" "$n" "$@"
}

# plan WIDTH WHERE GENERATOR-OPTION...
plan()
{
	width=$1 where=$2
	shift 2
	model=$dir/resnet50-$width-$where.onnx
	size=$("$nets" resnet50 --width "$width" --count |
		awk '$1 == "bytes" { printf "%.0f MB", $2 / 1e6 }')
	"$nets" resnet50 --width "$width" "$@" -o "$model"
	row "plan, ResNet-50 x $width, $size $where" "$runs" \
		"$tidemark" plan --batch 1,8,32 --sram 2MiB "$model"
}

# peer MODULE LABEL PROGRAM: where Python can import the module.
peer()
{
	if "$python" -c "import $1" 2>/dev/null; then
		row "$2 $("$python" -c "import $1; print($1.__version__)")" 5 \
			"$python" -c "$3" "$dir/resnet50-1-inline.onnx" "$dir/out.onnx"
	else
		echo "$2: not installed"
	fi
}

uname -srm
sed -n 's/^model name[^:]*: */CPU: /p' /proc/cpuinfo | head -n 1
for width in 1 2.02 5.35; do
	plan "$width" inline --inline-weights
	plan "$width" external
	[ "$width" = 1 ] || rm -f "$dir"/resnet50-$width-*
done
peer onnx "onnx, shape inference" \
	'import sys, onnx; onnx.shape_inference.infer_shapes(onnx.load(sys.argv[1]))'
peer onnxruntime "ONNX Runtime, session" \
	'import sys, onnxruntime as o; o.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])'
peer onnxsim "onnxsim" \
	'import sys, onnx, onnxsim; onnxsim.simplify(onnx.load(sys.argv[1]))'
