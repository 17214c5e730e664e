#include "analyzer/type.h"

#include <string.h>

#include "base/num.h"
#include "base/str.h"

static const struct dtype_row rows[DTYPE_COUNT] = {
#define DTYPE(id, onnx, width, text, family)                                           \
	[onnx] = {.bits = width, .name = text, .kind = family},
#include "analyzer/dtypes.def"
#undef DTYPE
};

const struct dtype_row *
dtype_row(enum dtype dtype)
{
	return &rows[dtype];
}

enum dtype
dtype_by_name(const char *name)
{
	int i;

	for (i = 1; i < DTYPE_COUNT; i++)
		if (strcmp(rows[i].name, name) == 0)
			return (enum dtype)i;
	return DTYPE_UNDEFINED;
}

enum dtype
dtype_by_onnx(int64_t onnx)
{
	return onnx > 0 && onnx < DTYPE_COUNT ? (enum dtype)onnx : DTYPE_UNDEFINED;
}

static bool
is_tensor(const struct type *t)
{
	return t->kind == TYPE_TENSOR || t->kind == TYPE_SPARSE;
}

static bool
sequence_resolved(const struct type *t)
{
	int64_t i;

	for (i = 0; t->items && i < t->length; i++)
		if (!type_resolved(&t->items[i]))
			return false;
	return t->length == 0 || t->items ||
	       (t->length > 0 && t->element && type_resolved(t->element));
}

bool
type_resolved(const struct type *t)
{
	int32_t i;

	if (t->kind == TYPE_SEQUENCE)
		return sequence_resolved(t);
	if (t->kind == TYPE_OPTIONAL)
		return t->element && type_resolved(t->element);
	if (t->kind == TYPE_MAP)
		return true;
	if (!is_tensor(t) || t->rank == RANK_UNKNOWN)
		return false;
	for (i = 0; i < t->rank; i++)
		if (t->dims[i] < 0)
			return false;
	return true;
}

int64_t
type_elements(const struct type *t)
{
	int64_t n = 1;
	int32_t i;

	if (!is_tensor(t) || !type_resolved(t))
		return -1;
	for (i = 0; i < t->rank; i++)
		if (t->dims[i] == 0)
			return 0;
	for (i = 0; i < t->rank; i++)
		n = mul_sat(n, t->dims[i]);
	return n;
}

/* Strings have no fixed size, and count as none. */
static int64_t
packed(int64_t elements, enum dtype dtype)
{
	int32_t bits = rows[dtype].bits;
	int64_t n;

	if (dtype == DTYPE_STRING && elements >= 0)
		return 0;
	if (elements < 0 || bits == 0)
		return -1;
	if (bits >= 8)
		return mul_sat(elements, bits / 8);
	n = mul_sat(elements, bits);
	return n == INT64_MAX ? elements / (8 / bits) : ceil_div(n, 8);
}

static int64_t
sequence_bytes(const struct type *t)
{
	int64_t all = 0, one, i;

	if (t->length <= 0 || (!t->items && !t->element))
		return t->length == 0 ? 0 : -1;
	if (!t->items) {
		one = type_bytes(t->element);
		return one < 0 ? -1 : mul_sat(t->length, one);
	}
	for (i = 0; i < t->length; i++) {
		one = type_bytes(&t->items[i]);
		if (one < 0)
			return -1;
		all = add_sat(all, one);
	}
	return all;
}

/* Values, and for each an int64 that says where it is, or its key. */
static int64_t
pairs_bytes(const struct type *t)
{
	int64_t values = packed(t->length, t->dtype);

	return values < 0 ? -1 : add_sat(values, mul_sat(t->length, 8));
}

int64_t
type_bytes(const struct type *t)
{
	if (t->kind == TYPE_SEQUENCE)
		return sequence_bytes(t);
	if (t->kind == TYPE_OPTIONAL)
		return t->element ? type_bytes(t->element) : -1;
	if (t->kind == TYPE_MAP || (t->kind == TYPE_SPARSE && t->length >= 0))
		return pairs_bytes(t);
	return packed(type_elements(t), t->dtype);
}

bool
type_holds_strings(const struct type *t)
{
	if (t->kind == TYPE_SEQUENCE || t->kind == TYPE_OPTIONAL)
		return t->element && type_holds_strings(t->element);
	return (is_tensor(t) || t->kind == TYPE_MAP) && t->dtype == DTYPE_STRING;
}

const char *
type_text(const struct type *t, struct arena *arena)
{
	struct text text;
	int32_t i;

	if (t->rank == RANK_UNKNOWN)
		return "of unknown rank";
	text_open(&text, arena);
	text_puts(&text, "[");
	for (i = 0; i < t->rank; i++) {
		text_puts(&text, i ? "," : "");
		if (t->dims[i] == DIM_UNKNOWN)
			text_puts(&text, "?");
		else
			text_printf(&text, "%lld", (long long)t->dims[i]);
	}
	text_puts(&text, "]");
	return text.s;
}

void
type_copy(struct type *to, const struct type *from, struct arena *arena)
{
	int64_t i;

	*to = *from;
	if (from->rank >= 0)
		to->dims = arena_new(arena, int64_t, from->rank);
	if (from->rank > 0)
		memcpy(to->dims, from->dims, sizeof(int64_t) * (size_t)from->rank);
	if (from->element) {
		to->element = arena_new(arena, struct type, 1);
		type_copy(to->element, from->element, arena);
	}
	if (from->items) {
		to->items = arena_new(arena, struct type, from->length);
		for (i = 0; i < from->length; i++)
			type_copy(&to->items[i], &from->items[i], arena);
	}
}
