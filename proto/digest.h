/*
 * A name for what a model computes, the same on every machine and forever.
 *
 * 32 hexadecimal digits: XXH64 with seed 0, then XXH64 with seed 1, of the
 * text below.  It is not cryptographic.  A model, its skeleton, and the same
 * model with other weights have one digest as long as the elements that a
 * model keeps (MODEL_SMALL) are the same.  Who made the model and what people
 * wrote about it does not count: producer, domain, model version, doc strings
 * and metadata are left out, and so is where external data lies.
 *
 * The text: numbers are 8 bytes, little endian; a string or a run of bytes is
 * its length as a number and then the bytes; a list is its length and then
 * its entries; what may be missing is 0, or 1 and then the thing.
 *
 *	model     "tidemark.digest.1", ir_version, opsets, graph, functions,
 *	          training
 *	opset     domain, version
 *	graph     name, nodes, initializers, sparse initializers, inputs,
 *	          outputs, value infos, annotations
 *	node      name, op_type, domain, overload, inputs, outputs, attributes
 *	attribute name, ref_attr_name, type, and by type: the bits of the float,
 *	          the integer, the string's bytes, the thing that may be missing,
 *	          or the list; floats that are not kept are their number and 2^64-1
 *	tensor    name, dtype, dims, and the bytes or strings that may be missing
 *	sparse    values and indices that may be missing, dims
 *	value     name, type
 *	type      kind, dtype, 1 or 0 for a shape, dims (param, value), and the
 *	          element type that may be missing
 *	function  domain, name, overload, inputs, outputs, attributes, those with
 *	          a default, nodes, opsets, value infos
 *	training  initialization and algorithm that may be missing, both bindings
 *	pairs     key, value; an annotation is a tensor's name and pairs
 */
#ifndef PROTO_DIGEST_H
#define PROTO_DIGEST_H

#include "proto/model.h"

enum { DIGEST_SIZE = 33 };

void model_digest(const struct model *, char digest[DIGEST_SIZE]);

#endif
