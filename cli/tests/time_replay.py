#!/usr/bin/env python3
"""Times and energies of plans, worked out again from what docs/memory-model.md says.

usage: time_replay.py TIDEMARK MODEL OPTION ...

Runs `plan` and `inspect` with the options, which must have --target and --batch, and
compares each figure of `time` with its own; 77 when there is no time. Nothing is shared with the planner: layers and
sizes are those of `inspect`, transfers those of the plan, figures those of the target.
"""
import json
import subprocess
import sys

TIDEMARK, MODEL, *OPTIONS = sys.argv[1:]
TARGET = OPTIONS[OPTIONS.index("--target") + 1]
FLOATS = {"float32", "float16", "bfloat16", "float64"}


def run(*words):
    out = subprocess.run([TIDEMARK, *words, "--format", "json"], capture_output=True, text=True)
    if out.returncode > 1:
        print(out.stderr, file=sys.stderr)
        sys.exit(77)
    return json.loads(out.stdout)


def option(name, default=None):
    return OPTIONS[OPTIONS.index(name) + 1] if name in OPTIONS else default


class Layer:
    def __init__(self, facts, values, rates):
        operands = facts["inputs"] + facts["outputs"] + facts["weights"]
        self.sram = sum(values[v]["bytes"] for v in operands)
        self.macs = facts["macs"]
        self.rate = rates.get(self.element(facts, values)) if self.macs else None

    @staticmethod
    def element(facts, values):
        """Of the largest weight or, without weights, of the first operand."""
        if facts["weights"]:
            largest = max(facts["weights"], key=lambda w: values[w]["bytes"])
            own, instead = values[largest]["dtype"], option("--weight-type")
        else:
            own, instead = values[facts["inputs"][0]]["dtype"], option("--activation-type")
        return instead if instead and own in FLOATS else own


def inspected(batch):
    words = ["inspect", MODEL, "--batch", str(batch)]
    for name in ("--activation-type", "--weight-type", "--level"):
        if name in OPTIONS:
            words += [name, option(name)]
    return run(*words)


def loads(plan, n):
    """Seconds are for later: bytes per step as (ahead, after, written, weights, copied)."""
    steps = [dict(ahead=0, after=0, written=0, weights=0, copied=0) for _ in range(n)]
    for m in plan.get("moves", []):
        steps[m["step"]]["copied"] += m["bytes"]
    wrote = {}
    for t in plan["transfers"]:
        step = steps[t["step"]]
        if t["direction"] == "write":
            step["written"] += t["bytes"]
            wrote[t["value"]] = t["step"]
        elif t["kind"] == "weights":
            step["weights"] += t["bytes"]
        elif wrote.get(t["value"]) == t["step"] - 1:
            step["after"] += t["bytes"]
        else:
            step["ahead"] += t["bytes"]
    return steps


def moved(load):
    return sum(load.values()) - load["copied"]


def copying(target, load):
    """Within SRAM, before the layer: each byte is read and written."""
    width = target.get("sram_bandwidth")
    return 2 * load["copied"] / width if width else 0


def alone(target, layer, load):
    compute = layer.macs / layer.rate["macs_per_second"] if layer.macs else 0
    sram = 0
    if target.get("sram_bandwidth"):
        sram = (layer.sram + moved(load)) / target["sram_bandwidth"]
    return compute, sram, moved(load) / target["dram_bandwidth"]


def memory_bound(load):
    return "weights" if 2 * load["weights"] > moved(load) else "activations"


def replay(target, layers, steps):
    """Elapsed seconds and bound of each layer, and the latency."""
    overhead, width = target.get("layer_overhead", 0), target["dram_bandwidth"]
    pipe = start = end = 0.0
    out = []
    for i, (layer, load) in enumerate(zip(layers, steps)):
        compute, sram, dram = alone(target, layer, load)
        before = copying(target, load)
        busy = overhead + before + max(compute, sram)
        sram += before
        own = "sram" if sram > compute else "compute"
        own = "overhead" if 2 * overhead > busy else own
        if not target["overlap"]:
            out.append((busy + dram, memory_bound(load) if dram > busy else own))
            end += busy + dram
            continue
        arrived = 0.0
        ahead = load["ahead"] + load["weights"]
        pipe = max(pipe, start) + ahead / width  # not before the layer before starts
        if ahead:
            arrived = pipe
        if i and steps[i - 1]["written"]:
            pipe = max(pipe + steps[i - 1]["written"] / width, end)
        if load["after"]:
            pipe += load["after"] / width
            arrived = pipe
        done = max(end + busy, arrived)
        out.append((done - end, memory_bound(load) if arrived > end + busy else own))
        start, end = end, done
    if target["overlap"] and steps and steps[-1]["written"]:
        pipe = max(max(pipe, start) + steps[-1]["written"] / width, end)
    return out, max(pipe, end) if target["overlap"] else end


def energies(target, layers, steps, plan, batch):
    read = sum(t["bytes"] for t in plan["transfers"] if t["direction"] == "read")
    written = sum(t["bytes"] for t in plan["transfers"] if t["direction"] == "write")
    parts = dict.fromkeys(("dram_pj_per_frame", "sram_pj_per_frame", "mac_pj_per_frame"))
    if target.get("dram_read_pj") and target.get("dram_write_pj"):
        parts["dram_pj_per_frame"] = read * target["dram_read_pj"] + written * target["dram_write_pj"]
    if target.get("sram_pj"):
        parts["sram_pj_per_frame"] = target["sram_pj"] * (
            sum(x.sram for x in layers) + read + written + 2 * sum(x["copied"] for x in steps))
    if all(not x.macs or x.rate.get("pj_per_mac") for x in layers):
        parts["mac_pj_per_frame"] = sum(x.macs * x.rate["pj_per_mac"] for x in layers if x.macs)
    parts = {k: None if v is None else v / batch for k, v in parts.items()}
    known = None not in parts.values()
    return {**parts, "energy_pj_per_frame": sum(parts.values()) if known else None}


def close(a, b):
    return a == b or (None not in (a, b) and abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1e-12))


def check(plan, target):
    batch, told = plan["batch"], plan["time"]
    facts = inspected(batch)
    values = {v["name"]: v for v in facts["values"]}
    rates = {r["type"]: r for r in target["rates"]}
    if any(w not in values for x in facts["layers"] for w in x["weights"]):
        print(f"{MODEL}: weights inside the body of a layer, which `inspect` does not list")
        sys.exit(77)
    layers = [Layer(x, values, rates) for x in facts["layers"]]
    steps = loads(plan, len(layers))
    times, latency = replay(target, layers, steps)
    single = [alone(target, x, s) for x, s in zip(layers, steps)]
    overhead = target.get("layer_overhead", 0)
    before = [copying(target, load) for load in steps]
    own = sum(overhead + b + max(c, s) for b, (c, s, _) in zip(before, single))
    dram = sum(d for _, _, d in single)
    wanted = {
        "latency_s": latency,
        "frames_per_s": batch / latency,
        "serial_s": own + dram,
        "lower_bound_s": max(own, dram) if target["overlap"] else own + dram,
        **energies(target, layers, steps, plan, batch),
    }
    faults = [f"{k}: {told[k]} for {v}" for k, v in wanted.items() if not close(told[k], v)]
    shares = told["share_s"]
    if not close(sum(shares.values()), latency):
        faults.append(f"shares are {sum(shares.values())} of {latency}")
    if shares[told["bound"]] < max(shares.values()):
        faults.append(f"bound by {told['bound']}, but shares are {shares}")
    if not told["least_latency_s"] <= latency * (1 + 1e-9):
        faults.append(f"least latency {told['least_latency_s']} is above {latency}")
    for i, ((elapsed, bound), (compute, sram, dram), t) in enumerate(zip(times, single, told["layers"])):
        mine = dict(step=i, elapsed_s=elapsed, bound=bound, compute_s=compute, sram_s=sram + before[i], dram_s=dram)
        if any(not close(t[k], v) if k.endswith("_s") else t[k] != v for k, v in mine.items()):
            faults.append(f"layer {facts['layers'][i]['name']}: {t} for {mine}")
    return faults


def main():
    target = run("targets", TARGET)
    plans = run("plan", MODEL, *OPTIONS)["plans"]
    bad = 0
    for plan in plans:
        if not plan["fits"] or not plan["time"].get("latency_s"):
            sys.exit(77)
        for fault in check(plan, target)[:5]:
            print(f"{MODEL} on {TARGET} at batch {plan['batch']}: {fault}")
            bad += 1
    sys.exit(bad > 0)


main()
