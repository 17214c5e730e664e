/*
 * The allocation problem as its strategies see it; private to pack*.c.
 *
 * An item is what gets one offset: a buffer, or buffers tied together.  Its
 * outline is a list of pieces, each a height over a range of sections.  A
 * section is a largest set of items that exist together; they are numbered in
 * time, so that an item without gaps covers a range of them.
 *
 * Heights and offsets are counted in units, the greatest common divisor of
 * all alignments, fixed offsets and sizes, these rounded up to what all
 * alignments have in common.  Only the topmost item profits from a size that
 * was rounded: `pad` says by how many bytes.  Names that end in _bytes, and
 * walls, are in bytes.
 */
#ifndef PLANNER_PACK_CORE_H
#define PLANNER_PACK_CORE_H

#include "planner/pack.h"
#include "planner/pack_sort.h"

struct piece {
	int32_t from, to; /* sections */
	int64_t height;
};

struct item {
	int64_t size;     /* of the tallest piece */
	int64_t align;    /* at least 1 */
	int64_t fixed;    /* or PACK_FREE */
	int64_t hint;     /* or PACK_FREE */
	int64_t pad;      /* bytes */
	int32_t from, to; /* sections, gaps included */
	int32_t piece, n_pieces;
	int32_t id; /* in the whole problem */
};

struct core {
	struct arena *arena;
	struct item *items; /* ascending in `from` */
	struct piece *pieces;
	int32_t n, n_pieces, n_fixed, n_sections, n_walls;
	bool plain; /* no alignment, no fixed offset, one piece per item, no walls */
	int64_t unit_bytes;
	int64_t step_bytes; /* all heights are multiples: the unit, or 1 with pads */
	int64_t *load;      /* of each section */
	int64_t *step;      /* when each section is complete */
	/* Addresses in bytes that no item may touch or cross. */
	const struct pack_span *walls;
	int64_t end_bytes;   /* of the last address range */
	int64_t limit_bytes; /* the capacity, if that is lower */
	int64_t bound_bytes; /* no packing is lower */
	int64_t base;        /* offset of this part in the whole */
	int64_t *lowest;     /* each item's ground; NULL: 0 */

	int64_t *offsets;     /* of the best packing so far */
	int64_t height_bytes; /* of the best packing; INT64_MAX: none yet */
	const char *strategy; /* what found it */
	const char *letters;  /* the order of the best single dive; NULL: none yet */

	int64_t nodes;
	int32_t effort, haste;
	bool least; /* lower is better, even where the goal is out of reach */
	bool brief;
};

/* The lowest offset, at or above AT, that alignment and walls allow. */
int64_t core_raise_slow(const struct core *, const struct item *, int64_t at);

/* Makes an item cover a piece. */
static inline void
core_widen(struct item *i, const struct piece *p)
{
	i->from = p->from < i->from ? p->from : i->from;
	i->to = p->to > i->to ? p->to : i->to;
}

static inline int64_t
core_raise(const struct core *c, const struct item *i, int64_t at)
{
	return c->plain ? at : core_raise_slow(c, i, at);
}

/* The highest offset with which the item ends within HEIGHT bytes, or -1. */
static inline int64_t
core_highest(const struct core *c, const struct item *i, int64_t height_bytes)
{
	int64_t rest = height_bytes - (i->size * c->unit_bytes - i->pad);

	return rest < 0 ? -1 : rest / c->unit_bytes;
}

/* What a packing must stay below to be of use. */
static inline int64_t
core_ceiling(const struct core *c)
{
	return c->height_bytes <= c->end_bytes ? c->height_bytes : c->end_bytes + 1;
}

/* The bytes up to the highest end. */
int64_t core_height(const struct core *, const int64_t *offsets);

/* Takes over a packing if it is lower than the best so far. */
bool core_offer(struct core *, const int64_t *offsets, const char *strategy);

/*
 * Reads a problem.  item_of[b] becomes the item of buffer b, or -1 for one
 * that needs no memory.  *clash becomes a buffer whose fixed offset, ties and
 * alignment contradict each other, or -1.
 */
enum status core_read(struct core *, const struct pack_problem *, int32_t *item_of,
		      int32_t *clash, struct arena *, struct diags *);

/*
 * Finds the sections: STARTS and ENDS are the times of each piece, which gets
 * its range of sections.  Both are sorted on return; SCRATCH is as long.
 */
void core_sections(struct core *, struct key *starts, struct key *ends,
		   struct key *scratch);

/* The tallest of B's pieces that exist together with A; 0: none does. */
int64_t core_height_met(const struct core *, const struct item *a,
			const struct item *b);

/* The loads and what follows from them: no packing is lower than this. */
void core_bound(struct core *);

#endif
