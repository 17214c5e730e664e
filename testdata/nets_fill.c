#include "testdata/nets_fill.h"

#include <string.h>

int64_t
fill_size(int type)
{
	static const int64_t sizes[] = {
		[T_FLOAT] = 4, [T_UINT8] = 1, [T_INT8] = 1,    [T_INT32] = 4,
		[T_INT64] = 8, [T_BOOL] = 1,  [T_FLOAT16] = 2,
	};

	return sizes[type];
}

/* Truncates, and flushes what is too small for a normal number to zero. */
static uint32_t
half(uint32_t single)
{
	int32_t exponent = (int32_t)(single >> 23 & 0xff) - 127 + 15;

	if (exponent <= 0)
		return single >> 16 & 0x8000;
	return (single >> 16 & 0x8000) | (uint32_t)exponent << 10 |
	       (single >> 13 & 0x3ff);
}

static uint64_t
encode(int type, double v)
{
	float f = (float)v;
	uint32_t u;

	if (type != T_FLOAT && type != T_FLOAT16)
		return (uint64_t)(int64_t)v;
	memcpy(&u, &f, sizeof(u));
	return type == T_FLOAT ? u : half(u);
}

void
fill_elements(int type, struct fill fill, int64_t count, void *bytes)
{
	unsigned char *to = bytes;
	int64_t size = fill_size(type);
	uint32_t state = 1;

	for (int64_t i = 0; i < count; i++) {
		double unit;
		uint64_t v;

		state = state * 1664525u + 1013904223u;
		unit = (int32_t)(state >> 8) / 8388608.0 - 1;
		v = encode(type, fill.mean + fill.spread * unit);
		for (int64_t b = 0; b < size; b++)
			*to++ = (unsigned char)(v >> 8 * b);
	}
}
