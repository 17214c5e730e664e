#!/bin/sh
# A model in a git repository, its budgets, and what check and diff say to each change.
set -eu
command -v git >/dev/null || { echo "git is not there"; exit 77; }
. cli/tests/story.sh
git() { command git -c user.name=t -c user.email=t@example.org -c init.defaultBranch=main "$@"; }
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1

net base
(width=32; net wide)
(skip=yes; net skip)
(prefix=re_; net renamed)
(bias=0.25; net weights)
(batch=4; net fixed)
(stored=constant; net constants)

mkdir "$out/repo"
cd "$out/repo"
git init -q .
cp ../base.onnx net.onnx
cat >tidemark.json <<'END'
{"format": "tidemark.config", "format_version": "1.0",
 "models": [
  {"name": "net", "path": "net.onnx", "batch": [1, 8], "sram": "2MiB",
   "budget": {
     "sram.no_spill": {"1": "16KiB", "8": "128KiB"},
     "dram.per_frame": 40000},
   "regress": {
     "sram.no_spill": {"max_increase": "2%", "min_bytes": "4KiB", "level": "deny"}},
   "message": "raise in the same change and say why"}]}
END
git add .
git commit -qm "a model and its budgets"

# 1. what is committed passes, with and without a baseline
run 0 "$tidemark" check
says "6 checks: 6 passed"
says "without --baseline no regression is judged"
run 0 "$tidemark" check --baseline main
says "net: no change: the graphs are the same"
says "8 checks: 8 passed"
run 0 "$tidemark" diff HEAD:net.onnx net.onnx
says "no change: the graphs are the same"

# 2. a wider layer
cp ../wide.onnx net.onnx
run 1 "$tidemark" check --baseline main
says "FAIL  batch 1: sram.no_spill is 40,960 B, budget 16,384 B: +24,576 B +150.0 %"
says "tidemark.json:5: raise in the same change and say why"
says "FAIL  batch 8: sram.no_spill is 327,680 B, was 131,072 B: +196,608 B +150.0 %; allowed are 2 % or 4,096 B"
says "tidemark.json:8: raise in the same change and say why"
says "cause t2 of block2/conv1 is float32 [1,32,16,16], was float32 [1,8,16,16]"
says "8 checks: 4 passed, 2 over budget, 2 regressed"
run 1 "$tidemark" diff HEAD:net.onnx net.onnx
says "sram.no_spill                     16,384 B          40,960 B         +24,576 B +150.0 %"
says "t2 of block2/conv1: float32 [1,32,16,16], was float32 [1,8,16,16]"
says "the peak is at step 2, block2/conv1 now, was at step 0, stem"

# 3. a longer skip names its cause
cp ../skip.onnx net.onnx
run 1 "$tidemark" check --baseline main
says "cause t1 of block2/project now lives steps 1-6, was 1-3: new consumer block3/add (+8,192 B at the peak)"
says "8 checks: 4 passed, 2 over budget, 2 regressed"
run 1 "$tidemark" diff HEAD:net.onnx net.onnx
says "t1 of block2/project now lives steps 1-6, was 1-3: new consumer block3/add"
silent "[NEW]"
run 1 "$tidemark" diff net.onnx HEAD:net.onnx
says "t1 of block2/project now lives steps 1-3, was 1-6: no longer read by block3/add"

# 4. all names are others
cp ../renamed.onnx net.onnx
run 0 "$tidemark" check --baseline main
says "net: no change: the graphs are the same; 8 tensors are renamed"
run 0 "$tidemark" diff HEAD:net.onnx net.onnx
says "no change: the graphs are the same; 8 tensors are renamed"

# 5. trained again
cp ../weights.onnx net.onnx
if cmp -s ../base.onnx net.onnx; then bad "the weights are the same"; else ok; fi
run 0 "$tidemark" check --baseline main
says "net: no change: the graphs are the same"
silent renamed
run 0 "$tidemark" diff HEAD:net.onnx net.onnx

# 6. a batch that is fixed now: the same bytes, and it is said
cp ../fixed.onnx net.onnx
run 0 "$tidemark" check --baseline main
says "net: changed"
says "the batch is fixed at 4 now, was the symbol 'N'"
run 1 "$tidemark" diff HEAD:net.onnx net.onnx --batch 8
says "the batch is fixed at 4 now, was the symbol 'N'"
silent "sram."

# weights that nodes hold are weights like others
run 1 "$tidemark" diff ../base.onnx ../constants.onnx
says " 16                +7 +77.8 %"
silent "model.weight_bytes"
silent "sram."

# 7. a batch that no longer fits
set -- --batch 1,8 --sram 96KiB --keep-inputs --keep-outputs --pin t2=sram
run 1 "$tidemark" diff ../base.onnx ../wide.onnx "$@"
says "batch 8 no longer fits: it needs 262,144 B of SRAM, there are 98,304"
run 1 "$tidemark" diff ../wide.onnx ../base.onnx "$@"
says "batch 8 fits now"

# 8. the baseline is where the branches parted, not the tip
cp ../base.onnx net.onnx
git checkout -q -b change
cp ../skip.onnx net.onnx
git commit -qam "a longer skip"
git checkout -q main
cp ../wide.onnx net.onnx
git commit -qam "a wider layer"
git checkout -q change
run 1 "$tidemark" check --baseline main
says "was 16,384 B"
cd ..
run 1 "$tidemark" check --config repo/tidemark.json --baseline main
says "repo/tidemark.json:5"
cd repo

# 9. budgets are raised in the same change
run 0 "$tidemark" check --update --headroom 2%
says "net: sram.no_spill at batch 1: 25,068 B, was 16,384 B"
says "net: dram.per_frame: 16,712 B, was 40,000 B"
cp tidemark.json once.json
run 0 "$tidemark" check --update --headroom 2%
if cmp -s once.json tidemark.json; then ok; else bad "an update is not its own fixed point"; fi
run 0 "$tidemark" check
says "6 checks: 6 passed"

# 10. a lock file serves as the baseline
run 0 "$tidemark" check --update --headroom 2% --baseline tidemark.lock.json
run 0 "$tidemark" check --baseline tidemark.lock.json
says "net: no change: the graphs are the same"
cp ../renamed.onnx net.onnx
run 0 "$tidemark" check --baseline tidemark.lock.json
says "net: changed"
cp ../wide.onnx net.onnx
run 1 "$tidemark" check --baseline tidemark.lock.json
says "sram.no_spill is 40,960 B, was 24,576 B: +16,384 B +66.7 %"
sed -i 's/"2MiB"/"1MiB"/' tidemark.json
run 2 "$tidemark" check --baseline tidemark.lock.json
heard "was measured with another target or SRAM"
sed -i 's/"1MiB"/"2MiB"/' tidemark.json

# 11. and so does a plan
"$tidemark" plan ../base.onnx --batch 1,8 --sram 2MiB --format json >plan.json
run 1 "$tidemark" check --baseline plan.json
says "sram.no_spill is 40,960 B, was 16,384 B"
run 1 "$tidemark" diff plan.json net.onnx
says "+150.0 %"
run 0 "$tidemark" diff plan.json ../base.onnx
run 0 "$tidemark" diff plan.json plan.json

# 12. large files kept elsewhere come through git's filters, as themselves
git checkout -q -b large
mkdir store
cat >store/smudge <<'END'
#!/bin/sh
sed -n 's/^oid sha256://p' | { read -r oid; cat "$(dirname "$0")/$oid"; }
END
chmod +x store/smudge
cp ../base.onnx store/abc
pointer='version https://git-lfs.github.com/spec/v1
oid sha256:0000000000000000000000000000000000000000000000000000000000000abc
size 4096'
cp ../base.onnx store/0000000000000000000000000000000000000000000000000000000000000abc
printf '%s\n' "$pointer" >net.onnx
echo '*.onnx filter=lfs' >.gitattributes
git add net.onnx .gitattributes
git commit -qm "kept elsewhere"
run 3 "$tidemark" check
heard "LFS"
cp ../base.onnx net.onnx
run 3 "$tidemark" check --baseline HEAD
heard "LFS"
git config filter.lfs.smudge "$PWD/store/smudge"
run 0 "$tidemark" check --baseline HEAD
says "net: no change: the graphs are the same"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
