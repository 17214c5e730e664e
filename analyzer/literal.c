#include "analyzer/literal.h"

#include <math.h>
#include <string.h>

#include "proto/model.h"

bool
literal_is_float(enum dtype dtype)
{
	return dtype_row(dtype)->kind == DTYPE_KIND_FLOAT;
}

struct literal *
literal_new(int64_t n, bool is_float, struct arena *arena)
{
	struct literal *l = arena_new(arena, struct literal, 1);

	l->n = n;
	l->is_float = is_float;
	l->elements = arena_new(arena, struct element, n);
	return l;
}

bool
literal_known(const struct literal *l)
{
	int64_t i;

	for (i = 0; i < l->n; i++)
		if (l->elements[i].flags & ELEMENT_UNKNOWN)
			return false;
	return true;
}

/* The I-th element's bits, little endian, packed from the low bits up. */
static uint64_t
bits_at(const unsigned char *data, int64_t i, int32_t bits)
{
	uint64_t word = 0;
	int32_t k;

	if (bits < 8)
		return (uint64_t)(data[i * bits / 8] >> (i * bits % 8)) &
		       ((1u << bits) - 1);
	for (k = 0; k < bits / 8; k++)
		word |= (uint64_t)data[i * (bits / 8) + k] << (8 * k);
	return word;
}

/* How a float type splits its bits; bias is of the exponent. */
struct float_format {
	int exponent, mantissa, bias;
	bool infinite; /* the largest exponent is infinity and NaN */
};

static double
decode_small(uint64_t word, const struct float_format *f)
{
	int width = f->exponent + f->mantissa;
	int64_t exponent = (int64_t)(word >> f->mantissa) & ((1 << f->exponent) - 1);
	int64_t mantissa = (int64_t)(word & ((UINT64_C(1) << f->mantissa) - 1));
	double sign = (word >> width) & 1 ? -1 : 1;

	if (f->infinite && exponent == (1 << f->exponent) - 1)
		return mantissa ? NAN : sign * INFINITY;
	if (exponent == 0 && f->mantissa)
		return sign * ldexp((double)mantissa, 1 - f->bias - f->mantissa);
	mantissa += INT64_C(1) << f->mantissa;
	return sign * ldexp((double)mantissa, (int)exponent - f->bias - f->mantissa);
}

static const struct float_format formats[DTYPE_COUNT] = {
	[DTYPE_FLOAT16] = {5, 10, 15, true},
	[DTYPE_BFLOAT16] = {8, 7, 127, true},
	[DTYPE_FLOAT8E4M3FN] = {4, 3, 7, false},
	[DTYPE_FLOAT8E4M3FNUZ] = {4, 3, 8, false},
	[DTYPE_FLOAT8E5M2] = {5, 2, 15, true},
	[DTYPE_FLOAT8E5M2FNUZ] = {5, 2, 16, false},
	[DTYPE_FLOAT4E2M1] = {2, 1, 1, false},
	[DTYPE_FLOAT8E8M0] = {8, 0, 127, false},
};

static double
decode_float(uint64_t word, enum dtype dtype)
{
	uint32_t half = (uint32_t)word;
	double d;
	float f;

	if (dtype == DTYPE_DOUBLE) {
		memcpy(&d, &word, sizeof(d));
		return d;
	}
	if (dtype == DTYPE_FLOAT) {
		memcpy(&f, &half, sizeof(f));
		return (double)f;
	}
	return decode_small(word, &formats[dtype]);
}

static int64_t
decode_int(uint64_t word, const struct dtype_row *row)
{
	uint64_t sign = UINT64_C(1) << (row->bits - 1);

	if (row->kind == DTYPE_KIND_INT && row->bits < 64 && (word & sign))
		word |= ~(sign - 1);
	return (int64_t)word;
}

/* The number of elements, or -1 when they are too many to evaluate. */
static int64_t
count(const struct tensor_def *t)
{
	int64_t n = 1;
	int32_t i;

	for (i = 0; i < t->n_dims; i++) {
		if (t->dims[i] < 0 || t->dims[i] > LITERAL_MAX)
			return -1;
		n *= t->dims[i];
		if (n > LITERAL_MAX)
			return -1;
	}
	return n;
}

struct literal *
literal_of_tensor(const struct tensor_def *t, struct arena *arena)
{
	enum dtype dtype = dtype_by_onnx(t->dtype);
	const struct dtype_row *row = dtype_row(dtype);
	int64_t n = count(t), i;
	struct literal *l;
	uint64_t word;

	if (!t->data || n < 0 || row->kind == DTYPE_KIND_NONE ||
	    t->n_data < ((size_t)n * (size_t)row->bits + 7) / 8)
		return NULL;
	l = literal_new(n, literal_is_float(dtype), arena);
	for (i = 0; i < n; i++) {
		word = bits_at(t->data, i, row->bits);
		if (l->is_float)
			l->elements[i].f = decode_float(word, dtype);
		else
			l->elements[i].i = decode_int(word, row);
	}
	return l;
}
