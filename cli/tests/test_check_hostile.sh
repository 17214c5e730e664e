#!/bin/sh
# A model and a configuration whose names do harm, through every output; each is read
# by a parser that is not ours.
set -eu
command -v python3 >/dev/null || { echo "python3 is not there"; exit 77; }
. cli/tests/story.sh
encode() { "$protoc" --encode=onnx.ModelProto --proto_path=. proto/onnx.proto; }
text=testdata/cases/hostile_names.textproto
encode <$text >"$out/old.onnx"
# the last node reads one more tensor, which then lives longer
sed '/name: "\\302/ { s/"Relu"/"Add"/; s/ output:/ input: "a|b|c"&/ }' $text | encode >"$out/new.onnx"
cmp -s "$out/old.onnx" "$out/new.onnx" && { echo "the models are the same"; exit 1; }
cd "$out"
cat >tidemark.json <<'END'
{"format": "tidemark.config", "format_version": "1.0",
 "models": [
  {"name": "::error::<b>\"|`x`\u001b[1m\n@all =1+1\u202e", "path": "new.onnx",
   "budget": {"sram.no_spill": 1, "time.latency_s": 1},
   "regress": {"sram.no_spill": {"max_increase": "1%"}},
   "message": "##[add-mask]x\n::stop-commands::y | <img src=x> [a](b) @all"}]}
END
"$tidemark" plan old.onnx --format json >plan.json

status=0
"$tidemark" check --baseline plan.json --github --json c.json --md c.md --junit c.xml \
	--openmetrics c.om >c.text 2>c.err || status=$?
[ $status -eq 3 ] || bad "check ends with $status, wanted 3"
status=0
"$tidemark" diff old.onnx new.onnx --json d.json --md d.md >d.text 2>d.err || status=$?
[ $status -eq 1 ] || bad "diff ends with $status, wanted 1"
"$tidemark" inspect --format textconv new.onnx >t.text 2>t.err
"$tidemark" inspect new.onnx >i.text 2>i.err
"$tidemark" inspect new.onnx --format json >i.json
"$tidemark" inspect new.onnx --format csv >i.csv
"$tidemark" plan new.onnx --json p.json --csv p.csv >p.text 2>p.err
"$tidemark" check --config tidemark.json --update --baseline lock.json >u.text 2>u.err || true
"$tidemark" check >k.text 2>k.err || true

if python3 - <<'END'
import csv, glob, json, re, sys, unicodedata
import xml.etree.ElementTree as tree

used = 0
def read(name):
    global used
    used += 1
    return open(name, encoding="utf-8", newline="").read()
def wrong(name, what, line):
    sys.exit(f"{name}: {what}: {line!r}")

for name in glob.glob("*.json"):
    json.loads(read(name))
for name in glob.glob("*.xml"):
    root = tree.fromstring(read(name))
    cases = root.findall("./testsuite/testcase")
    assert len(cases) == int(root.get("tests")) == 3, len(cases)
    assert len(root.findall(".//failure")) == int(root.get("failures"))
    assert len(root.findall(".//error")) == int(root.get("errors")) == 1
    assert cases[0].get("classname").startswith("::error::<b>\"|`x`")
for name in glob.glob("*.csv"):
    rows = list(csv.reader(read(name).splitlines(True), strict=True))
    assert len(rows) > 8
    for row in rows:
        if len(row) != len(rows[0]):
            wrong(name, "cells", row)
        for cell in row:
            if cell[:1] in "=+-@\t" and cell[:1] and not re.fullmatch(r"-?\d+", cell):
                wrong(name, "a formula", row)
for name in glob.glob("*.text") + glob.glob("*.err") + glob.glob("*.md") + ["c.om"]:
    for line in read(name).split("\n"):
        if any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in line):
            wrong(name, "a control character", line)
for name in glob.glob("*.text") + glob.glob("*.err"):
    for line in read(name).split("\n"):
        if "##[" in line:
            wrong(name, "a workflow command", line)
        if line.lstrip().startswith("::") and not (name == "c.text" and re.match(
                r"::(error|warning) file=tidemark\.json,line=\d+,title=[a-z ]+::", line)):
            wrong(name, "a workflow command", line)
assert read("c.text").count("\n::error ") == 3

# Markdown, as GitHub reads it: outside code spans there is nothing of a stranger's
span = re.compile(r"`[^`\n]*`")
for name in glob.glob("*.md"):
    bars = 0
    for line in read(name).split("\n"):
        rest = span.sub("", line)
        if re.search(r"[@`\\\[\]]|<(?!/?(details|summary)>)", rest.replace("[2 others]", "")):
            wrong(name, "markup", line)
        if "|" in span.sub("", line) or line.startswith("|"):
            if bars and line.count("|") != bars:
                wrong(name, "cells", line)
            bars = line.count("|")
        else:
            bars = 0
try:
    from markdown_it import MarkdownIt
except ImportError:
    MarkdownIt = None
for name in glob.glob("*.md") if MarkdownIt else []:
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(read(name))
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    if tags - set("h3 p table thead tbody tr th td code strong ul li details summary".split()):
        wrong(name, "tags", tags)

# OpenMetrics: families in one piece, samples with labels, an end
label = r'[a-z]+="(?:[^"\\\n]|\\["\\n])*"'
sample = re.compile(r"([a-z_]+)\{%s(?:,%s)*\} -?[0-9.e+-]+" % (label, label))
lines = read("c.om").split("\n")
assert lines[-2:] == ["# EOF", ""]
families = []
for line in lines[:-2]:
    if line.startswith("# TYPE "):
        families.append(line.split()[2])
        assert families.count(families[-1]) == 1
    elif line.startswith("# "):
        assert line.split()[2] == families[-1]
        if line.startswith("# UNIT"):
            assert families[-1].endswith("_" + line.split()[3])
    else:
        found = sample.fullmatch(line)
        if not found or found.group(1) != families[-1]:
            wrong("c.om", "no sample", line)
assert len(families) > 15
print(used, "outputs")
END
then ok; else bad "an output is not clean"; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
