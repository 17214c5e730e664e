#!/usr/bin/env python3
"""How well `tidemark diff` matches when every name is another.

usage: diff_names.py TIDEMARK CORPUS

Each model of the folder is compared with a copy in which all tensors have new names
and all nodes none, and then with one that also lacks an activation in its middle.  The
first must be no change; of the second the layers that come out as new or gone are
counted, where one is right.  Models with subgraphs or functions are left out.  Needs
Python with onnx.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

import onnx

ACTIVATIONS = ("Relu", "Sigmoid", "Clip", "HardSigmoid", "LeakyRelu", "Tanh")
GRAPHS = (onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS)


def rename(graph):
    names = {}

    def new(name):
        return name and names.setdefault(name, f"v{7919 * (len(names) + 1) % 100003}")

    for node in graph.node:
        node.name = ""
        node.input[:] = [new(name) for name in node.input]
        node.output[:] = [new(name) for name in node.output]
    for values in graph.input, graph.output, graph.value_info, graph.initializer:
        for value in values:
            value.name = new(value.name)
    for sparse in graph.sparse_initializer:
        sparse.values.name = new(sparse.values.name)
    for note in graph.quantization_annotation:
        note.tensor_name = new(note.tensor_name)


def remove_activation(graph):
    results = {output.name for output in graph.output}
    found = [i for i, node in enumerate(graph.node)
             if node.op_type in ACTIVATIONS and node.output[0] not in results]
    if not found:
        return False
    gone = graph.node[found[len(found) // 2]]
    source, target = gone.input[0], gone.output[0]
    graph.node.remove(gone)
    for node in graph.node:
        node.input[:] = [source if name == target else name for name in node.input]
    return True


def main():
    tidemark, corpus = sys.argv[1:]
    copy = tempfile.NamedTemporaryFile(suffix=".onnx")
    renamed = same = edited = exact = most = 0

    def diff(old, new, *options):
        return subprocess.run([tidemark, "diff", old, new, "--bind", "*=4", *options],
                              capture_output=True, text=True)

    for path in sorted(glob.glob(os.path.join(corpus, "*.onnx"))):
        if os.path.getsize(path) > 4e6 or diff(path, path).returncode:
            continue
        model = onnx.load(path, load_external_data=False)
        nodes = model.graph.node
        if model.functions or any(a.type in GRAPHS for n in nodes for a in n.attribute):
            continue
        rename(model.graph)
        onnx.save(model, copy.name)
        renamed += 1
        if diff(path, copy.name).returncode == 0:
            same += 1
        else:
            print("changed by names:", path)
        if not remove_activation(model.graph):
            continue
        onnx.save(model, copy.name)
        found = diff(path, copy.name, "--level", "ops", "--format", "json")
        if found.returncode != 1:
            continue
        rows = sum(row["change"] in ("new", "del") for row in json.loads(found.stdout)["layers"])
        edited += 1
        exact += rows <= 1
        most = max(most, rows)
    print(f"{renamed} renamed: {same} no change; {edited} renamed and edited: "
          f"{exact} exact, at most {most} layers new or gone")
    return same != renamed


if __name__ == "__main__":
    sys.exit(main())
