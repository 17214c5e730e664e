#!/bin/sh
# sweep_same.sh [MODEL...]: the same bytes come out of programs that other compilers and other
# optimisation levels have made.  Each is built in its own folder; plans and sweeps of the models
# are hashed.  Ends with `N passed, N failed`.
set -eu
B=${B:-build}
[ $# -gt 0 ] || set -- "$B/testdata/resnet50.onnx" "$B/testdata/googlenet.onnx" \
	"$B/testdata/mobilenet_v2_qdq.onnx"

# outputs PROGRAM MODEL...: everything that is compared.
outputs()
{
	program=$1
	shift
	for model; do
		"$program" inspect "$model" --format json
		"$program" plan "$model" --batch 1,3 --sram 1000001 --target nvidia-t4 --format json
		"$program" plan "$model" --sram 200K --window rows --format json || :
		"$program" sweep "$model" --batch 1..9 --sram 100000..4000000 \
			--target generic-1m --activation-type int8 --weight-type int8 --format json
	done
}

wanted=$(outputs "$B/tidemark" "$@" | sha256sum)
passed=0 failed=0
for cc in gcc clang; do
	command -v $cc >/dev/null || continue
	for level in -O0 -O3; do
		other=$B/same-$cc$level
		make -s B="$other" CONFIGURE="CC=$cc CFLAGS=$level" "$other/tidemark" >/dev/null
		if [ "$(outputs "$other/tidemark" "$@" | sha256sum)" = "$wanted" ]; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "other bytes: $cc $level"
		fi
	done
done
echo "$(outputs "$B/tidemark" "$@" | wc -c) bytes, $wanted"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
