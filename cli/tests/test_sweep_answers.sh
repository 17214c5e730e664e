#!/bin/sh
# What a sweep says, against separate plans: each cell, each verdict, each inverse
# question, and the parts of a sweep against the whole.
set -eu
[ -e "$B/testdata/resnet50.onnx" ] || { echo "no models: make models"; exit 77; }
command -v python3 >/dev/null || { echo "no python3"; exit 77; }
exec python3 - "$B/tidemark" "$B/testdata" <<'END'
import functools
import json
import os
import pty
import subprocess
import sys
import tempfile
import time

tidemark, models = sys.argv[1:]
passed = 0
INT8 = ("--activation-type", "int8", "--weight-type", "int8")


def run(*args, status=(0,)):
    p = subprocess.run([tidemark, *map(str, args)], capture_output=True)
    assert p.returncode in status, (args, p.returncode, p.stderr)
    return p.stdout


def model(name):
    return f"{models}/{name}.onnx"


def says(what, truth):
    global passed
    assert truth, what
    passed += 1


def near(a, b):
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def sweep(name, *options):
    return json.loads(run("sweep", model(name), *options, "--format", "json"))


@functools.lru_cache(None)
def plan(name, batch, sram, options):
    out = run("plan", model(name), "--batch", batch, "--sram", sram, *options,
              "--format", "json", status=(0, 1))
    return json.loads(out)["plans"][0]


def moved(p):
    """Bytes of each activation."""
    sums = {}
    for t in p["transfers"]:
        if t["kind"] != "weights":
            sums[t["value"]] = sums.get(t["value"], 0) + t["bytes"]
    return sums


def activations(p):
    return p["dram"]["bytes"] - p["dram"]["weights"]


# --- cells ---

def check_cells(name, s, options):
    for c in s["cells"]:
        p = plan(name, c["batch"], c["sram"], options)
        what = f"{name} {options} batch {c['batch']} at {c['sram']}: "
        says(what + "fits", c["fits"] == p["fits"])
        if not c["fits"]:
            says(what + "nothing follows", set(c) == {"batch", "sram", "fits"})
            continue
        for key, value in (("optimal", p["optimal"]),
                           ("dram_bytes", p["dram"]["bytes"]),
                           ("lower_bound", p["dram"]["lower_bound"]),
                           ("weights", p["dram"]["weights"]),
                           ("activations", activations(p)),
                           ("resident_weights", p["sram"]["resident_weights"]),
                           ("peak", p["sram"]["peak"])):
            says(f"{what}{key}: {c[key]}, planned {value}", c[key] == value)
        says(what + "per frame", near(c["per_frame"], p["dram"]["bytes"] / c["batch"]))
        time_of = p.get("time") or {}
        for key in ("latency_s", "frames_per_s", "energy_pj_per_frame"):
            says(what + key, (key in c) == (time_of.get(key) is not None))
            says(what + key, key not in c or near(c[key], time_of[key]))
        says(what + "bound", c.get("bound") == time_of.get("bound"))


# --- verdicts ---

def best_of(cells, criterion, latency):
    cells = [c for c in cells if c["fits"] and (not latency or c["latency_s"] <= latency)]
    sign = -1 if criterion == "frames_per_s" else 1
    return min(cells, key=lambda c: (sign * c[criterion], c["batch"]), default=None), cells


def check_verdict(name, s, v, options, within, latency):
    cells = [c for c in s["cells"] if c["sram"] == v["sram"]]
    what = f"{name} {options} at {v['sram']}: "
    by = v["criterion"]
    says(what + by, by == ("energy_pj_per_frame" if "energy" in options else
                           "frames_per_s" if any("frames_per_s" in c for c in s["cells"]) else
                           "per_frame"))
    best, counted = best_of(cells, by, latency)
    says(what + "best", v["best_batch"] == (best and best["batch"]))
    enough = [c for c in counted if (c[by] >= best[by] * (1 - within / 100)
              if by == "frames_per_s" else c[by] <= best[by] * (1 + within / 100))]
    says(what + "within", v["within_batch"] == (enough[0]["batch"] if enough else None))
    check_crossover(what, cells, v)
    check_turns(what, name, cells, v, options)
    check_no_spill(what, name, s, v, options)
    if best:
        check_next(what, name, best, v, options)


def check_crossover(what, cells, v):
    heavy = [c["activations"] >= c["weights"] for c in cells if c["fits"]]
    batches = [c["batch"] for c in cells if c["fits"]]
    first = len(heavy)
    while first and heavy[first - 1]:
        first -= 1
    says(what + "crossover", v["crossover_batch"] == (batches[first] if first < len(heavy) else None))


def check_turns(what, name, cells, v, options):
    turns = {t["batch"]: t for t in v["turns"]}
    for a, b in zip(cells, cells[1:]):
        if not a["fits"] or not b["fits"]:
            says(what + "no turn", b["batch"] not in turns)
            continue
        more = {key: b[key] / b["batch"] - a[key] / a["batch"]
                for key in ("activations", "weights", "dram_bytes")}
        grows = b["activations"] * a["batch"] > a["activations"] * b["batch"] or \
            b["dram_bytes"] * a["batch"] > a["dram_bytes"] * b["batch"]
        says(f"{what}a turn at {b['batch']}", grows == (b["batch"] in turns))
        if not grows:
            continue
        t = turns[b["batch"]]
        says(what + "from", t["from_batch"] == a["batch"])
        for key, same in (("activations", "activations"), ("weights", "weights"),
                          ("per_frame", "dram_bytes")):
            says(f"{what}turn at {b['batch']}: {key}", abs(t[key] - more[same]) < 1e-3)
        check_named(f"{what}turn at {b['batch']}", t["tensors"],
                    plan(name, a["batch"], v["sram"], options),
                    plan(name, b["batch"], v["sram"], options), 1)


def check_named(what, tensors, a, b, sign):
    """The tensors of a change are those whose transfers differ, the largest first."""
    before, after = moved(a), moved(b)
    change = {n: after.get(n, 0) / b["batch"] - before.get(n, 0) / a["batch"]
              for n in {**before, **after}}
    change = {n: x for n, x in change.items() if sign * x > 0}
    says(f"{what}: {len(change)} tensors", len(tensors) == min(len(change), 16))
    says(f"{what}: bytes", all(abs(change[t["name"]] - t["per_frame"]) < 1e-3 for t in tensors))
    sizes = [abs(t["per_frame"]) for t in tensors]
    says(f"{what}: the largest first", sizes == sorted(sizes, reverse=True))
    left = [abs(x) for n, x in change.items() if n not in {t["name"] for t in tensors}]
    says(f"{what}: none larger", not left or max(left) <= sizes[-1] + 1e-3)


def check_no_spill(what, name, s, v, options):
    def spills(batch):
        return plan(name, batch, v["sram"], options + ("--weights", "stream"))["sram"]["no_spill"] > v["sram"]
    n = v["largest_batch_without_spill"]
    if s["scaled"]:
        says(f"{what}no spill up to {n}", (n == 0 or not spills(n)) and spills(n + 1))
    else:
        fine = [b for b in s["batches"] if not spills(b)]
        says(f"{what}no spill up to {n}", n == (fine[-1] if fine else 0))


def check_next(what, name, best, v, options):
    a = plan(name, best["batch"], v["sram"], options)
    b = plan(name, best["batch"], v["sram"] + v["next"]["bytes"], options)
    says(what + "the next bytes",
         abs(v["next"]["saves_per_frame"] - (a["dram"]["bytes"] - b["dram"]["bytes"]) / best["batch"]) < 1e-3)
    check_named(what + "the next bytes", v["next"]["tensors"], a, b, -1)


# --- how much SRAM ---

def check_needs(name, s, options, per_frame, frames):
    stream = options + ("--weights", "stream")
    for n in s["needs"]:
        what, batch = f"{name} {options} batch {n['batch']}: ", n["batch"]
        says(what + "no spill", n["no_spill"] == plan(name, batch, n["no_spill"], options)["sram"]["no_spill"])
        if not any(o.startswith("--window") for o in options):
            p = plan(name, batch, n["no_spill"], stream)
            q = plan(name, batch, n["no_spill"] - 1, stream)
            least = plan(name, batch, 1 << 40, stream)["dram"]["bytes"]
            says(what + "nothing spills", p["dram"]["bytes"] == least)
            says(what + "a byte less spills", activations(q) > activations(p))
            p = plan(name, batch, n["everything"], options)
            least = plan(name, batch, 1 << 40, options)["dram"]["bytes"]
            says(what + "everything stays", p["dram"]["bytes"] == least and
                 (p["dram"]["weights"] == 0 or "stream" in options))
            q = plan(name, batch, n["everything"] - 1, options)
            says(what + "a byte less does not", q["dram"]["bytes"] > p["dram"]["bytes"])
        check_least(what + "bytes per frame", n["sram_for_per_frame"], s["srams"],
                    lambda sram: reaches(plan(name, batch, sram, options), per_frame, 0))
        if frames:
            check_least(what + "frames", n["sram_for_frames"], s["srams"],
                        lambda sram: reaches(plan(name, batch, sram, options), None, frames))


def reaches(p, per_frame, frames):
    if not p["fits"]:
        return False
    if frames:
        return p["time"]["frames_per_s"] >= frames
    return p["dram"]["bytes"] <= per_frame * p["batch"]


def check_least(what, least, srams, enough):
    if least is None:
        says(f"{what}: not with {srams[-1]}", not enough(srams[-1]))
        return
    says(f"{what}: enough with {least}", enough(least))
    says(f"{what}: not with a byte less", least == 0 or not enough(least - 1))


def check_curve(name, s, options):
    """Each point is the least SRAM with its traffic, as `place` finds it."""
    problem = run("plan", model(name), *options, "--batch", s["base_batch"],
                  "--sram", "1MiB", "--weights", "stream", "--dump", "problem")
    with tempfile.NamedTemporaryFile() as f:
        f.write(problem)
        f.flush()
        curve = json.loads(run("place", f.name, "--format", "json"))["curve"]
        says(f"{name} {options}: the curve",
             [(p["sram"], p["dram_bytes"]) for p in s["curve"]] ==
             [(p["sram"], p["dram_bytes"]) for p in curve])
        for point, below in list(zip(s["curve"], s["curve"][1:]))[::5]:
            at = json.loads(run("place", f.name, "--sram", point["sram"] - 1, "--format", "json"))
            says(f"{name}: a byte below {point['sram']}", at["dram_bytes"] == below["dram_bytes"])
            says(f"{name}: extra", point["extra"] == point["sram"] - below["sram"])
            says(f"{name}: saves", point["saves"] == below["dram_bytes"] - point["dram_bytes"])
            named = -sum(t["per_frame"] for t in point["tensors"])
            says(f"{name}: by what is named", len(point["tensors"]) == 16 or named >= point["saves"])


def check(name, batches, srams, *options, within=5, latency=None, per_frame=8000000, frames=0):
    asked = ["--within", f"{within}%", "--per-frame", per_frame]
    if latency:
        asked += ["--latency", f"{latency * 1000}ms"]
    if frames:
        asked += ["--frames", frames]
    s = sweep(name, "--batch", batches, "--sram", srams, *asked, *options)
    check_cells(name, s, options)
    for v in s["verdicts"]:
        check_verdict(name, s, v, options, within, latency)
    check_needs(name, s, options, per_frame, frames)
    if s["scaled"] and "energy" not in options:
        check_curve(name, s, options)
    return s


first = "/relu/Relu_output_0"
round_figures = ("--target", "generic-1m")
s = check("resnet50", "1..9", "1MiB,5000001", *INT8)
says("resnet50 scales", s["scaled"])
says("and turns up", any(t["per_frame"] > 0 for v in s["verdicts"] for t in v["turns"]))
check("resnet50", "1,2,4,8", "700001,4MiB", *round_figures, *INT8, within=1, latency=0.01,
      frames=240)
s = check("resnet50", "1,2,4,8", "1MiB,4MiB", *round_figures, *INT8, "--objective", "energy")
says("energy is judged", all(v["criterion"] == "energy_pj_per_frame" for v in s["verdicts"]))
check("resnet50", "1,3", "1MiB,4MiB", *INT8, "--pin", f"{first}=dram")
s = check("resnet50", "1,2,9", "1MiB,3MiB", *INT8, "--pin", f"{first}=sram")
says("what is pinned may not fit", any(not c["fits"] for c in s["cells"]))
check("resnet50", "1,2", "1MiB,2MiB", *round_figures, *INT8, "--window", "rows", per_frame=26000000)
check("resnet50", "1,3", "200000,2MiB", *INT8, "--window", "4096", "--keep-outputs", per_frame=22000000)
check("googlenet", "1,2", "1MiB,3MiB", *INT8, "--order", "memory")
check("googlenet", "1,2", "1MiB", *INT8, "--join", "all", "--level", "ops")
check("resnet50", "1,2", "1MiB,30MiB", *INT8, "--weights", "stream", "--keep-inputs")
check("mobilenet_v2_qdq", "1..6", "700000,3500000", per_frame=3000000)
s = check("mobilenet_v2", "1..4", "4MiB", *INT8, per_frame=3000000)
says("weights can make it turn", any(not t["tensors"] and t["per_frame"] > 0
                                     for v in s["verdicts"] for t in v["turns"]))
check("googlenet_batch", "1,3", "1MiB,2MiB", *INT8, "--target", "ethos-u65-512", frames=1)
check("bert_base_dynamic", "1,2", "1MiB,4MiB", "--bind", "seq=32", *INT8)

# where nothing fits, what comes nearest
for pins in (("--pin", f"{first}=sram"), ("--pin", f"{first}=sram", "--pin", "fc.weight=sram"),
             ("--window", "rows")):
    words = run("sweep", model("resnet50"), "--batch", "3,4", "--sram", "10K", *INT8, *pins).decode()
    needed = plan("resnet50", 3, 10240, INT8 + pins)["sram"]["needed"]
    says(f"{pins}: {needed} is the least", f"batch 3 needs at least {needed:,} B" in words)

# --- parts ---

def check_shards(shards, *options):
    options = list(map(str, options))
    for format in ("csv", "json"):
        whole = run(*options, "--shard", "1/1", "--format", format)
        if format == "csv":
            says("the whole is what no shard prints", whole == run(*options, "--format", format))
        for n in shards:
            with tempfile.TemporaryDirectory() as d:
                parts = [run(*options, "--shard", f"{i}/{n}", "--format", format,
                             f"--{format}", f"{d}/{i}") for i in range(1, n + 1)]
                files = [open(f"{d}/{i}", "rb").read() for i in range(1, n + 1)]
            says(f"{n} parts of {options} in {format}", b"".join(parts) == whole)
            says("files as well", files == parts)


nets = [model(n) for n in ("resnet50", "googlenet_batch", "bert_base_dynamic")]
check_shards((2, 5, 19), "sweep", *nets, "--batch", "1..3", "--sram", "1MiB,4MiB",
             "--target", "generic,nvidia-t4", "--bind", "*=16", *INT8)
check_shards((3,), "sweep", *nets[:2], "--batch", "1,2", "--sram", "1MiB", "--window", "rows",
             "--objective", "energy", "--target", "generic-1m", "--order", "memory", *INT8)

# --- the line on a terminal ---

def on_terminal(*args):
    """What appears on a terminal's standard error, and the seconds it took."""
    master, slave = pty.openpty()
    start = time.monotonic()
    p = subprocess.Popen([tidemark, *args], stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    shown = b""
    while True:
        try:
            part = os.read(master, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    p.wait()
    os.close(master)
    return shown, time.monotonic() - start


def work(batches, where=on_terminal):
    return where("sweep", model("resnet50"), "--batch", f"1..{batches}", "--sram", "256KiB..1MiB",
                 "--window", "rows")


shown, seconds = work(1)
says("nothing on a terminal before half a second", seconds > 0.5 or not shown)
batches = 4
while True:
    shown, seconds = work(batches)
    if seconds > 1 or batches > 1000:
        break
    batches *= 2
says("the cells that are done", f" of {3 * batches} cells".encode() in shown)
says("and the line is taken away", shown.endswith(b"\r\x1b[K") and b"\n" not in shown)
p = subprocess.run([tidemark, "sweep", model("resnet50"), "--batch", f"1..{batches}", "--sram",
                    "256KiB..1MiB", "--window", "rows"], capture_output=True)
says("nothing in a pipe", p.returncode == 0 and not p.stderr)

print(f"{passed} passed, 0 failed")
END
