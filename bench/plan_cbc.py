#!/usr/bin/env python3
"""Real networks: every corner of the DRAM/SRAM staircase against an integer program.

usage: plan_cbc.py BUILD [NETWORK ...]

For each network and batch the activations' problem is dumped, the curve is drawn, and at
sizes spread over it (corners and one byte below a corner) the program `cbc` solves an
integer program that is written here, from the rules in docs/memory-model.md alone. Plans
with streamed weights must move exactly that many bytes besides the weights. Ends with
"N passed, N failed, N skipped"; skipped where cbc is missing.
"""
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile

NETWORKS = ["resnet50", "googlenet", "mobilenet_v2", "yolov3", "unet", "inception_v3"]
BATCHES = [1, 3, 8]
SIZES = 8


def run(build, *arguments):
    out = subprocess.run([f"{build}/tidemark", *arguments], capture_output=True, text=True)
    if out.returncode:
        sys.exit(f"tidemark {' '.join(arguments)}: status {out.returncode}\n{out.stderr}")
    return json.loads(out.stdout)


def program(problem, sram):
    """The integer program in CPLEX LP form, its constant, and the bytes of a unit of cost."""
    constant, cost, rows, binaries = 0, [], [], []
    price = math.gcd(*(value["size"] for value in problem["values"])) or 1
    room = [[] for _ in range(problem["steps"])]
    first, last = {}, {}
    for v, value in enumerate(problem["values"]):
        made = value["def"] >= 0
        events = ([value["def"]] if made else []) + value["uses"]
        size, gaps = value["size"], len(events) - 1
        if not made or value["output"]:
            constant += size
        for g in range(gaps):
            name = f"r{v}_{g}"
            binaries.append(name)
            constant += size  # read after the gap, unless resident
            cost.append(f"- {size // price} {name}")
            for t in range(events[g] + 1, events[g + 1]):
                room[t].append((size, name))
        if made and not value["output"] and gaps:
            binaries.append(f"w{v}")
            cost.append(f"+ {size // price} w{v}")
            rows += [f"w{v} + r{v}_{g} >= 1" for g in range(gaps)]
        for k, t in enumerate(events):
            beside = [f"r{v}_{g}" for g in (k - 1, k) if 0 <= g < gaps]
            if not beside:
                continue
            binaries.append(f"e{v}_{k}")
            rows += [f"e{v}_{k} - {name} >= 0" for name in beside]
            room[t].append((size, f"e{v}_{k}"))
        if gaps:
            first[v], last[v] = f"r{v}_0", f"r{v}_{gaps - 1}"
    takes = {}
    for a, b, t in problem["inplace"]:
        if a not in last or b not in first:
            continue
        name = f"z{a}_{b}"
        binaries.append(name)
        rows += [f"{name} - {last[a]} <= 0", f"{name} - {first[b]} <= 0"]
        takes.setdefault(("from", a), []).append(name)
        takes.setdefault(("to", b), []).append(name)
        room[t].append((-min(problem["values"][a]["size"], problem["values"][b]["size"]), name))
    rows += [" + ".join(names) + " <= 1" for names in takes.values() if len(names) > 1]
    for terms in room:
        if sum(size for size, _ in terms if size > 0) > sram:
            # whole multiples of the divisor: a solver's tolerance is no byte then
            unit = math.gcd(*(size for size, _ in terms))
            rows.append(" ".join(f"{size // unit:+d} {name}" for size, name in terms)
                        + f" <= {sram // unit}")
    lines = ["minimize", " " + (" ".join(cost) or "0 x"), "subject to"]
    lines += [f" c{i}: {row}" for i, row in enumerate(rows)] + [" cx: x = 0"]
    lines += ["binary"] + [" " + name for name in binaries] + ["end"]
    return "\n".join(lines) + "\n", constant, price


def solve(problem, sram, folder):
    text, constant, price = program(problem, sram)
    path = os.path.join(folder, "p.lp")
    with open(path, "w") as f:
        f.write(text)
    out = subprocess.run(["cbc", path, "sec", "60", "ratio", "0", "allow", "0",
                          "integerTolerance", "1e-9", "solve"], capture_output=True, text=True).stdout
    if "Optimal solution found" not in out:
        return None
    value = [line for line in out.splitlines() if line.startswith("Objective value:")]
    return constant + price * round(float(value[0].split(":")[1]))


def sizes_of(curve):
    """Corners spread over the curve, and one byte below each, down to SIZES in all."""
    corners = [point["sram"] for point in curve if point["sram"] > 0]
    step = max(1, len(corners) * 2 // SIZES)
    chosen = corners[::step]
    return sorted({s for c in chosen for s in (c, c - 1) if s > 0}, reverse=True)[:SIZES]


def check(build, network, batch, folder):
    model = f"{build}/testdata/{network}.onnx"
    options = ["--batch", str(batch), "--activation-type", "int8", "--weights", "stream"]
    problem = run(build, "plan", model, *options, "--dump", "problem", "--format", "json")
    path = os.path.join(folder, "problem.json")
    with open(path, "w") as f:
        json.dump(problem, f)
    curve = run(build, "place", path, "--format", "json")["curve"]
    bytes_ = [point["dram_bytes"] for point in curve]
    bad = int(bytes_ != sorted(bytes_))
    passed = skipped = 0
    for sram in sizes_of(curve):
        best = solve(problem, sram, folder)
        if best is None:
            skipped += 1
            continue
        ours = run(build, "place", path, "--sram", str(sram), "--format", "json")["dram_bytes"]
        plan = run(build, "plan", model, *options, "--sram", str(sram), "--format", "json")["plans"][0]
        moved = plan["dram"]["bytes"] - plan["dram"]["weights"]
        fine = ours == best and moved >= best and (not plan["optimal"] or moved == best)
        passed, bad = passed + fine, bad + (not fine)
        if not fine:
            print(f"{network} batch {batch} at {sram}: cbc {best}, place {ours}, plan {moved}")
    print(f"{network}, batch {batch}: {len(curve)} corners, {passed} sizes equal, {bad} not, "
          f"{skipped} without an answer of cbc")
    return passed, bad, skipped


def main():
    build = sys.argv[1]
    if not shutil.which("cbc"):
        print("cbc is not there: skipped\n0 passed, 0 failed, 1 skipped")
        return 0
    total = [0, 0, 0]
    with tempfile.TemporaryDirectory() as folder:
        for network in sys.argv[2:] or NETWORKS:
            for batch in BATCHES:
                for i, n in enumerate(check(build, network, batch, folder)):
                    total[i] += n
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return total[1] != 0


sys.exit(main())
