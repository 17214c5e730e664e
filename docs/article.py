#!/usr/bin/env python3
"""Writes docs/article.md on standard output, from runs of the program.

usage: article.py BUILD        (the models are in BUILD/testdata)

Every number of ours in the text is taken from a run; what is quoted of the
article stands in the table QUOTED.
"""
import json
import subprocess
import sys
import tempfile

BUILD = sys.argv[1]
INT8 = ["--activation-type", "int8", "--weight-type", "int8"]
KIB, MIB = 1024, 1024 * 1024


def run(*words):
    return subprocess.run([f"{BUILD}/tidemark", *words], check=True, capture_output=True, text=True).stdout


def model(name):
    return f"{BUILD}/testdata/{name}.onnx"


def inspect(name, *words):
    return json.loads(run("inspect", model(name), *INT8, "--format", "json", *words))


def sweep(name, *words):
    return json.loads(run("sweep", model(name), *INT8, "--format", "json", *words))


def shown(name, *words):
    """A command as a reader would type it, and what it prints."""
    command = " ".join(["tidemark", words[0], f"{name}.onnx", *words[1:]])
    return f"    $ {command}\n" + "".join(
        f"    {line}".rstrip() + "\n" for line in run(words[0], model(name), *words[1:]).splitlines())


def mb(x):
    return f"{x / 1e6:,.2f} MB"


def table(head, rows, words=()):
    """Numbers to the right; the first column and those in `words` to the left."""
    rule = ["---" if i == 0 or i in words else "---:" for i in range(len(head))]
    return "\n".join("| " + " | ".join(map(str, r)) + " |" for r in [head, rule, *rows])


def cell(s, batch, sram):
    return next(c for c in s["cells"] if c["batch"] == batch and c["sram"] == sram)


def verdict(s, sram):
    return next(v for v in s["verdicts"] if v["sram"] == sram)


def t4_with(**changed):
    """How many times faster batch 32 is on the T4 with other figures."""
    target = {**json.loads(run("targets", "nvidia-t4", "--format", "json")), **changed}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump(target, f)
        f.flush()
        one, many = sweep("resnet50", "--batch", "1,32", "--target", f.name)["cells"]
    return many["frames_per_s"] / one["frames_per_s"]


def is_projection(layer):
    return "downsample" in layer["name"]


def size(sram):
    return f"{sram // MIB} MiB" if sram >= MIB else f"{sram // KIB} KiB"


class Network:
    """What an inspection says of a network, in bytes of int8."""

    def __init__(self, name):
        self.facts = inspect(name)
        values = {v["name"]: v for v in self.facts["values"]}
        convs = [x for x in self.facts["layers"] if x["op"] == "Conv"]
        out = lambda x: sum(values[o]["bytes"] for o in x["outputs"])
        kernel = lambda x: values[x["weights"][0]]["bytes"] if x["weights"] else 0
        self.input = next(v["bytes"] for v in values.values() if v["kind"] == "input")
        roots = [values[o] for x in self.facts["layers"] for o in x["outputs"]]
        self.largest = max(v["bytes"] for v in roots)
        self.written = sum(map(out, convs))
        self.main_written = sum(out(x) for x in convs if not is_projection(x))
        self.weights = sum(map(kernel, self.facts["layers"]))
        self.main_weights = sum(kernel(x) for x in self.facts["layers"] if not is_projection(x))
        self.macs = self.facts["model"]["macs"]


SMALL, LARGE = Network("resnet50"), Network("resnet50_2048x1024")
SIZES = [MIB, 2 * MIB, 4 * MIB, 8 * MIB, 16 * MIB, 64 * MIB]
small = sweep("resnet50", "--batch", "1..64", "--sram", ",".join(map(str, SIZES)))
LARGE_SIZES = [8 * MIB, 16 * MIB, 32 * MIB, 64 * MIB, 128 * MIB, 256 * MIB]
large = sweep("resnet50_2048x1024", "--batch", "1..64", "--sram", ",".join(map(str, LARGE_SIZES)))
no_spill, large_no_spill = small["needs"][0]["no_spill"], large["needs"][0]["no_spill"]
compulsory = small["curve"][0]["dram_bytes"]
streamed = small["curve"][-1]["dram_bytes"]
t4 = sweep("resnet50", "--batch", "1,2,4,8,16,32,64", "--target", "nvidia-t4")
x1 = sweep("resnet50", "--batch", "1..16", "--target", "inferx-x1")

QUOTED = [
    ("input", "about 0.05 MB", f"{SMALL.input:,} B", "224 x 224 pixels are 50,176; with 3 bytes each, three times as many bytes"),
    ("weights", "22.7 MB", f"{SMALL.weights:,} B",
     f"without the four projection shortcuts it is {SMALL.main_weights:,} B, the article's figure; biases apart"),
    ("largest activation", "0.8 MB", f"{SMALL.largest:,} B", "the same"),
    ("SRAM so that no activation goes to DRAM", "1.2 MB", f"{no_spill:,} B",
     "a layer's input and output are 1,204,224 B, but what a shortcut carries past that layer has to wait as well"),
    ("activations written if none stays", "almost 10 MB", f"{SMALL.written:,} B",
     f"outputs of all 53 convolutions; {SMALL.main_written:,} B without the projections"),
    ("traffic that the SRAM avoids, a frame", "20 MB", mb(streamed - compulsory),
     "each written and read once makes 20 MB; but shortcuts are read twice, and the pooled map as well"),
    ("SRAM for batch 10 without activations in DRAM", "12 MB", f"{10 * no_spill:,} B", "ten times our figure above"),
    ("largest activation at 2 megapixels", "33.5 MB", f"{LARGE.largest:,} B", "the same, at 2048 x 1024"),
    ("growth from 224 x 224", "40-fold", f"{LARGE.largest / SMALL.largest:.1f}-fold", "2,097,152 pixels for 50,176"),
]


def surface_table(s, batches, sizes):
    rows = []
    for b in batches:
        row = [b]
        for z in sizes:
            c = cell(s, b, z)
            best = verdict(s, z)["best_batch"] == b
            row.append(("**{}**" if best else "{}").format(f"{c['per_frame'] / 1e6:,.2f}"))
        rows.append(row)
    return table(["batch", *map(size, sizes)], rows)


def shown_batches(s, sizes):
    best = {verdict(s, z)["best_batch"] for z in sizes}
    return sorted({1, 2, 4, 8, 16, 32, 64} | best)


def verdict_table(s, sizes):
    rows = []
    for z in sizes:
        v = verdict(s, z)
        one, best = cell(s, 1, z), cell(s, v["best_batch"], z)
        rows.append([size(z), v["best_batch"], f"{one['per_frame'] / best['per_frame']:.2f}", v["within_batch"],
                     v["largest_batch_without_spill"] or "none", v["crossover_batch"] or "after 64"])
    return table(["SRAM", "best batch", "less traffic than batch 1 by", "within 5 % from", "no spill up to",
                  "activations outweigh weights from"], rows)


def turns(s, sram):
    lines = []
    for t in sorted(verdict(s, sram)["turns"], key=lambda t: (-t["activations"], t["batch"]))[:4]:
        names = ", ".join(f"`{x['name']}`" for x in t["tensors"][:2])
        more = f" and {len(t['tensors']) - 2} others" if len(t["tensors"]) > 2 else ""
        lines.append(f"* at batch {t['batch']}: {names}{more} no longer stay; activations move "
                     f"{mb(t['activations'])} more a frame, weights {mb(-t['weights'])} less")
    return "\n".join(lines)


OTHERS = ["googlenet", "mobilenet_v1", "mobilenet_v2", "inception_v3", "yolov3", "yolov3_1088x1920"]


def others_table(sizes):
    rows = []
    for name in OTHERS:
        s = sweep(name, "--batch", "1..64", "--sram", ",".join(map(str, sizes)))
        facts = s["model"]
        row = [name, mb(facts["weight_bytes"]), mb(s["needs"][0]["no_spill"])]
        for z in sizes:
            v = verdict(s, z)
            one, best = cell(s, 1, z), cell(s, v["best_batch"], z)
            row.append(f"{v['best_batch']} ({one['per_frame'] / best['per_frame']:.2f})")
        proven = sum(c["optimal"] for c in s["cells"])
        rows.append([*row, f"{100 * proven / len(s['cells']):.0f} %"])
    return table(["network", "weights", "SRAM without spill", *map(size, sizes), "proven"], rows)


def t4_table():
    one = t4["cells"][0]
    return table(["batch", "frames/s", "times batch 1", "latency", "bound by", "weights a frame", "activations a frame"],
                 [[c["batch"], f"{c['frames_per_s']:,.0f}", f"{c['frames_per_s'] / one['frames_per_s']:.2f}",
                   f"{c['latency_s'] * 1e3:.2f} ms", c["bound"], mb(c["weights"] / c["batch"]),
                   mb(c["activations"] / c["batch"])] for c in t4["cells"]], words=[4])


t4_32 = next(c for c in t4["cells"] if c["batch"] == 32)
t4_gain = t4_32["frames_per_s"] / t4["cells"][0]["frames_per_s"]
t4_started = t4["model"]["layers"] * t4["target"]["layer_overhead"]
x1_best = x1["verdicts"][0]
x1_one, x1_cell = x1["cells"][0], cell(x1, x1_best["best_batch"], x1["srams"][0])
proven = sum(c["optimal"] for c in small["cells"] + large["cells"])
v8 = verdict(small, 8 * MIB)
one8, best8, last8 = cell(small, 1, 8 * MIB), cell(small, v8["best_batch"], 8 * MIB), cell(small, 64, 8 * MIB)

print(f"""<!-- Written by docs/article.py: `make article` -->

# Do large batches always improve neural network throughput?

An article of that name (semiengineering.com, 2019, by Flex Logix) explains with ResNet-50 why
larger batches help, and why they no longer do when images are large. It argues with rounded
figures. This page asks its questions again and answers with plans: each figure of ours is printed by
this program, from a placement that is proven to move the fewest bytes ({proven} of
{len(small['cells']) + len(large['cells'])} cells of the two surfaces below), at level `fused`,
one byte per activation and weight. [memory-model.md](memory-model.md) says what is counted.
The network is v1.5, with the stride in the 3x3 convolution.

## The article's figures beside ours

{table(["", "article", "here", "why"], [list(r) for r in QUOTED], words=[3])}

MB are millions of bytes. At level `inplace`, where the addition is a layer of its own, the SRAM without
spill is {json.loads(run("plan", model("resnet50"), *INT8, "--level", "inplace", "--format", "json"))["plans"][0]["sram"]["no_spill"]:,} B,
and at `ops`, with nothing in place,
{json.loads(run("plan", model("resnet50"), *INT8, "--level", "ops", "--format", "json"))["plans"][0]["sram"]["no_spill"]:,} B: what runs as one
layer decides more than any planning does.

## Why do larger batches increase throughput?

Weights are read once per batch, so their share of a frame falls with the batch; activations are not shared. MB of
DRAM traffic per frame, the best of batches 1 to 64 in bold:

{surface_table(small, shown_batches(small, SIZES), SIZES)}

{verdict_table(small, SIZES)}

With {size(8 * MIB)}, batch 1 moves {mb(one8['per_frame'])} a frame, of it {mb(one8['weights'])} weights; batch
{v8['best_batch']} moves {mb(best8['per_frame'])}; batch 64 moves {mb(last8['per_frame'])} again. So the answer for this
network is: as long as activations stay on chip, and for that the SRAM grows with the batch,
{no_spill:,} B for each item.

## Why does it turn?

With {size(8 * MIB)} the steps to a larger batch that cost activations most:

{turns(small, 8 * MIB)}

## Do large batches always help? Two megapixels

At 2048 x 1024 one item needs {large_no_spill:,} B of SRAM without spill, and its activations are
{LARGE.largest / SMALL.largest:.1f} times as large, while the weights are the same. MB per frame:

{surface_table(large, shown_batches(large, LARGE_SIZES), LARGE_SIZES)}

{verdict_table(large, LARGE_SIZES)}

No: where an item's activations are more than the SRAM holds, a second item evicts what the first
one could keep, and the weights that it saves are small beside that. Only when nothing of
either stays on chip, or when everything of several items does, is a larger batch no loss.

## How much SRAM should one buy?

What SRAM buys for one item at 224 x 224, weights apart:

{table(["SRAM", "DRAM bytes", "saves", "per byte of SRAM", "by keeping"],
       [[f"{k['sram']:,}", f"{k['dram_bytes']:,}", f"{k['saves']:,}" if k['extra'] else "", f"{k['saves'] / k['extra']:.2f}" if k['extra'] else "",
         ", ".join(f"`{x['name']}`" for x in k['tensors'][:2]) + (f" +{len(k['tensors']) - 2}" if len(k['tensors']) > 2 else "")] for k in small["curve"]], words=[4])}

## Other networks

Best batch of 1 to 64 by DRAM bytes per frame, and in brackets how many times less it moves than batch 1. Weights include
biases:

{others_table([MIB, 4 * MIB, 8 * MIB, 64 * MIB])}

YOLOv3 is at 416 x 416, and at 1088 x 1920, two megapixels. The article's companion gives 62 MB for its weights.

## Is the T4 four times as fast at batch 32?

The article: 4 times the throughput of batch 1. Modelled, never measured, on the target `nvidia-t4`
([targets.md](targets.md) says where its figures are published, and which are assumed):

{t4_table()}

{t4_gain:.1f} times. The model names other reasons than the article does: at batch 1
{100 * t4_started / t4['cells'][0]['latency_s']:.0f} % of the time starts
{t4['model']['layers']} kernels at {t4['target']['layer_overhead'] * 1e6:.0f} us each, and reading the weights hides behind that. At batch 32 the L2 cache no
longer holds the activations, and {mb(t4_32['activations'] / 32)} of them move per frame. Peak rates make all figures too high; their ratio
depends on what is assumed: {t4_with(layer_overhead=2e-6):.1f} times with 2 us for a kernel and {t4_with(layer_overhead=10e-6):.1f} with 10,
{t4_with(sram_bandwidth=635e9):.1f} with half the bandwidth of the L2 cache, {t4_with(dram_bandwidth=220e9):.1f} with the 220 GB/s of DRAM that are measured.

On `inferx-x1`, with 8 MiB of SRAM, the best batch of 1 to 16 is {x1_best['best_batch']}:
{x1_cell['frames_per_s']:,.0f} frames/s, {x1_cell['frames_per_s'] / x1_one['frames_per_s']:.2f} times those of batch 1, which is bound by {x1_one['bound']}; from batch
{(x1_best['crossover_batch'] or 0)} on activations outweigh weights.

## Ask it yourself

{shown("resnet50", "sweep", "--batch", "1..8", "--sram", "4MiB", *INT8)}""")
