#include "proto/xxh64.h"

#include <string.h>

#define P1 UINT64_C(0x9E3779B185EBCA87)
#define P2 UINT64_C(0xC2B2AE3D27D4EB4F)
#define P3 UINT64_C(0x165667B19E3779F9)
#define P4 UINT64_C(0x85EBCA77C2B2AE63)
#define P5 UINT64_C(0x27D4EB2F165667C5)

static uint64_t
rotate(uint64_t v, int by)
{
	return v << by | v >> (64 - by);
}

static uint64_t
little(const unsigned char *p, int bytes)
{
	uint64_t v = 0;
	int i;

	for (i = 0; i < bytes; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

static uint64_t
round_of(uint64_t lane, uint64_t input)
{
	return rotate(lane + input * P2, 31) * P1;
}

static void
stripe(struct xxh64 *x, const unsigned char *p)
{
	int i;

	for (i = 0; i < 4; i++)
		x->lanes[i] = round_of(x->lanes[i], little(p + 8 * i, 8));
}

void
xxh64_open(struct xxh64 *x, uint64_t seed)
{
	*x = (struct xxh64){.seed = seed};
	x->lanes[0] = seed + P1 + P2;
	x->lanes[1] = seed + P2;
	x->lanes[2] = seed;
	x->lanes[3] = seed - P1;
}

void
xxh64_add(struct xxh64 *x, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	size_t piece;

	x->total += n;
	while (n) {
		if (!x->held && n >= sizeof(x->stripe)) {
			stripe(x, p);
			p += sizeof(x->stripe);
			n -= sizeof(x->stripe);
			continue;
		}
		piece = sizeof(x->stripe) - x->held;
		if (piece > n)
			piece = n;
		memcpy(x->stripe + x->held, p, piece);
		x->held += piece;
		p += piece;
		n -= piece;
		if (x->held == sizeof(x->stripe)) {
			stripe(x, x->stripe);
			x->held = 0;
		}
	}
}

static uint64_t
tail(uint64_t h, const unsigned char *p, size_t n)
{
	for (; n >= 8; n -= 8, p += 8)
		h = rotate(h ^ round_of(0, little(p, 8)), 27) * P1 + P4;
	for (; n >= 4; n -= 4, p += 4)
		h = rotate(h ^ little(p, 4) * P1, 23) * P2 + P3;
	for (; n; n--, p++)
		h = rotate(h ^ *p * P5, 11) * P1;
	return h;
}

uint64_t
xxh64_close(const struct xxh64 *x)
{
	uint64_t h = x->seed + P5;
	int i;

	if (x->total >= sizeof(x->stripe)) {
		h = rotate(x->lanes[0], 1) + rotate(x->lanes[1], 7) +
		    rotate(x->lanes[2], 12) + rotate(x->lanes[3], 18);
		for (i = 0; i < 4; i++)
			h = (h ^ round_of(0, x->lanes[i])) * P1 + P4;
	}
	h = tail(h + x->total, x->stripe, x->held);
	h = (h ^ h >> 33) * P2;
	h = (h ^ h >> 29) * P3;
	return h ^ h >> 32;
}
