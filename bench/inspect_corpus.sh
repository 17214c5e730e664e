#!/bin/sh
# inspect_corpus.sh: `tidemark inspect` on every model below TIDEMARK_CORPUS, symbols
# set to 1.  A model may resolve (status 0) or be refused with a reason (3); no other
# status, no crash, and no run of more than 10 s passes.
set -u
B=${B:-build}
corpus=${TIDEMARK_CORPUS:?names no folder}
list=$(mktemp)
trap 'rm -f "$list" "$list.err"' EXIT
find "$corpus" -name '*.onnx' | sort >"$list"

resolved=0 refused=0 silent=0 broken=0
while read -r model; do
	timeout 10 "$B/tidemark" inspect --bind '*=1' --format json "$model" \
		>/dev/null 2>"$list.err" </dev/null
	status=$?
	case $status in
	0) resolved=$((resolved + 1)) ;;
	3)
		refused=$((refused + 1))
		[ -s "$list.err" ] || { silent=$((silent + 1)); echo "no reason given: $model"; }
		;;
	*)
		broken=$((broken + 1))
		[ $broken -gt 20 ] ||
			{ echo "exit status $status: $model"; tail -n 3 "$list.err"; }
		;;
	esac
done <"$list"
echo "$(wc -l <"$list") models of $corpus: $resolved resolve completely," \
	"$refused are refused with a reason"
echo "$((resolved + refused - silent)) passed, $((broken + silent)) failed"
[ $((broken + silent)) -eq 0 ]
