#!/bin/sh
# The console examples of the README print what the README says.  In a block that
# starts with ```console, a line "$ COMMAND" is run where the models are, and the
# lines up to the next one are compared with what it prints.
#
#	B=build docs/tests/test_readme.sh update
#
# puts what the commands print now into README.md; look at it before you commit it.
set -eu
model=$B/testdata/resnet50.onnx
[ -e "$model" ] || { echo "$model is not there"; exit 77; }
"$B/tidemark" --help | grep -q '^ *plan ' || { echo "no command 'plan'"; exit 77; }
[ -e README.md ] || { echo "README.md is not there"; exit 77; }
top=$PWD
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/models"
cp "$B"/testdata/*.onnx "$dir/models"
cat >"$dir/models/tidemark.json" <<'END'
{"format": "tidemark.config", "format_version": "1.0", "models": [
  {"path": "resnet50.onnx", "sram": "2MiB", "activation_type": "int8",
   "budget": {"sram.no_spill": "1.25MiB"}}
]}
END
export PATH="$(cd "$B" && pwd):$PATH"
for page in $(sed -n 's/.*](\([^)#]*\)).*/\1/p' README.md); do
	[ -e "$page" ] || { echo "README.md links to $page, which is not there"; exit 1; }
done
cd "$dir"

awk '
	/^```/ { inside = $0 == "```console"; next }
	!inside { next }
	/^\$ / { n++; print substr($0, 3) >(n ".command"); next }
	n { print >(n ".wanted") }' "$top/README.md"

passed=0 failed=0
[ -e 1.command ] || { echo "README.md has no console example"; exit 1; }
for n in $(ls *.command | sort -n | cut -d. -f1); do
	command=$n.command
	touch "$n.wanted"
	(cd models && sh "../$command") >"$n.found" 2>&1 </dev/null || true
	if diff -u "$n.wanted" "$n.found"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "^ README.md: $(cat "$command")"
	fi
done

if [ "${1-}" = update ]; then
	awk '
		/^```/ { inside = $0 == "```console" }
		inside && /^\$ / {
			print
			file = ++n ".found"
			while ((getline line <file) > 0)
				print line
			next
		}
		inside && n && !/^```/ { next }
		{ print }' "$top/README.md" >new
	cat new >"$top/README.md"
	exit 0
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
