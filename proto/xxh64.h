/*
 * XXH64, after its published specification: fast, stable, not cryptographic.
 */
#ifndef PROTO_XXH64_H
#define PROTO_XXH64_H

#include <stddef.h>
#include <stdint.h>

struct xxh64 {
	uint64_t lanes[4], seed, total;
	size_t held;
	unsigned char stripe[32]; /* bytes that wait for a full stripe */
};

void xxh64_open(struct xxh64 *, uint64_t seed);
void xxh64_add(struct xxh64 *, const void *, size_t n);
uint64_t xxh64_close(const struct xxh64 *);

#endif
