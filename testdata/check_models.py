#!/usr/bin/env python3
"""Judges what testdata/nets and testdata/cases make by onnx and ONNX Runtime.

usage: testdata/check_models.py BUILD [quick|full]

Every network, opset and option passes onnx's checker and strict shape
inference, small ones run in ONNX Runtime, and parameters are as published.
Optional: without the Python packages onnx and numpy it says so and passes.
"""
import itertools
import logging
import os
import shutil
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import onnx
    from onnx import checker, shape_inference
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)
try:
    import onnxruntime as ort
except ImportError:
    ort = None

B = os.path.abspath(sys.argv[1])
FULL = sys.argv[2:] == ["full"]
NETS = os.path.join(B, "testdata", "nets")
LAST_OPSET = min(24, onnx.defs.onnx_opset_version())

# Parameters as published, running statistics of BatchNormalization not counted.
PUBLISHED = {
    "resnet50": 25557032, "resnet50_v1": 25557032, "resnet18": 11689512,
    "resnet34": 21797672, "resnet101": 44549160, "resnet152": 60192808,
    "wide_resnet50": 68883240, "googlenet": 6998552, "inception_v3": 23834568,
    "mobilenet_v1": 4231976, "mobilenet_v2": 3504872, "vgg16": 138357544,
    "vgg19": 143667240, "densenet121": 7978856, "densenet169": 14149480,
    "densenet201": 20013928, "yolov3": 61949149, "unet": 31037698,
    "bert_base": 109482240, "bert_large": 335141888, "gpt2": 124439808,
    "gpt2_medium": 354823168, "gpt2_large": 774030080,
}
# The same code with more layers; judged in full runs only.
BIGGER = ("resnet34", "resnet101", "resnet152", "wide_resnet50", "vgg19", "densenet169",
          "densenet201", "bert_large", "gpt2_medium", "gpt2_large")
TRANSFORMERS = ("bert", "gpt2")
NOT_PARAMETERS = (".running_mean", ".running_var", ".scales", ".roi", "position_ids",
                  "transformer.bias", "OC2_DUMMY_1")


def make(directory, *arguments):
    path = os.path.join(directory, "model.onnx")
    subprocess.run([NETS, *arguments, "-o", path], check=True)
    return path


def external_bytes(model):
    end = 0
    for tensor in model.graph.initializer:
        entry = {e.key: e.value for e in tensor.external_data}
        if entry:
            end = max(end, int(entry["offset"]) + int(entry["length"]))
    return end


def dims(value):
    return [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]


def judge(directory, *arguments):
    """Checker and strict inference; the inferred outputs are as declared."""
    path = make(directory, *arguments)
    model = onnx.load(path, load_external_data=False)
    with open(os.path.join(directory, "weights.bin"), "wb") as weights:
        weights.truncate(external_bytes(model))  # sparse: nothing is stored
    checker.check_model(path, full_check=True)
    declared = {o.name: dims(o) for o in model.graph.output}
    bare = onnx.ModelProto()
    bare.CopyFrom(model)
    del bare.graph.output[:]
    for output in model.graph.output:
        value = bare.graph.output.add()
        value.name = output.name
        value.type.tensor_type.elem_type = output.type.tensor_type.elem_type
    inferred = shape_inference.infer_shapes(bare, check_type=True, strict_mode=True,
                                            data_prop=True)
    for output in inferred.graph.output:
        for found, wanted in zip(dims(output), declared[output.name]):
            if isinstance(wanted, int) and found != wanted:
                raise ValueError(f"{arguments}: {output.name} is {dims(output)}, "
                                 f"declared {declared[output.name]}")
        known = output.type.tensor_type.HasField("shape")
        if known and len(dims(output)) != len(declared[output.name]):
            raise ValueError(f"{arguments}: {output.name} has another rank")
    return model, inferred


def parameters(model):
    return sum(int(np.prod(t.dims)) for t in model.graph.initializer
               if not t.name.endswith(NOT_PARAMETERS))


def networks():
    listed = subprocess.run([NETS, "--list"], check=True, capture_output=True, text=True)
    return [line.split()[0] for line in listed.stdout.splitlines()]


def check_published(directory):
    for name in networks():
        found = parameters(judge(directory, name, "--bn")[0])
        if found != PUBLISHED[name]:
            raise ValueError(f"{name}: {found} parameters, published {PUBLISHED[name]}")
    print(f"parameters as published: {len(networks())} networks")


def elements(value):
    return int(np.prod(dims(value)))


def check_resnet(directory):
    """The figures of ResNet-50 at 224 x 224 and at two megapixels."""
    for name, outputs in (("resnet50", 11113984), ("resnet50_v1", 10587136)):
        model, inferred = judge(directory, name)
        values = {v.name: v for v in inferred.graph.value_info}
        weights = {t.name: int(np.prod(t.dims)) for t in model.graph.initializer}
        nodes = model.graph.node
        found = {
            "conv outputs": sum(elements(values[n.output[0]]) for n in nodes
                                if n.op_type == "Conv"),
            "main path weights": sum(weights[n.input[1]] for n in nodes
                                     if n.op_type in ("Conv", "Gemm")
                                     and "downsample" not in n.name),
            "largest": max(elements(v) for v in values.values()),
            "input": elements(model.graph.input[0]),
        }
        wanted = {"conv outputs": outputs, "main path weights": 22734016,
                  "largest": 802816, "input": 150528}
        if found != wanted:
            raise ValueError(f"{name}: {found}, wanted {wanted}")
        _, inferred = judge(directory, name, "--size", "2048x1024")
        largest = max(elements(v) for v in inferred.graph.value_info)
        if largest != 33554432:
            raise ValueError(f"{name} at 2048x1024: {largest}, wanted 33554432")
        print(f"{name}: {found}")


def combinations(name):
    """Options that go together; each is judged at every opset."""
    if name.startswith(TRANSFORMERS):
        yield from ([], ["--batch", "batch", "--seq", "seq"], ["--type", "float16"])
        return
    yield from ([], ["--bn", "--batch", "N"], ["--type", "float16", "--dropout"],
                ["--qdq", "--batch", "batch"], ["--qdq=act"],
                ["--batch", "N", "--dynamic-size", "--inputs-too"])


def refused(opset, options):
    return (opset < 10 and ("--qdq" in " ".join(options) or "seq" in options))


def check_all(directory):
    opsets = range(9, LAST_OPSET + 1) if FULL else (9, 10, 11, 13, 18, LAST_OPSET)
    names = [n for n in networks() if FULL or n not in BIGGER]
    count = 0
    for name, opset in itertools.product(names, opsets):
        for options in combinations(name):
            if not refused(opset, options):
                judge(directory, name, "--opset", str(opset), *options)
                count += 1
    print(f"checker and strict shape inference: {count} models")


RUN = [
    ["resnet50", "--width", "0.25", "--size", "64x96"],
    ["resnet50_v1", "--width", "0.25", "--size", "64x64", "--bn", "--batch", "N"],
    ["resnet50", "--width", "0.25", "--size", "64x64", "--qdq", "--batch", "N"],
    ["resnet50", "--width", "0.25", "--size", "64x64", "--qdq=act"],
    ["resnet18", "--width", "0.25", "--size", "64x64", "--inputs-too"],
    ["googlenet", "--width", "0.25", "--size", "64x64", "--dropout"],
    ["googlenet", "--width", "0.25", "--size", "96x64", "--qdq", "--batch", "N"],
    ["inception_v3", "--width", "0.25", "--size", "107x107", "--bn"],
    ["mobilenet_v1", "--width", "0.25", "--size", "64x64"],
    ["mobilenet_v2", "--width", "0.5", "--size", "64x64"],
    ["mobilenet_v2", "--width", "0.5", "--size", "64x64", "--qdq"],
    ["vgg16", "--width", "0.125", "--size", "224x256"],
    ["densenet121", "--width", "0.25", "--size", "64x64"],
    ["densenet121", "--width", "0.25", "--size", "64x64", "--qdq"],
    ["yolov3", "--width", "0.25", "--size", "64x96"],
    ["yolov3", "--width", "0.25", "--size", "64x96", "--qdq"],
    ["unet", "--width", "0.125", "--size", "72x100", "--bn"],
    ["unet", "--width", "0.125", "--size", "64x64", "--qdq"],
    ["bert_base", "--layers", "2", "--hidden", "128", "--seq", "16"],
    ["bert_base", "--layers", "2", "--hidden", "128", "--batch", "b", "--seq", "s"],
    ["gpt2", "--layers", "2", "--hidden", "128", "--seq", "16", "--batch", "2"],
    ["gpt2", "--layers", "2", "--hidden", "128", "--batch", "b", "--seq", "s"],
]


def feed(session):
    """Ones for integers, a ramp for floats; names of dimensions become 3."""
    feeds = {}
    for value in session.get_inputs():
        shape = [d if isinstance(d, int) else 3 for d in value.shape]
        kind = np.int64 if "int64" in value.type else np.float32
        feeds[value.name] = np.linspace(0.5, 1.5, int(np.prod(shape))).reshape(
            shape).astype(kind)
    return feeds


def check_run(directory):
    if ort is None:
        print("skipped: no onnxruntime, nothing is run")
        return
    ort.set_default_logger_severity(3)
    opsets = (9, 11, 13, 17, 20, 21) if FULL else (11, 17)
    count = 0
    for arguments, opset in itertools.product(RUN, opsets):
        if refused(opset, arguments) or (opset < 10 and "s" in arguments):
            continue
        path = make(directory, *arguments, "--opset", str(opset), "--inline-weights")
        session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
        for output, value in zip(session.get_outputs(), session.run(None, feed(session))):
            if not np.all(np.isfinite(value)):
                raise ValueError(f"{arguments} opset {opset}: {output.name} not finite")
            for found, wanted in zip(value.shape, output.shape):
                if isinstance(wanted, int) and found != wanted:
                    raise ValueError(f"{arguments}: {value.shape}, not {output.shape}")
        count += 1
    print(f"run by ONNX Runtime: {count} models")


class Ramp:
    """Calibration data for a quantizer: one ramp."""

    def __init__(self, name, shape):
        ramp = np.linspace(0, 1, int(np.prod(shape))).reshape(shape)
        self.rest = [{name: ramp.astype(np.float32)}]

    def get_next(self):
        return self.rest.pop() if self.rest else None


def values(model):
    return {(node.op_type, name) for node in model.graph.node for name in node.output
            if node.op_type != "Constant"}


QUANTIZED = {"resnet50": 64, "resnet50_v1": 64, "googlenet": 64, "inception_v3": 107,
             "mobilenet_v1": 64, "mobilenet_v2": 64, "vgg16": 224, "densenet121": 64,
             "yolov3": 64, "unet": 64}


def check_quantizer(directory):
    """--qdq makes the nodes and names that ONNX Runtime's quantizer makes."""
    try:
        from onnxruntime.quantization import QuantType, quantize_static
    except ImportError as absent:
        print(f"skipped: {absent}")
        return
    logging.disable(logging.WARNING)
    theirs = os.path.join(directory, "quantized.onnx")
    for name, size in QUANTIZED.items():
        arguments = [name, "--width", "0.25", "--size", f"{size}x{size}", "--opset", "13",
                     "--inline-weights"]
        path = make(directory, *arguments)
        entry = onnx.load(path).graph.input[0]
        quantize_static(path, theirs, Ramp(entry.name, dims(entry)), per_channel=True,
                        activation_type=QuantType.QInt8, weight_type=QuantType.QInt8)
        ours = onnx.load(make(directory, *arguments, "--qdq"))
        odd = values(ours) ^ values(onnx.load(theirs))
        if odd:
            raise ValueError(f"{name} --qdq: not as quantized: {sorted(odd)[:8]}")
    print(f"quantized as by ONNX Runtime: {len(QUANTIZED)} networks")


def check_symbolic(directory):
    """ONNX Runtime's own shape inference resolves every value."""
    try:
        from onnxruntime.tools.symbolic_shape_infer import SymbolicShapeInference
    except ImportError as absent:
        print(f"skipped: {absent}")
        return
    with open(os.path.join("testdata", "models.txt"), encoding="utf-8") as lines:
        models = [line.split()[1:] for line in lines]
    here = os.getcwd()
    for arguments in models:
        model, _ = judge(directory, *arguments)
        os.chdir(directory)  # it wants to see the weights' file
        inferred = SymbolicShapeInference.infer_shapes(model, auto_merge=True)
        os.chdir(here)
        known = {v.name for v in [*inferred.graph.value_info, *inferred.graph.output]
                 if v.type.tensor_type.HasField("shape")}
        lost = [o for n in model.graph.node for o in n.output if o not in known]
        if lost:
            raise ValueError(f"{arguments}: no shape for {lost[:4]}")
    print(f"symbolic shape inference: {len(models)} models")


# Cases that a reader must survive although onnx's checker refuses them.
ODD = ("custom_op_undeclared", "no_versions", "outside_location", "sparse_initializer",
       "unsorted")
# Cases beyond any reader that the checker does not look at closely enough.
UNSEEN = ("bad_overflow",)


def judge_case(path):
    """Why the checker refuses it, or None."""
    try:
        with open(os.path.join(os.path.dirname(path), "weights.bin"), "wb") as weights:
            weights.truncate(1 << 20)
        checker.check_model(path, full_check=True)
    except Exception as error:  # the checker raises several kinds
        return str(error) or type(error).__name__
    return None


def run_case(path):
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    feeds = {}
    for value in session.get_inputs():
        shape = [d if isinstance(d, int) else 3 for d in value.shape]
        feeds[value.name] = np.ones(shape, dtype=KINDS[value.type])
    for output, value in zip(session.get_outputs(), session.run(None, feeds)):
        for found, wanted in zip(np.shape(value), output.shape):
            if isinstance(wanted, int) and found != wanted:
                raise ValueError(f"{path}: {np.shape(value)}, not {output.shape}")


KINDS = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(bool)": bool}
# ONNX Runtime has no operators for these, no types, or another opinion.
NOT_RUN = ("custom_op", "custom_op_undeclared", "element_types", "outside_location",
           "no_versions")


def check_cases(directory):
    """Cases pass the checker, but for those that are odd or begin with bad_."""
    cases = os.path.join(B, "testdata", "cases")
    counts = {"accepted": 0, "odd": 0, "bad": 0, "run": 0}
    for name in sorted(os.listdir(cases)):
        case = name.removesuffix(".onnx")
        path = shutil.copy(os.path.join(cases, name), directory)
        reason = judge_case(path)
        kind = "odd" if case in ODD else "bad" if case.startswith("bad_") else "accepted"
        if (reason is None) != (kind == "accepted" or case in UNSEEN):
            raise ValueError(f"{case}: {reason or 'accepted'}")
        counts[kind] += 1
        if ort and kind != "bad" and case not in NOT_RUN:
            run_case(path)
            counts["run"] += 1
    print(f"cases: {counts}")


def main():
    with tempfile.TemporaryDirectory() as directory:
        check_cases(directory)
        check_published(directory)
        check_resnet(directory)
        check_run(directory)
        check_quantizer(directory)
        check_symbolic(directory)
        check_all(directory)


main()
