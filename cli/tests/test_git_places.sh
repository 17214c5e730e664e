#!/bin/sh
# The examples of docs/ci.md and the steps of action.yml, in a real repository.
set -eu
command -v git >/dev/null || { echo "git is not there"; exit 77; }
. cli/tests/story.sh
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org
mkdir "$out/bin"
ln -s "$tidemark" "$out/bin/tidemark"
export PATH="$out/bin:$PATH"

# example NAME: the block of docs/ci.md after the comment that names it.
example()
{
	awk -v mark="<!-- test: $1 -->" '
		$0 == mark { found = 1; next }
		found && /^```/ { if (inside) exit; inside = 1; next }
		inside { print }' "$top/docs/ci.md"
}

# step NAME: what a step of action.yml runs.
step()
{
	awk -v name="    - name: $1" '
		/^    - name: / { found = $0 == name; inside = 0 }
		found && /^      run: \|/ { inside = 1; next }
		inside && !/^        / { inside = 0 }
		inside { print substr($0, 9) }' "$top/action.yml"
}

net base
(skip=yes; net skip)
mkdir "$out/origin"
cd "$out/origin"
git init -q .
git checkout -q -b main
cp ../base.onnx net.onnx
example tidemark.json >tidemark.json
git add .
git commit -qm "a model"
git clone -q "$out/origin" "$out/work"
cd "$out/work"
git checkout -q -b change
run 0 tidemark check --baseline origin/main
says "8 checks: 8 passed"

# a hook lets the same model in, and keeps a worse one out
example hook >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
echo a text >notes
git add notes
run 0 git commit -qm "no model is touched"
cp ../skip.onnx net.onnx
git add net.onnx
run 1 git commit -qm "a longer skip"
grep -qF "new consumer block3/add" "$out/said" "$out/heard" && ok || bad "the hook gives no cause"
if git show HEAD:net.onnx | cmp -s - ../base.onnx; then ok; else bad "it was committed"; fi
entry=$(sed -n 's/^  entry: //p' "$top/.pre-commit-hooks.yaml")
run 1 $entry
files=$(sed -n 's/^  files: //p' "$top/.pre-commit-hooks.yaml")
for name in net.onnx a/b.onnx tidemark.json tidemark.lock.json; do
	if echo "$name" | grep -qE "$files"; then ok; else bad "$name runs no hook"; fi
done
if echo net.c | grep -qE "$files"; then bad "net.c runs the hook"; else ok; fi
id=$(sed -n 's/^- id: //p' "$top/.pre-commit-hooks.yaml")
if example pre-commit | grep -q "id: $id\$"; then ok; else bad "docs/ci.md names another hook"; fi

# git diff of a model
git config core.pager cat
example textconv | sh
run 0 git diff HEAD -- net.onnx
example textconv-diff | while read -r line; do
	grep -qxF -e "$line" "$out/said" || { echo "git diff lacks: $line"; exit 1; }
done && ok || bad "docs/ci.md shows another diff"
printf 'not a model\n' >net.onnx
run 0 git diff HEAD -- net.onnx
says "+error"
cp ../skip.onnx net.onnx
git -c core.hooksPath=/dev/null commit -qam "a longer skip, all the same"

# the action: the check step, with what a runner would give it
export CONFIG=tidemark.json BASELINE= JUNIT=junit.xml BASE=main RUNNER_TEMP="$out"
export GITHUB_STEP_SUMMARY="$out/summary" GITHUB_PATH="$out/path" ACTION_PATH="$top"
step build >"$out/build.sh"
run 0 sh -eu "$out/build.sh"
[ -x "$top/bootstrap" ] && ok || bad "there is no ./bootstrap for the build step"
step check >"$out/check.sh"
git update-ref -d refs/remotes/origin/main
run 1 sh -eu "$out/check.sh"
says "::error file=tidemark.json,line=12,title=tidemark budget::net: batch 1: sram.no_spill is 24,576 B"
grep -q "### tidemark: failed" "$out/summary" && ok || bad "no verdict in the summary"
grep -qF "new consumer block3/add" "$out/summary" && ok || bad "no cause in the summary"
[ -s junit.xml ] && ok || bad "no JUnit XML"
rm -f "$out/summary"
git checkout -q HEAD~1 2>/dev/null
run 0 sh -eu "$out/check.sh"
grep -q "### tidemark: passed" "$out/summary" && ok || bad "no verdict in the summary"
if example workflow | grep -q "config: tidemark.json"; then ok; else bad "no workflow"; fi

# GitLab: the script's lines
git checkout -q change
CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main
export CI_MERGE_REQUEST_TARGET_BRANCH_NAME
example gitlab | sed -n '/^  script:/,/^  artifacts:/ s/^    - //p' >"$out/gitlab.sh"
run 1 sh -e "$out/gitlab.sh"
for report in $(example gitlab | sed -n '/^    reports:/,/^  rules:/ s/^      [a-z]*: //p'); do
	[ -s "$report" ] && ok || bad "no $report"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
