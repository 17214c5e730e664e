#include "base/num.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t
gcd_i64(int64_t a, int64_t b)
{
	int64_t t;

	while (b) {
		t = a % b;
		a = b;
		b = t;
	}
	return a;
}

bool
parse_i64(const char *s, int64_t *r)
{
	char *end;

	if (*s != '-' && *s != '+' && (*s < '0' || *s > '9'))
		return false;
	errno = 0;
	*r = strtoll(s, &end, 10);
	return !errno && end != s && !*end;
}

/* A row per spelling: what follows the number, what it multiplies by. */
static const struct unit {
	const char *suffix;
	int64_t bytes; /* 0: ambiguous, and refused */
	const char *binary, *decimal;
} units[] = {
	{"", 1, NULL, NULL},
	{"B", 1, NULL, NULL},
	{"K", INT64_C(1) << 10, NULL, NULL},
	{"KiB", INT64_C(1) << 10, NULL, NULL},
	{"M", INT64_C(1) << 20, NULL, NULL},
	{"MiB", INT64_C(1) << 20, NULL, NULL},
	{"G", INT64_C(1) << 30, NULL, NULL},
	{"GiB", INT64_C(1) << 30, NULL, NULL},
	{"TiB", INT64_C(1) << 40, NULL, NULL},
	{"kB", 1000, NULL, NULL},
	{"KB", 0, "KiB", "kB"},
	{"MB", 0, "MiB", "000kB"},
	{"GB", 0, "GiB", "000000kB"},
};

static const struct unit *
find_unit(const char *suffix)
{
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (!strcmp(units[i].suffix, suffix))
			return &units[i];
	return NULL;
}

static enum status
bad_size(const char *s, const char *what, struct diags *d)
{
	return diag_error(
		d, ERR_USAGE, "bad-size",
		"%s: '%s' is not a size; write bytes, or a number with K, KiB, M, MiB, "
		"G or GiB, such as 512K or 1.5MiB",
		what, s);
}

/* The number and where it ends: hexadecimal, whole or with a fraction. */
static bool
read_number(const char *s, int64_t *whole, double *number, char **end)
{
	errno = 0;
	if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		*whole = strtoll(s + 2, end, 16);
		*number = -1;
		return !errno && *end != s + 2 && s[2] != '-' && s[2] != '+';
	}
	if (*s < '0' || *s > '9')
		return false;
	*whole = strtoll(s, end, 10);
	if (errno)
		return false;
	*number = -1;
	if (**end == '.')
		*number = strtod(s, end);
	return true;
}

enum status
parse_size(const char *s, const char *what, int64_t *bytes, struct diags *d)
{
	const struct unit *u;
	int64_t whole;
	double number;
	char *end;

	if (!read_number(s, &whole, &number, &end))
		return bad_size(s, what, d);
	while (*end == ' ')
		end++;
	u = find_unit(end);
	if (!u)
		return bad_size(s, what, d);
	if (!u->bytes)
		return diag_error(d, ERR_USAGE, "ambiguous-size",
				  "%s: '%s' can be read in two ways; write %.*s%s for "
				  "powers of 1024 "
				  "or %.*s%s for powers of 1000",
				  what, s, (int)(end - s), s, u->binary, (int)(end - s),
				  s, u->decimal);
	if (number < 0) {
		if (!mul_size(whole, u->bytes, bytes))
			return bad_size(s, what, d);
		return OK;
	}
	number *= (double)u->bytes;
	if (number >= 9.2e18 || number != floor(number))
		return diag_error(d, ERR_USAGE, "bad-size",
				  "%s: '%s' is not a whole number of bytes", what, s);
	*bytes = (int64_t)number;
	return OK;
}

const char *
format_grouped(int64_t n, char buffer[GROUPED_MAX])
{
	char digits[GROUPED_MAX];
	int len, i, out = 0;

	len = snprintf(digits, sizeof(digits), "%" PRId64, n);
	for (i = 0; i < len; i++) {
		buffer[out++] = digits[i];
		if (digits[i] != '-' && i + 1 < len && (len - i - 1) % 3 == 0)
			buffer[out++] = ',';
	}
	buffer[out] = '\0';
	return buffer;
}

const char *
format_size(int64_t n, char buffer[GROUPED_MAX])
{
	static const char *const names[] = {"B", "KiB", "MiB", "GiB", "TiB"};
	double x = (double)n;
	int i = 0;

	while (x >= 1024 && i < 4) {
		x /= 1024;
		i++;
	}
	if (i == 0)
		snprintf(buffer, GROUPED_MAX, "%" PRId64 " B", n);
	else
		snprintf(buffer, GROUPED_MAX,
			 x < 10    ? "%.2f %s"
			 : x < 100 ? "%.1f %s"
				   : "%.0f %s",
			 x, names[i]);
	return buffer;
}
