/*
 * How a tensor's elements are stored in a file, by data type.
 */
#ifndef PROTO_TENSOR_H
#define PROTO_TENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which of a message's lists holds elements that are not raw. */
enum typed {
	TYPED_NONE,
	TYPED_FLOAT,
	TYPED_INT32,
	TYPED_INT64,
	TYPED_DOUBLE,
	TYPED_UINT64,
};

/*
 * Bits of an element, and how many low bits of a list entry count: packed
 * types share a byte per entry.  All zero for a type that is not known, and
 * for strings.
 */
struct storage {
	uint8_t bits, typed, entry_bits;
};

const struct storage *storage_of(int32_t dtype);

/* False where a dimension is negative or there are too many. */
bool tensor_elements(size_t n_dims, const int64_t *dims, int64_t *n);

/* Bytes of all elements; false where dtype or dims say nothing sensible. */
bool tensor_bytes(int32_t dtype, size_t n_dims, const int64_t *dims, int64_t *bytes);

#endif
