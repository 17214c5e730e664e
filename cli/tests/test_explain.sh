#!/bin/sh
# Explanations and dumps agree with plans: each number that explain prints is a number
# of the plan that it talks about.
set -eu
models=$B/testdata
[ -e "$models/resnet50.onnx" ] || { echo "no models: make models"; exit 77; }
command -v python3 >/dev/null || { echo "no python3"; exit 77; }
exec python3 - "$B/tidemark" "$models" <<'END'
import json
import subprocess
import sys
import tempfile

tidemark, models = sys.argv[1:]
passed = 0


def run(*args, status=0):
    p = subprocess.run([tidemark, *map(str, args)], capture_output=True, text=True)
    assert p.returncode == status, (args, p.returncode, p.stderr)
    return p


def answer(*args, status=0):
    return json.loads(run(*args, "--format", "json", status=status).stdout)


def says(what, truth):
    global passed
    assert truth, what
    passed += 1


def sums(what, parts):
    says(f"{what}: parts add up", sum(p["bytes"] for p in parts["parts"]) == parts["bytes"])


def check_movers(path, plan, movers):
    """Who moves for want of room, and why, as in the plan."""
    reasons = {v["name"]: v["reason"] for v in plan["values"]}
    sums = {}
    for t in plan["transfers"]:
        sums[t["value"]] = sums.get(t["value"], 0) + t["bytes"]
    says(f"{path}: movers", all(m["bytes"] == sums[m["name"]] for m in movers))
    says(f"{path}: all of them", {m["name"] for m in movers} >=
         {t["value"] for t in plan["transfers"] if t["kind"] in ("spill", "fetch")})
    says(f"{path}: reasons", all(m["reason"] == reasons[m["name"]] for m in movers))
    bytes_of = [m["bytes"] for m in movers]
    says(f"{path}: the most first", bytes_of == sorted(bytes_of, reverse=True))


def check_overview(path, options, level):
    """Where there is a --batch it is the last option."""
    plan = answer("plan", path, *options, "--level", level)["plans"][0]
    e = answer("explain", path, *options, "--level", level)["explanations"][0]
    says(f"{path}: the numbers of the plan", e["sram"] == plan["sram"] and e["dram"] == plan["dram"])
    sums(path, e["peak"])
    sums(path, e["no_spill"])
    says(f"{path}: the peak", e["peak"]["bytes"] == plan["sram"]["peak"])
    says(f"{path}: its step", e["peak"]["at"]["step"] == plan["sram"]["peak_step"])
    says(f"{path}: no spill", e["no_spill"]["bytes"] == plan["sram"]["no_spill"])
    check_movers(path, plan, e["movers"])
    for r in e["no_spill"]["remedies"]:
        option = r["option"] or ("--order=memory" if r["kind"] == "order" else None)
        if not option or r["kind"] == "byte":
            continue
        other = options[:-2] if r["kind"] == "batch" else options[:]
        if r["kind"] != "level":
            other += ["--level", level]
        p = answer("plan", path, *other, option)["plans"][0]
        least = min(r["bytes"], e["no_spill"]["bytes"]) if r["kind"] == "order" else r["bytes"]
        says(f"{path} {option}: {least} is {p['sram']['no_spill']}", p["sram"]["no_spill"] == least)


def check_tensors(path, options):
    plan = answer("plan", path, *options)["plans"][0]
    for v in plan["values"][:: max(1, len(plan["values"]) // 9)]:
        e = answer("explain", path, *options, "--tensor", v["name"])["explanations"][0]["tensor"]
        says(f"{path} {v['name']}: as in the plan",
             (e["residency"], e["reason"], e["bytes"]) == (v["residency"], v["reason"], v["bytes"]))
        moved = sum(t["bytes"] for t in plan["transfers"] if t["value"] == v["name"])
        says(f"{path} {v['name']}: moves", sum(t["bytes"] for t in e["transfers"]) == moved)
        for key, where in (("kept", "sram"), ("left", "dram")):
            w = e[key]
            if not w:
                continue
            p = answer("plan", path, *options, "--pin", f"{v['name']}={where}",
                       status=0 if w["fits"] else 1)["plans"][0]
            says(f"{path} {v['name']} {key}: fits", p["fits"] == w["fits"])
            if w["fits"]:
                says(f"{path} {v['name']} {key}: more",
                     p["dram"]["bytes"] - plan["dram"]["bytes"] == w["more"])
            else:
                says(f"{path} {v['name']} {key}: missing",
                     max(p["sram"]["needed"] - p["sram"]["capacity"], 0) == w["missing"])


def check_steps(path, options):
    plan = answer("plan", path, *options)["plans"][0]
    for step in (0, plan["sram"]["peak_step"]):
        e = answer("explain", path, *options, "--step", step)["explanations"][0]["step"]
        sums(path, e)
        says(f"{path} step {step}: free", e["free"] == plan["sram"]["capacity"] - e["bytes"])
        says(f"{path} step {step}: moves", sum(t["bytes"] for t in e["transfers"]) ==
             sum(t["bytes"] for t in plan["transfers"] if t["step"] == step))
    says(f"{path}: the peak's step", e["bytes"] == plan["sram"]["peak"])


def check_problem(path, options):
    """What the solver alone makes of a dumped problem is the plan's traffic."""
    options = [*options, "--weights", "stream", "--batch", "1,3"]
    plans = answer("plan", path, *options)["plans"]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        f.write(run("plan", path, *options, "--dump", "problem").stdout)
        f.flush()
        sram = plans[0]["sram"]["capacity"]
        out = run("place", f.name, "--sram", sram, "--format", "json").stdout
    placements = [json.loads(line) for line in out.splitlines()]
    says(f"{path}: a problem per batch", len(placements) == len(plans))
    dumped = run("plan", path, *options, "--dump", "placement").stdout
    decoder, at = json.JSONDecoder(), 0
    for plan, placed in zip(plans, placements):
        activations = plan["dram"]["bytes"] - plan["dram"]["weights"]
        says(f"{path} batch {plan['batch']}: {placed['dram_bytes']} is {activations}",
             placed["dram_bytes"] == activations or not plan["optimal"])
        d, at = decoder.raw_decode(dumped, at)
        at += 1
        says(f"{path}: the dumped placement", d["dram_bytes"] == activations)


def check_dumps(path):
    inspect = answer("inspect", path)
    layers = json.loads(run("inspect", path, "--dump", "layers").stdout)
    lives = json.loads(run("plan", path, "--dump", "lifetimes").stdout)
    graph = json.loads(run("inspect", path, "--dump", "graph").stdout)
    says(f"{path}: layers", [l["name"] for l in layers["layers"]] == [l["name"] for l in inspect["layers"]])
    bytes_of = {v["name"]: v["bytes"] for v in inspect["values"]}
    says(f"{path}: bytes", all(bytes_of[l["name"]] == l["bytes"] for l in lives["lifetimes"]))
    says(f"{path}: nodes", len(graph["scopes"][0]["nodes"]) == inspect["model"]["nodes"])


for name, sram in (("resnet50", "1MiB"), ("mobilenet_v2_qdq", "300K"), ("googlenet", "1MiB"),
                   ("bert_base", "512K")):
    path = f"{models}/{name}.onnx"
    check_overview(path, ["--sram", sram, "--batch", "2"], "ops")
    check_overview(path, [], "fused")
    check_tensors(path, ["--sram", sram])
    check_steps(path, ["--sram", sram, "--window", "512"])
    check_problem(path, ["--sram", sram])
    check_dumps(path)
check_problem(f"{models}/resnet50.onnx", ["--sram", "12MiB", "--window", "rows"])

# who reads a weight
path = f"{models}/resnet50.onnx"
readers = [l["step"] for l in answer("inspect", path)["layers"] if "fc.weight" in l["weights"]]
says("readers of a weight",
     answer("explain", path, "--tensor", "fc.weight")["explanations"][0]["tensor"]["uses"] == readers)
says("in words", f"read at step {readers[0]} by /fc/Gemm" in run("explain", path, "--tensor", "fc.weight").stdout)

# a joined Concat has several makers
out = run("explain", f"{models}/unet.onnx", "--join", "all", "--tensor", "/up1/Concat_output_0").stdout
says("it is made and written", out.count("made at step") == 1 and out.count("written at step") == 1)

# words for what owns no memory
case = f"{models}/cases/view_chain.onnx"
says("a view", answer("explain", case, "--tensor", "g")["explanations"][0]["tensor"]["view_of"] == "a")
says("a constant", answer("explain", case, "--tensor", "shape")["explanations"][0]["tensor"]["state"] == "constant")

# a batch of nothing is not silently ignored
options = [f"{models}/resnet50.onnx", "--batch-axis", "input=none"]
says("no batch", "scales nothing" in run("plan", *options, "--batch", 4).stderr)
says("nothing asked", "scales nothing" not in run("plan", *options).stderr)

# questions that have no answer
p = run("explain", f"{models}/resnet50.onnx", "--tensor", "/relu/Relu_output", status=2)
says("the nearest name", "did you mean '/relu/Relu_output_0'" in p.stderr)
p = run("explain", f"{models}/resnet50.onnx", "--tensor", "/fc/Gemm", status=2)
says("a layer's name", "it is a layer, and makes 'output'" in p.stderr)
p = run("explain", f"{models}/resnet50.onnx", "--step", 56, status=2)
says("the last step", "56 steps" in p.stderr)
p = run("inspect", f"{models}/resnet50.onnx", "--dump", "shapes", status=2)
says("the stages", "graph, layers, lifetimes, problem, placement" in p.stderr)
p = run("explain", f"{models}/resnet50.onnx", "--window", "rows", "--sram", "64K", status=1)
says("why it does not fit", "does not fit" in p.stdout and "what would lower it" in p.stdout)

# what cannot be sent away adds up to what is needed
for options in (["--window", "rows", "--sram", "64K"], ["--window", "4096", "--sram", "1000"],
                ["--sram", "1MiB", "--pin", "fc.weight=sram"]):
    e = answer("explain", f"{models}/resnet50.onnx", *options, status=1)["explanations"][0]
    sums(options, e["needed"])
    says(f"{options}: needed", e["needed"]["bytes"] == e["sram"]["needed"] > e["sram"]["capacity"])

print(f"{passed} passed, 0 failed")
END
