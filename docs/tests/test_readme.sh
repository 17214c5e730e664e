#!/bin/sh
# The console examples of the README print what the README says.  In a block that
# starts with ```console, a line "$ COMMAND" is run where the models are, and the
# lines up to the next one are compared with what it prints.
set -eu
model=$B/testdata/resnet50.onnx
[ -e "$model" ] || { echo "$model is not there"; exit 77; }
"$B/tidemark" --help | grep -q '^ *plan ' || { echo "no command 'plan'"; exit 77; }
[ -e README.md ] || { echo "README.md is not there"; exit 77; }
top=$PWD
case $B in
/*) build=$B ;;
*) build=$top/$B ;;
esac
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp "$model" "$dir"
export PATH="$build:$PATH"
cd "$dir"

awk -v dir="$dir" '
	/^```/ { inside = $0 == "```console"; next }
	!inside { next }
	/^\$ / { n++; printf "%s\n", substr($0, 3) >(dir "/" n ".command"); next }
	n { print >(dir "/" n ".wanted") }' "$top/README.md"

passed=0 failed=0
for command in *.command; do
	[ -e "$command" ] || { echo "README.md has no console example"; exit 1; }
	n=${command%.command}
	touch "$n.wanted"
	sh -c "$(cat "$command")" >"$n.found" 2>&1 </dev/null || true
	if diff -u "$n.wanted" "$n.found"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "^ README.md: $(cat "$command")"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
