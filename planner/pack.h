/*
 * Offsets: where in a memory each buffer lies.
 *
 * Given buffers with sizes and lifetimes, find offsets such that no two that
 * exist at the same time overlap, in the least height, or within a capacity;
 * or prove that there are none.  Nothing here knows of graphs:
 *
 *	struct pack_buffer list[] = {
 *		{.size = 512, .from = 0, .to = 2, PACK_DEFAULTS},
 *		{.size = 256, .from = 1, .to = 3, PACK_DEFAULTS},
 *	};
 *	struct pack_problem problem = {.buffers = list, .n = 2, .effort = 1};
 *	struct pack_result result;
 *
 *	TRY(pack_run(&result, &problem, arena, diags));
 *	use(result.offsets[0]);
 *
 * Sizes, offsets and alignments are bytes.  Times are steps, or any other
 * clock; all intervals are half open.  The same problem gives the same result
 * everywhere: limits are counts of work.
 */
#ifndef PLANNER_PACK_H
#define PLANNER_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

enum { PACK_FREE = -1, PACK_UNTIED = -1 };

/* Steps, or addresses. */
struct pack_span {
	int64_t from, to;
};

struct pack_buffer {
	int64_t size;
	int64_t from, to;  /* the lifetime; an empty one needs no memory */
	int64_t alignment; /* of the offset; 0 and 1: any.  Not only powers of two */
	int64_t fixed;     /* the offset it must have, or PACK_FREE */
	int64_t hint;      /* an earlier plan's offset, kept if it costs nothing, or
			      PACK_FREE */
	int32_t tie;       /* the buffer whose offset it shares, or PACK_UNTIED */
	int32_t n_gaps;
	const struct pack_span *gaps; /* when it needs no memory; ascending, disjoint */
};

/*
 * What a free, unaligned buffer without ties says beside size and lifetime.
 * Tied buffers start at the same offset and may overlap each other, whatever
 * their sizes: an output in the place of its input.  Ties chain.
 */
#define PACK_DEFAULTS .fixed = PACK_FREE, .hint = PACK_FREE, .tie = PACK_UNTIED

struct pack_problem {
	const struct pack_buffer *buffers;
	int32_t n;
	int32_t n_ranges;
	int64_t capacity; /* the first address that is not there; 0: unlimited */
	/*
	 * Where there is memory below the capacity: banks, or what holes leave;
	 * ascending and disjoint.  None: all of it.  No buffer crosses from one
	 * range to the next, even where they touch.
	 */
	const struct pack_span *ranges;
	int32_t effort; /* scales the limits of the searches; 0: bounds and dives */
	int32_t haste;  /* divides the limits of the searches, not of dives; 0: by 1 */
	bool least;     /* with a capacity: go on to the least height */
	bool brief;     /* one of many: without the part of the search that seldom
			   finds more */
};

enum pack_verdict {
	PACK_OPTIMAL,    /* packed, and no packing is lower */
	PACK_FITS,       /* packed, within the capacity if there is one */
	PACK_UNKNOWN,    /* no packing within the capacity was found */
	PACK_IMPOSSIBLE, /* there is none */
};

/* Why a problem does not fit, for people. */
struct pack_refusal {
	int64_t required;  /* a height known to be enough or, when there is none,
			      needed */
	int64_t available; /* bytes that exist below the capacity */
	int64_t excess;    /* required beyond what is available */
	int64_t step;      /* where the load is largest */
	/*
	 * Buffers that do not fit by themselves, ascending.  Irreducible: any one
	 * fewer and they do; `proven` is false where a search gave up before it
	 * could tell.
	 */
	const int32_t *blamed;
	int32_t n_blamed;
	bool proven;
};

struct pack_result {
	enum pack_verdict verdict;
	int64_t *offsets;    /* one per buffer; the best known, even if it is beyond the
				capacity; NULL if fixed offsets contradict each other */
	int64_t height;      /* the first address above all buffers */
	int64_t lower_bound; /* no packing is lower than this */
	int64_t gap;         /* height - lower_bound */
	int64_t nodes;       /* of search trees */
	const char *strategy;        /* what found the packing */
	struct pack_refusal refusal; /* after NO */
};

/*
 * OK: packed, verified, and within the capacity.  NO: it does not fit, or no
 * packing was found; the verdict and the refusal say which and why.
 * ERR_INPUT: the problem contradicts itself.  The results live in the arena.
 */
enum status pack_run(struct pack_result *, const struct pack_problem *, struct arena *,
		     struct diags *);

/* The first thing wrong with a packing. */
struct pack_fault {
	const char *what; /* "overlap", "alignment", "range", "fixed", "tie" */
	int32_t a, b;     /* the buffers; b is -1 where only one is at fault */
	int64_t step;     /* when */
};

/*
 * Is this a packing, within the capacity and the ranges?  Shares no code with
 * what finds packings; O(n log n).  The height goes to *height, even when the
 * answer is no.
 */
bool pack_check(const struct pack_problem *, const int64_t *offsets, int64_t *height,
		struct pack_fault *, struct arena *);

#endif
