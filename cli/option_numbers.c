/*
 * Options whose argument is a number, a size, a time, or a list of them.
 */
#include "cli/options.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

static enum status
read_count(struct request *r, const char *option, const char *s, int64_t least,
	   int64_t most, int64_t *n)
{
	if (parse_i64(s, n) && *n >= least && *n <= most)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--%s: '%s' is not a whole number from %" PRId64
			  " to %" PRId64,
			  option, s, least, most);
}

static enum status
read_percent(struct request *r, const char *option, const char *s, double *percent)
{
	char *end;

	*percent = strtod(s, &end);
	if (*end == '%')
		end++;
	if (end != s && !*end && *percent >= 0 && *percent <= 1e6)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--%s: '%s' is not a percentage such as 5%%", option, s);
}

enum { NUMBERS_MAX = 4096, BATCH_MAX = 1 << 20 };

static void
add_number(struct request *r, struct numbers *list, int64_t n)
{
	if (!(list->n & (list->n - 1)))
		list->list = arena_grow(r->arena, list->list, (size_t)list->n,
					list->n ? (size_t)list->n * 2 : 1,
					sizeof(*list->list));
	list->list[list->n++] = n;
}

/* One part of a list: 8, 1..64 or 1..64..8. */
static enum status
read_range(struct request *r, const char *option, char *part, struct numbers *list)
{
	char *last = strstr(part, ".."), *step = NULL;
	int64_t from, to, by = 1;

	if (last) {
		*last = '\0';
		last += 2;
		step = strstr(last, "..");
		if (step) {
			*step = '\0';
			step += 2;
		}
	}
	TRY(read_count(r, option, part, 1, BATCH_MAX, &from));
	to = from;
	if (last)
		TRY(read_count(r, option, last, from, BATCH_MAX, &to));
	if (step)
		TRY(read_count(r, option, step, 1, BATCH_MAX, &by));
	if ((to - from) / by >= NUMBERS_MAX - list->n)
		return diag_error(
			r->diags, ERR_USAGE, "bad-option",
			"--%s: more than %d numbers; use a step, as in 1..64..8",
			option, NUMBERS_MAX);
	for (; from <= to; from += by)
		add_number(r, list, from);
	return OK;
}

enum status
option_batch(struct request *r, const char *s)
{
	char *copy = arena_strdup(r->arena, s), *part, *comma;

	for (part = copy; part; part = comma) {
		comma = strchr(part, ',');
		if (comma)
			*comma++ = '\0';
		TRY(read_range(r, "batch", part, &r->batches));
	}
	return OK;
}

/* 256K, 256K,1M,4M or 256K..64M: the last in powers of two. */
enum status
option_sram(struct request *r, const char *s)
{
	char *copy = arena_strdup(r->arena, s), *part, *comma, *last;
	int64_t from, to;

	for (part = copy; part; part = comma) {
		comma = strchr(part, ',');
		if (comma)
			*comma++ = '\0';
		last = strstr(part, "..");
		if (last) {
			*last = '\0';
			last += 2;
		}
		TRY(parse_size(part, "--sram", &from, r->diags));
		to = from;
		if (last)
			TRY(parse_size(last, "--sram", &to, r->diags));
		if (last && (from < 1 || to < from))
			return diag_error(r->diags, ERR_USAGE, "bad-option",
					  "--sram: a range goes from a positive size "
					  "to a larger one");
		if (r->srams.n >= NUMBERS_MAX)
			return diag_error(r->diags, ERR_USAGE, "bad-option",
					  "--sram: more than %d sizes", NUMBERS_MAX);
		for (; from < to; from = mul_sat(from, 2))
			add_number(r, &r->srams, from);
		add_number(r, &r->srams, to);
	}
	r->sram = r->srams.list[0];
	return OK;
}

enum status
option_step(struct request *r, const char *s)
{
	return read_count(r, "step", s, 0, INT32_MAX, &r->step);
}

enum status
option_rows(struct request *r, const char *s)
{
	return read_count(r, "rows", s, 0, INT32_MAX, &r->rows);
}

enum status
option_effort(struct request *r, const char *s)
{
	int64_t n;

	TRY(read_count(r, "effort", s, 0, 1000, &n));
	r->effort = (int32_t)n;
	return OK;
}

enum status
option_within(struct request *r, const char *s)
{
	return read_percent(r, "within", s, &r->within);
}

enum status
option_headroom(struct request *r, const char *s)
{
	return read_percent(r, "headroom", s, &r->headroom);
}

enum status
option_latency(struct request *r, const char *s)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = {{"s", 1}, {"ms", 1e-3}, {"us", 1e-6}};
	double n;
	char *end;
	size_t i;

	n = strtod(s, &end);
	for (i = 0; i < 3; i++)
		if (end != s && n > 0 && n < 1e9 && !strcmp(end, units[i].unit)) {
			r->latency = n * units[i].seconds;
			return OK;
		}
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--latency: '%s' is not a time such as 5ms or 250us", s);
}

enum status
option_frames(struct request *r, const char *s)
{
	char *end;

	r->frames = strtod(s, &end);
	if (end != s && !*end && r->frames > 0 && r->frames < 1e15)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--frames: '%s' is not a number of frames per second", s);
}

enum status
option_memory(struct request *r, const char *s)
{
	TRY(parse_size(s, "--memory", &r->memory, r->diags));
	if (r->memory > 0)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--memory: a size above 0 is wanted");
}

enum status
option_per_frame(struct request *r, const char *s)
{
	return parse_size(s, "--per-frame", &r->per_frame, r->diags);
}

enum status
option_shard(struct request *r, const char *s)
{
	int64_t i = 0, n = 0;
	char *slash, *copy = arena_strdup(r->arena, s);

	slash = strchr(copy, '/');
	if (slash)
		*slash++ = '\0';
	if (!slash || !parse_i64(copy, &i) || !parse_i64(slash, &n) || i < 1 || n < i ||
	    n > INT32_MAX)
		return diag_error(
			r->diags, ERR_USAGE, "bad-option",
			"--shard: '%s' is not I/N with 1 <= I <= N, such as 3/8", s);
	r->shard = (int32_t)i;
	r->shards = (int32_t)n;
	return OK;
}
