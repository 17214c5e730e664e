/*
 * From generated message structs to the plain ones of model.h.
 *
 * Everything is copied: an unpacked message may go as soon as it is
 * converted.  Recursion is as deep as the skimmer let the file be.
 */
#ifndef PROTO_CONVERT_H
#define PROTO_CONVERT_H

#include "base/arena.h"
#include "base/diag.h"
#include "proto/model.h"
#include "proto/onnx.pb-c.h"
#include "proto/skim.h"

enum { RECENT_STRINGS = 512 };

struct converter {
	struct arena *arena;
	struct diags *diags;
	char *pool; /* strings are packed into pieces of the arena */
	size_t pool_left;
	/* Operators, attributes and tensors come again and again. */
	const char *recent[RECENT_STRINGS];
};

/* NULL is "". */
const char *keep_string(struct converter *, const char *);
const char *const *keep_strings(struct converter *, size_t n, char *const *);
/* Bytes that may hold NUL, with a NUL after them. */
const char *keep_bytes(struct converter *, const ProtobufCBinaryData *);
/* N elements of SIZE bytes; not NULL unless FROM is. */
const void *keep_array(struct converter *, size_t n, const void *from, size_t size);

/* Makes *to, a zeroed struct of model.h, from a message. */
typedef void convert_one(struct converter *, void *to, const void *from);

/* What the skimmer left in a message whose elements it cut; false if nothing. */
bool note_find(struct cut_note *, const ProtobufCMessage *);

convert_one convert_model, convert_graph, convert_node, convert_function;
convert_one convert_attr, convert_tensor, convert_sparse;
convert_one convert_value, convert_type, convert_annotation, convert_pair;

/* An array of N structs of SIZE bytes, from an array of message pointers. */
const void *convert_list(struct converter *, size_t n, const void *messages,
			 size_t size, convert_one *);
/* One, or NULL where there is no message. */
const void *convert_maybe(struct converter *, const void *message, size_t size,
			  convert_one *);

#define CONVERT_LIST(c, from, field, type, one)                                        \
	((const type *)convert_list((c), (from)->n_##field, (from)->field,             \
				    sizeof(type), (one)))
#define CONVERT_MAYBE(c, message, type, one)                                           \
	((const type *)convert_maybe((c), (message), sizeof(type), (one)))

#endif
