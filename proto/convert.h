/*
 * From generated message structs to the plain ones of model.h.
 *
 * Strings and lists of numbers are shared, not copied: the unpacked message
 * must live in the model's arena.  Recursion is as deep as the skimmer let
 * the file be.
 */
#ifndef PROTO_CONVERT_H
#define PROTO_CONVERT_H

#include "base/arena.h"
#include "base/diag.h"
#include "proto/model.h"
#include "proto/onnx.pb-c.h"

struct converter {
	struct arena *arena;
	struct diags *diags;
};

void convert_model(struct converter *, struct model *, const Onnx__ModelProto *);

/* Its parts, by file: convert_graph.c, convert_attr.c, convert_type.c. */
void convert_graph(struct converter *, struct graph_def *, const Onnx__GraphProto *);
const struct node_def *convert_nodes(struct converter *, size_t n,
				     Onnx__NodeProto *const *);
const struct attr_def *convert_attrs(struct converter *, size_t n,
				     Onnx__AttributeProto *const *);
void convert_type(struct converter *, struct type_def *, const Onnx__TypeProto *);
const struct value_def *convert_values(struct converter *, size_t n,
				       Onnx__ValueInfoProto *const *);
void convert_sparse(struct converter *, struct sparse_def *,
		    const Onnx__SparseTensorProto *);
const struct string_pair *convert_pairs(struct converter *, size_t n,
					Onnx__StringStringEntryProto *const *);

/* NULL is "". */
static inline const char *
string_or_empty(const char *s)
{
	return s ? s : "";
}

#endif
