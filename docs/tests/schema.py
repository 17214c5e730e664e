#!/usr/bin/env python3
"""Validates JSON documents against schemas, and the schemas against the documents.

usage: schema.py SCHEMA FILE ...

A document must be valid, and every key in it must be one that the schema
names: what is printed is what is documented.  Files may hold several
documents, one after another.
"""
import json
import sys

import jsonschema


def resolve(schema, root):
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].split("/")[-1]]
    return schema


def unnamed(value, schema, root, path):
    """Paths of keys that the schema does not name."""
    schema = resolve(schema, root)
    if isinstance(value, dict):
        named = schema.get("properties", {})
        rest = schema.get("additionalProperties")
        for key, item in value.items():
            if key in named:
                yield from unnamed(item, named[key], root, f"{path}.{key}")
            elif not isinstance(rest, dict):
                yield f"{path}.{key}"
    elif isinstance(value, list):
        for item in value:
            yield from unnamed(item, schema.get("items", {}), root, path + "[]")


def documents(text):
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        yield value
        while at < len(text) and text[at].isspace():
            at += 1


def main():
    schema = json.load(open(sys.argv[1]))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    bad = count = 0
    for name in sys.argv[2:]:
        for document in documents(open(name).read()):
            count += 1
            faults = [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(document)]
            faults += [f"{p}: not in the schema" for p in sorted(set(unnamed(document, schema, schema, "$")))]
            for fault in faults[:10]:
                print(f"{name}: {fault}")
            bad += bool(faults)
    if not count:
        sys.exit("no document")
    print(f"{sys.argv[1]}: {count} documents, {bad} bad")
    return bad != 0


sys.exit(main())
