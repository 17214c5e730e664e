/*
 * What a value is: element type, dimensions, and how it follows the batch.
 *
 * Dimensions are those at the shipped batch (struct graph, batch).  A model
 * at batch N is N / batch independent copies of what was shipped, so a
 * batched type says which axis carries the copies, and every size follows:
 *
 *	bytes at N = bytes as shipped x N / batch
 */
#ifndef ANALYZER_TYPE_H
#define ANALYZER_TYPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Element types, with the numbers of TensorProto.DataType. */
enum dtype {
#define DTYPE(id, onnx, bits, name, kind) DTYPE_##id = onnx,
#include "analyzer/dtypes.def"
#undef DTYPE
	DTYPE_COUNT
};

enum dtype_kind { DTYPE_KIND_NONE, DTYPE_KIND_FLOAT, DTYPE_KIND_INT, DTYPE_KIND_UINT };

struct dtype_row {
	int32_t bits; /* per element; 0 where elements have no fixed size (strings) */
	const char *name;
	enum dtype_kind kind;
};

const struct dtype_row *dtype_row(enum dtype);
/* DTYPE_UNDEFINED when no type has the name. */
enum dtype dtype_by_name(const char *);
/* From a file's number: DTYPE_UNDEFINED when unknown. */
enum dtype dtype_by_onnx(int64_t);

enum type_kind {
	TYPE_UNKNOWN,
	TYPE_TENSOR,
	TYPE_SPARSE,   /* a sparse tensor: dims are those of the dense one */
	TYPE_SEQUENCE, /* length elements of the type element */
	TYPE_OPTIONAL, /* one element or none */
	TYPE_MAP,
	TYPE_OPAQUE,
};

enum { DIM_UNKNOWN = -1, RANK_UNKNOWN = -1, RANK_MAX = 64 };
/* No tensor is larger along one axis: sums of dims cannot overflow. */
#define DIM_MAX (INT64_C(1) << 48)

/* struct type, batch: the axis along which the copies lie, or */
enum {
	BATCH_NONE = -1,    /* one for all copies: a weight, a parameter */
	BATCH_VIRTUAL = -2, /* one per copy, but no single axis carries it */
	BATCH_UNSET = -3,   /* the shape rule left it to the default */
};

struct type {
	enum type_kind kind;
	enum dtype dtype;
	int32_t rank;  /* RANK_UNKNOWN, or the number of dims */
	int64_t *dims; /* each >= 0, or DIM_UNKNOWN */
	int32_t batch;
	int64_t outer;  /* what of the batch axis lies outside the copies: time in
			   [time x batch, features]; 0 is 1, not stated */
	bool bound;     /* dims are upper bounds: the size depends on data */
	int64_t length; /* of a sequence, stored by a sparse, in a map; -1 unknown */
	struct type *element; /* of a sequence, optional or map: what all share */
	struct type *items;   /* of a sequence whose length elements differ; or NULL */
};

/* All dims known. */
bool type_resolved(const struct type *);
/* Number of elements as shipped; -1 unknown; INT64_MAX when it overflows. */
int64_t type_elements(const struct type *);
/*
 * Bytes as shipped, packed: ceil(elements x bits / 8); a sequence counts all
 * its elements, a string counts as 0; -1 unknown, INT64_MAX when it overflows.
 * For another batch: analyzer/sizes.h.
 */
int64_t type_bytes(const struct type *);
/* Strings have no fixed size. */
bool type_holds_strings(const struct type *);
/* "[1,3,?,224]": for messages. */
const char *type_text(const struct type *, struct arena *);
/* Same kind, element type, dims, length: what a reader would see. */
bool type_same(const struct type *, const struct type *);
/* Forgets of the first what the second contradicts; true when it lost any. */
bool type_relax(struct type *, const struct type *);
/* A deep copy. */
void type_copy(struct type *to, const struct type *from, struct arena *);

#endif
