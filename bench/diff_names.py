#!/usr/bin/env python3
"""How well `tidemark diff` matches when every name is another.

usage: diff_names.py TIDEMARK CORPUS

Each model of the folder is compared with a copy in which all tensors have new names
and all nodes none, those inside the bodies of If, Loop and Scan as well; then with one
that also lacks an activation in its middle, or in the middle of its longest body; and
then the model by itself with one whose nodes are all in the branch of an If.  The first
must be no change; of the others the layers that come out as new or gone are counted,
where one is right.  Models with functions are left out.  Needs Python with onnx.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

import onnx

ACTIVATIONS = ("Relu", "Sigmoid", "Clip", "HardSigmoid", "LeakyRelu", "Tanh")


def bodies(graph):
    return [a.g for node in graph.node for a in node.attribute
            if a.type == onnx.AttributeProto.GRAPH]


def rename(graph, outer=None, used=None):
    names = dict(outer or {})
    used = used if used is not None else set()

    def new(name):
        if name and name not in names:
            names[name] = f"v{7919 * (len(used) + 1) % 1000003}"
            used.add(names[name])
        return name and names[name]

    def define(name):
        names.pop(name, None)
        return new(name)

    for values in graph.input, graph.initializer:
        for value in values:
            value.name = new(value.name) if outer is None else define(value.name)
    for sparse in graph.sparse_initializer:
        sparse.values.name = new(sparse.values.name)
    for node in graph.node:
        node.name = ""
        node.input[:] = [new(name) for name in node.input]
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                rename(attribute.g, names, used)
        node.output[:] = [new(name) for name in node.output]
    for values in graph.output, graph.value_info:
        for value in values:
            value.name = new(value.name)
    for note in graph.quantization_annotation:
        note.tensor_name = new(note.tensor_name)


def replace(graph, target, source):
    for node in graph.node:
        node.input[:] = [source if name == target else name for name in node.input]
    for body in bodies(graph):
        replace(body, target, source)


def remove_activation(graph):
    results = {output.name for output in graph.output}
    found = [i for i, node in enumerate(graph.node)
             if node.op_type in ACTIVATIONS and node.output[0] not in results]
    if not found:
        return False
    gone = graph.node[found[len(found) // 2]]
    source, target = gone.input[0], gone.output[0]
    graph.node.remove(gone)
    replace(graph, target, source)
    return True


def remove_inner(graph):
    inner = sorted(bodies(graph), key=lambda body: -len(body.node))
    return any(remove_activation(body) or remove_inner(body) for body in inner)


def wrap(graph, outputs):
    """All nodes into a branch; the other one makes constants of the same shapes."""
    inner, other = onnx.GraphProto(name="inner"), onnx.GraphProto(name="other")
    inner.node.extend(graph.node)
    node = onnx.helper.make_node("If", ["condition"], [])
    for output in graph.output:
        if output.name not in outputs:
            return False
        shape = onnx.helper.make_tensor(f"{output.name}.shape", onnx.TensorProto.INT64,
                                        [len(outputs[output.name])], outputs[output.name])
        graph.initializer.append(shape)
        other.node.append(onnx.helper.make_node("ConstantOfShape", [shape.name],
                                                [f"{output.name}.other"]))
        inner.output.add().name = output.name
        other.output.add().name = f"{output.name}.other"
        node.output.append(f"{output.name}.chosen")
        output.name = f"{output.name}.chosen"
    del graph.node[:], graph.value_info[:]
    graph.input.append(onnx.helper.make_tensor_value_info("condition",
                                                          onnx.TensorProto.BOOL, []))
    node.attribute.append(onnx.helper.make_attribute("then_branch", inner))
    node.attribute.append(onnx.helper.make_attribute("else_branch", other))
    graph.node.append(node)
    return True


class Score:
    def __init__(self, words):
        self.words, self.n, self.exact, self.most = words, 0, 0, 0

    def add(self, found):
        if found.returncode != 1:
            return
        rows = sum(row["change"] in ("new", "del")
                   for row in json.loads(found.stdout)["layers"])
        self.n += 1
        self.exact += rows <= 1
        self.most = max(self.most, rows)

    def __str__(self):
        return (f"{self.n} {self.words}: {self.exact} exact, at most {self.most} layers "
                "new or gone")


def main():
    tidemark, corpus = sys.argv[1:]
    copy = tempfile.NamedTemporaryFile(suffix=".onnx")
    renamed = same = with_bodies = 0
    edited, inner = Score("renamed and edited"), Score("edited inside a body")
    wrapped = Score("in the branch of an If")
    strict = ("--level", "ops", "--format", "json", "--rows", "0")

    def diff(old, model, *options):
        onnx.save(model, copy.name)
        return subprocess.run([tidemark, "diff", old, copy.name, "--bind", "*=4", *options],
                              capture_output=True, text=True)

    def shapes(path):
        found = subprocess.run([tidemark, "inspect", path, "--bind", "*=4", "--format",
                                "json"], capture_output=True, text=True)
        return {v["name"]: v["dims"] for v in json.loads(found.stdout)["values"]
                if v["dtype"] == "float32" and v["dims"] and not v["bound"]}

    for path in sorted(glob.glob(os.path.join(corpus, "*.onnx"))):
        if os.path.getsize(path) > 4e6:
            continue
        model = onnx.load(path, load_external_data=False)
        if model.functions or diff(path, model).returncode:
            continue
        plain = onnx.ModelProto()
        plain.CopyFrom(model)
        rename(model.graph)
        renamed += 1
        with_bodies += bool(bodies(model.graph))
        if diff(path, model).returncode == 0:
            same += 1
        else:
            print("changed by names:", path)
        other = onnx.ModelProto()
        other.CopyFrom(model)
        if remove_activation(model.graph):
            edited.add(diff(path, model, *strict))
        if remove_inner(other.graph):
            inner.add(diff(path, other, *strict))
        if not bodies(plain.graph) and wrap(plain.graph, shapes(path)):
            wrapped.add(diff(path, plain, *strict))
    print(f"{renamed} renamed, {with_bodies} with bodies: {same} no change")
    for score in edited, inner, wrapped:
        print(score)
    return same != renamed


if __name__ == "__main__":
    sys.exit(main())
