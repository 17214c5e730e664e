#!/bin/sh
# Every exit status, and what a message says with it: where, what was found, what was
# wanted, what to type next.  Nothing is printed twice, nothing on the wrong stream.
set -u
case $B in /*) ;; *) B=$PWD/$B ;; esac
tidemark=$B/tidemark
resnet=$B/testdata/resnet50.onnx bert=$B/testdata/bert_base_dynamic.onnx
[ -e "$resnet" ] || { echo "no models: make models"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

# judge WHAT CONDITION...: one check.
judge()
{
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: $what"
	fi
}

# ends STATUS PATTERN ARGUMENT...: tidemark with these arguments ends in the status;
# one line of its standard error, unless the pattern is empty, matches; it never names
# a line of our source, nor says an error without a reason.
ends()
{
	wanted=$1 pattern=$2
	shift 2
	status=0
	"$tidemark" "$@" >"$dir/out" 2>"$dir/err" </dev/null || status=$?
	if [ $status -eq "$wanted" ] && agrees; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "failed: tidemark $*"
	echo "  status $status, wanted $wanted, with a message like: $pattern"
	sed 's/^/  /' "$dir/err"
}

agrees()
{
	if [ -z "$pattern" ]; then
		[ ! -s "$dir/err" ]
	else
		grep -qE -- "^tidemark: error: $pattern" "$dir/err" &&
			! grep -qvE '^tidemark: (error|warning|note): .' "$dir/err"
	fi
}

# files ENDING: what goes in
: >"$dir/empty.onnx"
echo 'a text, and no model' >"$dir/text.onnx"
head -c 5000 "$resnet" >"$dir/short.onnx"
mkdir "$dir/folder"
"$tidemark" plan "$resnet" --sram 1MiB --format json >"$dir/plan.json"
sed 's/"peak": [0-9]*/"peak": 1/' "$dir/plan.json" >"$dir/wrong.json"
head -c 3000 "$dir/plan.json" >"$dir/short.json"
echo '{"format": "tidemark.sweep", "format_version": "1.0"}' >"$dir/other.json"
printf 'id,lower,upper,size\na,0,2,10\nb,1,3,10\n' >"$dir/p.csv"
printf 'id,lower,upper,size\na,2,1,10\n' >"$dir/backwards.csv"

# 0: yes, or done
ends 0 '' --help
ends 0 '' --version
ends 0 '' help plan
ends 0 '' plan --help
ends 0 '' plan "$resnet" --sram 1MiB
ends 0 '' plan --sram=1MiB -- "$resnet"
ends 0 '' inspect "$resnet"
ends 0 '' verify "$dir/plan.json" "$resnet"
ends 0 '' alloc "$dir/p.csv" --sram 20
ends 0 '' targets

# 1: the answer is no; what was asked for is on standard output all the same
ends 1 '' plan "$resnet" --sram 100K --pin /relu/Relu_output_0=sram
judge "a plan that does not fit is explained" grep -q 'does not fit' "$dir/out"
ends 1 'batch 1: ' verify "$dir/wrong.json" "$resnet"
ends 1 '' alloc "$dir/p.csv" --sram 15

# 2: the command line is wrong; the message says what is right
ends 2 'a command is missing'
ends 2 "there is no command 'plna'; did you mean 'plan'" plna
ends 2 "there is no command 'nothing'" help nothing
ends 2 "plan needs MODEL; see 'tidemark plan --help'" plan
ends 2 "plan takes MODEL; 'b' is too much" plan a b
ends 2 'verify needs PLAN MODEL' verify "$dir/plan.json"
ends 2 '--btach is not an option of plan; did you mean --batch; see' plan --btach 1 "$resnet"
ends 2 "'-z' is not an option of plan" plan -z "$resnet"
ends 2 '--pin is not an option of inspect' inspect --pin a=sram "$resnet"
ends 2 '--batch needs an argument' plan "$resnet" --batch
ends 2 "--batch: 'x' is not a whole number from 1 to" plan --batch x "$resnet"
ends 2 "--batch: '0' is not a whole number from 1 to" plan --batch 0 "$resnet"
ends 2 "--batch: '3' is not a whole number from 8" plan --batch 8..3 "$resnet"
ends 2 '--batch: more than .* use a step' plan --batch 1..9999 "$resnet"
ends 2 "--sram: '2MB' can be read in two ways; write 2MiB .* or 2000kB" plan --sram 2MB "$resnet"
ends 2 "--sram: '' is not a size; write" plan --sram= "$resnet"
ends 2 "--sram: '-1' is not a size; write" plan --sram -1 "$resnet"
ends 2 "--sram: '9999999999G'" plan --sram 9999999999G "$resnet"
ends 2 "--window: 'x' is not a size; write" plan --window x "$resnet"
ends 2 "--level: 'x' is not one of ops, inplace, fused" plan --level x "$resnet"
ends 2 "--format: 'x' is not one of text, json" plan --format x "$resnet"
ends 2 '--format: targets prints .*, not html' targets --format html
ends 2 "--objective: 'x' is not one of bytes, energy, time" plan --objective x "$resnet"
ends 2 "--weights: 'x' is not one of auto, stream" plan --weights x "$resnet"
ends 2 "--activation-type: 'x' is not an element type such as int8" \
	plan --activation-type x "$resnet"
ends 2 "--effort: 'x' is not a whole number from 0 to" plan --effort x "$resnet"
ends 2 '--memory: a size above 0' plan --memory 0 "$resnet"
ends 2 "--shard: '3/2' is not I/N" sweep --shard 3/2 "$resnet"
ends 2 "--latency: '5' is not a time such as 5ms" sweep --latency 5 "$resnet"
ends 2 "--within: 'x' is not a percentage" sweep --within x "$resnet"
ends 2 "--bind: 'x' is not NAME=NUMBER, such as seq=128" plan --bind x "$bert"
ends 2 "--bind: no input of the model has a dimension 'x'" plan --bind x=1 "$resnet"
ends 2 "--input: '1xq' is not a shape for 'input'; write" plan --input input=1xq "$resnet"
ends 2 "--input: the model has no input 'x'" plan --input x=1 "$resnet"
ends 2 "--value: the model has no input 'x'" plan --value x=1 "$resnet"
ends 2 "--shape: the model has no tensor 'x'" plan --shape x=1 "$resnet"
ends 2 "--batch-axis: the model has no input 'x'" plan --batch-axis x=0 "$resnet"
ends 2 "--pin: 'x' is not NAME=sram or NAME=dram" plan --pin x "$resnet"
ends 2 "--pin: the model has no tensor 'x'" plan --pin x=sram "$resnet"
ends 2 "--target: there is no target 'nvidia'.*'tidemark targets' lists" \
	plan --target nvidia "$resnet"
ends 2 'cannot open .*none.json: No such file' plan --target "$dir/none.json" "$resnet"
ends 2 'cannot (create|write) .*No such file' plan --json "$dir/none/x" "$resnet"

# 3: the file cannot be read or resolved
for command in plan inspect sweep; do
	ends 3 'cannot open .*none.onnx: No such file' $command "$dir/none.onnx"
	ends 3 '.*empty.onnx is empty' $command "$dir/empty.onnx"
	ends 3 '.*text.onnx is text, an ONNX model is wanted' $command "$dir/text.onnx"
	ends 3 '.*folder is a directory' $command "$dir/folder"
	ends 3 '.*byte [0-9]+: field 7 .graph. of ModelProto is .* but .* are left' \
		$command "$dir/short.onnx"
	ends 3 'standard input is empty' $command -
	ends 3 "nothing says how large 'seq' is: add --bind 'seq=128', or --bind '\*=1'" \
		$command "$bert"
done
ends 3 'cannot open .*none.json: No such file' verify "$dir/none.json" "$resnet"
ends 3 '.*short.json:[0-9]+: ' verify "$dir/short.json" "$resnet"
ends 3 ".*the format is 'tidemark.sweep', wanted 'tidemark.plan'" \
	verify "$dir/other.json" "$resnet"
ends 3 '.*text.onnx:1: ' alloc "$dir/text.onnx"
ends 3 '.*backwards.csv:2: ' alloc "$dir/backwards.csv"
ends 3 'cannot open .*none.csv' alloc "$dir/none.csv"
ends 3 '.*text.onnx, line 1: ' place "$dir/text.onnx"

# 4: what is not the asker's fault
ends_full()
{
	"$tidemark" inspect "$resnet" >/dev/full 2>"$dir/err"
	[ $? -eq 4 ] && grep -q 'cannot write the answer: No space left' "$dir/err"
}
# 300,000 nodes that say nothing, in 600 kB
awk 'BEGIN { n = 300000; printf "\010\007\072"
	for (size = 2 * n; size > 127; size = int(size / 128)) printf "%c", 128 + size % 128
	printf "%c", size
	while (n--) printf "\n%c", 0 }' >"$dir/nodes.onnx"
ends 4 'more than 32.0 MiB of memory would be needed.*; --memory SIZE' \
	inspect --memory 32MiB "$dir/nodes.onnx"
[ ! -e /dev/full ] || judge "a full disk is status 4" ends_full

# a reader that goes away is no error to speak of
gone()
{
	"$tidemark" inspect "$resnet" --format json 2>"$dir/err" | head -n 1 >"$dir/out"
	[ -s "$dir/out" ] && [ ! -s "$dir/err" ]
}
ignored()
{
	(trap '' PIPE; "$tidemark" inspect "$resnet" --format json 2>"$dir/err" | :)
	[ ! -s "$dir/err" ]
}
judge "a pipe closed early is quiet" gone
judge "and so it is where the signal is ignored" ignored

# a model on standard input, from a file and from a pipe
"$tidemark" plan "$resnet" --sram 1MiB >"$dir/file"
"$tidemark" plan - --sram 1MiB <"$resnet" >"$dir/stdin"
cat "$resnet" | "$tidemark" plan - --sram 1MiB >"$dir/pipe"
judge "standard input is read as a file is" cmp "$dir/file" "$dir/stdin"
judge "and so is a pipe" cmp "$dir/file" "$dir/pipe"
judge "the plan on standard input" sh -c '"$1" verify - "$2" <"$3" >"$4"' - \
	"$tidemark" "$resnet" "$dir/plan.json" "$dir/out"

# what an unbound symbol asks for is what helps
flag=$("$tidemark" plan "$bert" 2>&1 | sed -n "s/.*: add --bind '\([^']*\)'.*/\1/p" | head -n 1)
judge "the flag of the message can be pasted" sh -c '"$1" plan "$2" --bind "$3" >"$4" 2>&1' - \
	"$tidemark" "$bert" "$flag" "$dir/out"

# a name cannot write to the terminal
escape=$(printf '\033[31m')
ends 3 'cannot open .*\\x1b' plan "$dir/$escape"

# what was read before an error is printed in any format
for bad in testdata/cases/bad_*.textproto; do
	for format in text json csv; do
		ends 3 . inspect "$B/${bad%.textproto}.onnx" --format $format
	done
	ends 0 . inspect "$B/${bad%.textproto}.onnx" --format textconv
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
