/*
 * An ONNX model as the rest of the program sees it.
 *
 * Plain structs, filled once by model_read() and only read afterwards.  All
 * memory is the arena's.  Strings end in NUL and are never NULL: "" is an
 * absent name.  They are the file's bytes: not checked to be UTF-8, and cut
 * at an embedded NUL.  Numbers are the file's as well: nothing here promises
 * that a dtype exists, a dimension is positive, or a name is unique.
 *
 * Weights are not here.  A tensor or attribute carries its elements only
 * when they take at most MODEL_SMALL bytes in the file; otherwise it says
 * where they are.  External data is never opened.
 *
 * Graphs nest at most as deep as the reader allows (some 60 levels), so
 * that plain recursion over them is safe.
 */
#ifndef PROTO_MODEL_H
#define PROTO_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"

/* Payloads up to this many bytes are kept: shape constants are small. */
enum { MODEL_SMALL = 1024 };

/* AttributeProto.type, the file's numbers. */
enum attr_type {
	ATTR_UNDEFINED = 0,
	ATTR_FLOAT = 1,
	ATTR_INT = 2,
	ATTR_STRING = 3,
	ATTR_TENSOR = 4,
	ATTR_GRAPH = 5,
	ATTR_FLOATS = 6,
	ATTR_INTS = 7,
	ATTR_STRINGS = 8,
	ATTR_TENSORS = 9,
	ATTR_GRAPHS = 10,
	ATTR_SPARSE_TENSOR = 11,
	ATTR_SPARSE_TENSORS = 12,
	ATTR_TYPE = 13,
	ATTR_TYPES = 14,
};

struct string_pair {
	const char *key, *value;
};

struct opset_import {
	const char *domain; /* "" is ai.onnx */
	int64_t version;
};

/*
 * Where elements are that were not kept.  Information for people: it differs
 * between a model and its skeleton, so no plan may depend on it.
 */
struct payload {
	const char *location; /* of an external file; NULL: the model's own */
	int64_t offset;       /* -1 where not known */
	int64_t length;       /* bytes there, as encoded; -1 where not known */
};

struct tensor_def {
	const char *name;
	int32_t dtype; /* TensorProto.DataType as in the file */
	int32_t n_dims;
	const int64_t *dims;

	/*
	 * The elements, little endian, row by row, 4- and 2-bit types packed
	 * from the low bits up, whichever way the file encodes them.  NULL or
	 * exactly the n_data bytes that dims and dtype ask for; an empty
	 * tensor has n_data 0 and is not NULL.
	 */
	const unsigned char *data;
	size_t n_data;
	/* Of a string tensor, instead; NULL or as many as dims ask for. */
	const char *const *strings;
	size_t n_strings;

	bool cut;      /* elements exist, over MODEL_SMALL or external */
	bool external; /* ... in another file, which was not opened */
	struct payload payload;
};

struct sparse_def {
	const struct tensor_def *values; /* NULL when absent; has the name */
	const struct tensor_def *indices;
	int32_t n_dims;
	const int64_t *dims; /* of the dense tensor */
};

/* One dimension of a declared shape. */
struct dim_def {
	const char *param; /* a symbol or expression; NULL when there is none */
	int64_t value;     /* -1 when not given; 0 or less often means unknown */
};

enum type_def_kind {
	TYPE_DEF_NONE, /* not declared */
	TYPE_DEF_TENSOR,
	TYPE_DEF_SPARSE,
	TYPE_DEF_SEQUENCE,
	TYPE_DEF_MAP,
	TYPE_DEF_OPTIONAL,
	TYPE_DEF_OPAQUE,
};

struct type_def {
	enum type_def_kind kind;
	int32_t dtype;  /* of elements (tensor, sparse) or keys (map); else 0 */
	bool has_shape; /* false: even the rank is unknown */
	int32_t n_dims;
	const struct dim_def *dims;
	const struct type_def *elem; /* of sequence, optional, map; or NULL */
};

struct value_def {
	const char *name;
	struct type_def type;
};

/*
 * Only the member of the given type may be looked at.  A file that does not
 * say the type gets the one that its fields imply.  With ref_attr_name the
 * value is that of the enclosing function's attribute.
 */
struct attr_def {
	const char *name;
	const char *ref_attr_name; /* "" when it holds a value itself */
	enum attr_type type;
	uint32_t n_s; /* bytes of s */
	size_t n;     /* entries of a list; 0 for what is no list */
	union {
		float f;
		int64_t i;
		const char *s; /* a NUL follows; empty if over MODEL_SMALL */
		/* NULL where the file leaves them out. */
		const struct tensor_def *t;
		const struct graph_def *g;
		const struct sparse_def *sparse;
		const struct type_def *tp;
		/* Lists of n; the floats are NULL if over MODEL_SMALL. */
		const float *floats;
		const int64_t *ints;
		const char *const *strings; /* "" where over MODEL_SMALL */
		const struct tensor_def *tensors;
		const struct graph_def *graphs;
		const struct sparse_def *sparses;
		const struct type_def *types;
		const void *things; /* whatever t to tp, tensors to types are */
	};
};

struct node_def {
	const char *name;
	const char *op_type;
	const char *domain;
	const char *overload;
	int32_t n_inputs, n_outputs, n_attrs;
	const char *const *inputs; /* "" where an optional one is absent */
	const char *const *outputs;
	const struct attr_def *attrs;
};

/* What quantization says of a tensor: role ("SCALE_TENSOR") to tensor name. */
struct annotation_def {
	const char *tensor;
	int32_t n_params;
	const struct string_pair *params;
};

struct graph_def {
	const char *name;
	int32_t n_nodes, n_initializers, n_sparse_initializers;
	int32_t n_inputs, n_outputs, n_value_infos, n_annotations;
	const struct node_def *nodes;
	const struct tensor_def *initializers;
	const struct sparse_def *sparse_initializers;
	const struct value_def *inputs;
	const struct value_def *outputs;
	const struct value_def *value_infos;
	const struct annotation_def *annotations;
};

/* Its key is (domain, name, overload). */
struct function_def {
	const char *domain;
	const char *name;
	const char *overload;
	int32_t n_inputs, n_outputs, n_attributes, n_attribute_protos;
	int32_t n_nodes, n_opsets, n_value_infos;
	const char *const *inputs;
	const char *const *outputs;
	const char *const *attributes;           /* without a default */
	const struct attr_def *attribute_protos; /* with one */
	const struct node_def *nodes;
	const struct opset_import *opsets;
	const struct value_def *value_infos;
};

struct training_def {
	const struct graph_def *initialization; /* or NULL */
	const struct graph_def *algorithm;      /* or NULL */
	int32_t n_initialization_bindings, n_update_bindings;
	const struct string_pair *initialization_bindings;
	const struct string_pair *update_bindings;
};

struct model {
	int64_t ir_version; /* 0 where the file does not say */
	const char *producer_name;
	const char *producer_version;
	const char *domain;
	int64_t model_version;
	const char *doc; /* "" if over MODEL_SMALL */
	int32_t n_opsets, n_metadata, n_functions, n_training;
	const struct opset_import *opsets;
	const struct string_pair *metadata;
	const struct graph_def *graph; /* never NULL */
	const struct function_def *functions;
	const struct training_def *training;

	struct model_source {
		const char *path; /* as given; "-" is standard input */
		const char *name; /* last component without ".onnx"; "stdin" */
		int64_t size;     /* bytes of the file */
	} source;
};

/*
 * Reads a file, or standard input where path is "-".  Time and memory are
 * those of the graph, whatever the weights weigh.  Not a model, a damaged
 * one, or one that nests too deep: ERR_INPUT, and a message with the byte
 * offset.  When the arena is exhausted its trap is taken with every file
 * closed.
 */
enum status model_read(struct model **, const char *path, struct arena *,
		       struct diags *);

/* The same from memory, which may be given back afterwards. */
enum status model_read_bytes(struct model **, const void *bytes, size_t n,
			     const char *name, struct arena *, struct diags *);

#endif
