/*
 * The state of a tree search; private to pack*.c.
 *
 * Items are placed bottom up, each at the lowest offset still possible for
 * it, and along a path offsets never decrease: every packing, pushed down as
 * far as it goes, is reached this way.  The state keeps for each item not yet
 * placed its lowest offset, and for each section what it must still hold, with
 * a witness: an item low enough that all of it may fit above.
 */
#ifndef PLANNER_PACK_TREE_H
#define PLANNER_PACK_TREE_H

#include "planner/pack_core.h"

struct undo {
	int32_t id;    /* of an item, or ~ of a section */
	int64_t value; /* its lowest offset, or its witness */
};

struct tree {
	const struct core *core;
	int64_t cap;         /* units */
	int64_t *low, *high; /* of each item: offsets it may still take */
	bool *placed;
	int64_t *rest;     /* of each section: total of the items not placed */
	int64_t *floor;    /* of each section: low of its witness */
	int32_t *witness;  /* of each section */
	int32_t *crossing; /* of each border: unplaced items on both sides of it */
	int32_t *met_from, *met;       /* the items each item meets */
	int64_t *met_height;           /* of the item, where it meets; NULL if plain */
	int32_t *member_from, *member; /* the items of each section */
	int32_t *twin;                 /* an identical item that goes first, or -1 */
	struct undo *trail;
	int32_t n_trail, room;
	int32_t words;   /* of a set of sections */
	uint64_t *masks; /* the sections of each item */
	struct arena *arena;
};

void tree_init(struct tree *, const struct core *, struct arena *);
/* All items unplaced, for packings within that height. */
bool tree_reset(struct tree *, int64_t height_bytes);

/*
 * Places an item at its lowest offset.  Returns a section that cannot hold
 * what it must any more, or -1.  INFLUENCE gets the sections that the
 * placement had a say in; NULL where nobody asks.
 */
int32_t tree_place(struct tree *, int32_t id, uint64_t *influence);
/* Unplaces an item whose lifts a later undo takes back. */
void tree_lift_off(struct tree *, int32_t id);
void tree_undo(struct tree *, int32_t id, int32_t trail);

#endif
