/*
 * FNV-1a, for digests inside one run and small tables; not cryptographic.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_SEED UINT64_C(14695981039346656037)
uint64_t hash_bytes(const void *, size_t n, uint64_t seed);

#endif
