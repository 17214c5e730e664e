/*
 * Numbers from strangers: checked arithmetic, and sizes as people write them.
 *
 * All sizes are bytes in int64_t, never negative.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

/* False on overflow, and *r is then undefined. */
static inline bool
mul_size(int64_t a, int64_t b, int64_t *r)
{
	return !__builtin_mul_overflow(a, b, r);
}

static inline bool
add_size(int64_t a, int64_t b, int64_t *r)
{
	return !__builtin_add_overflow(a, b, r);
}

/* INT64_MAX instead of an overflow; for non-negative numbers. */
static inline int64_t
mul_sat(int64_t a, int64_t b)
{
	int64_t r;

	return __builtin_mul_overflow(a, b, &r) ? INT64_MAX : r;
}

static inline int64_t
add_sat(int64_t a, int64_t b)
{
	int64_t r;

	return __builtin_add_overflow(a, b, &r) ? INT64_MAX : r;
}

/* a >= 0, b > 0 */
static inline int64_t
ceil_div(int64_t a, int64_t b)
{
	return a / b + (a % b != 0);
}

static inline int64_t
min_i64(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static inline int64_t
max_i64(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The smallest multiple of b, a power of two or not, that is at least a. */
static inline int64_t
align_up(int64_t a, int64_t b)
{
	return mul_sat(ceil_div(a, b), b);
}

int64_t gcd_i64(int64_t a, int64_t b);

/* A whole string as a decimal integer; false when it is anything else. */
bool parse_i64(const char *, int64_t *);

/*
 * A size: 4096, 0x1000, 512K, 512KiB, 1.5MiB, 2M, 1GiB are powers of 1024;
 * 64kB is 64,000.  KB, MB and GB mean either to different people and are
 * refused with the two spellings to choose from.  WHAT names the option in
 * the message.
 */
enum status parse_size(const char *, const char *what, int64_t *, struct diags *);

/* "1,304,576" */
enum { GROUPED_MAX = 32 };
const char *format_grouped(int64_t, char buffer[GROUPED_MAX]);

/* "1.24 MiB", "612 B": for people; exact bytes are printed beside it. */
const char *format_size(int64_t, char buffer[GROUPED_MAX]);

#endif
