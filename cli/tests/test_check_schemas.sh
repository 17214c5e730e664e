#!/bin/sh
# What check and diff write is valid under its schema, and every key of it is in there.
set -eu
python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null ||
	{ echo "python3-jsonschema is not there"; exit 77; }
. cli/tests/story.sh
net base
(skip=yes width=16; net skip)
(batch=4; net fixed)
cd "$out"
cat >tidemark.json <<'END'
{"format": "tidemark.config", "format_version": "1.0", "models": [
 {"name": "a", "path": "base.onnx", "batch": [1, 3], "target": "generic-1m", "fits": "warn",
  "budget": {"sram.no_spill": {"1": "16KiB", "max": 1}, "time.latency_s": "1ms",
   "model.macs": {"max": 1, "level": "warn", "message": "soon"}},
  "regress": {"sram.peak": {"max_increase": "2%", "min_bytes": "4KiB", "level": "deny"}}},
 {"name": "b", "path": "skip.onnx", "sram": "3KiB", "pin": {"t1": "sram"}},
 {"name": "c", "path": "absent.onnx"}]}
END
"$tidemark" check --update --baseline lock.json >/dev/null 2>&1 || true
"$tidemark" check --baseline lock.json --json check.json >/dev/null 2>&1 || true
"$tidemark" plan base.onnx --format json >plan.json
for new in base skip fixed; do
	"$tidemark" diff base.onnx $new.onnx --batch 4,8 --target generic-1m \
		--json diff.$new.json >/dev/null 2>&1 || true
done
"$tidemark" diff plan.json skip.onnx --json diff.plan.json >/dev/null 2>&1 || true
cd "$top"
for pair in config:tidemark lock:lock check:check diff:diff.base diff:diff.skip \
	diff:diff.fixed diff:diff.plan; do
	run 0 python3 docs/tests/schema.py "docs/schema/${pair%:*}.schema.json" "$out/${pair#*:}.json"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
