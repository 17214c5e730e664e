#include "planner/pack_input.h"

#include <inttypes.h>

#include "base/num.h"

/* Sums of sizes and products of alignments stay far from overflow. */
static const int64_t largest = INT64_C(1) << 60;

static enum status
bad(struct diags *d, int32_t buffer, const char *what, int64_t found)
{
	return diag_error(d, ERR_INPUT, "bad-buffer", "buffer %" PRId32 ": %s %" PRId64,
			  buffer, what, found);
}

static enum status
check_gaps(const struct pack_buffer *b, int32_t i, struct diags *d)
{
	int64_t last = b->from;
	int32_t g;

	for (g = 0; g < b->n_gaps; g++) {
		if (b->gaps[g].from < last)
			return bad(d, i, "a gap overlaps what precedes it, at",
				   b->gaps[g].from);
		if (b->gaps[g].to < b->gaps[g].from)
			return bad(d, i, "a gap ends before it starts, at",
				   b->gaps[g].to);
		last = b->gaps[g].to;
	}
	if (b->n_gaps && last > b->to)
		return bad(d, i, "a gap ends after the lifetime, at", last);
	return OK;
}

static enum status
check_buffer(const struct pack_problem *p, int32_t i, int64_t *total, struct diags *d)
{
	const struct pack_buffer *b = &p->buffers[i];

	if (b->size < 0)
		return bad(d, i, "negative size", b->size);
	if (b->to < b->from)
		return bad(d, i, "the lifetime ends before it starts, at", b->to);
	if (b->alignment < 0)
		return bad(d, i, "negative alignment", b->alignment);
	if (b->fixed < PACK_FREE || b->fixed > largest)
		return bad(d, i, "no such offset:", b->fixed);
	if (b->tie < PACK_UNTIED || b->tie >= p->n)
		return bad(d, i, "tied to a buffer that does not exist,", b->tie);
	*total = add_sat(*total, add_sat(b->size, b->alignment));
	if (*total > largest)
		return bad(d, i, "sizes and alignments add up to too much at size",
			   b->size);
	return check_gaps(b, i, d);
}

static enum status
check_ranges(const struct pack_problem *p, struct diags *d)
{
	int64_t last = 0;
	int32_t r;

	for (r = 0; r < p->n_ranges; r++) {
		if (p->ranges[r].from < last || p->ranges[r].to < p->ranges[r].from ||
		    p->ranges[r].to > largest)
			return diag_error(d, ERR_INPUT, "bad-range",
					  "address range %" PRId32 ": [%" PRId64
					  ", %" PRId64
					  ") is not above address %" PRId64,
					  r, p->ranges[r].from, p->ranges[r].to, last);
		last = p->ranges[r].to;
	}
	return OK;
}

enum status
pack_input_check(const struct pack_problem *p, struct diags *d)
{
	int64_t total = 0;
	int32_t i;

	if (p->n < 0 || p->n_ranges < 0 || p->capacity < 0 || p->effort < 0)
		return diag_error(d, ERR_INPUT, "bad-problem",
				  "a count, the capacity or the effort is negative");
	for (i = 0; i < p->n; i++)
		TRY(check_buffer(p, i, &total, d));
	return check_ranges(p, d);
}
