/*
 * Tree search for a packing within a height; private to pack*.c.
 */
#ifndef PLANNER_PACK_SEARCH_H
#define PLANNER_PACK_SEARCH_H

#include "planner/pack_order.h"
#include "planner/pack_tree.h"

enum outcome { FOUND, NONE, GAVE_UP };

struct choice {
	int64_t at;
	int32_t id;
};

struct search {
	struct tree tree;
	struct order order;
	const char *letters; /* of the order, renewed whenever the problem splits */
	bool jump;           /* incomplete: NONE then proves nothing */
	bool tight;          /* fill sections without slack first */
	int64_t *fails;      /* of each section, over all runs */
	int64_t nodes, limit;
	int64_t *offsets;
	struct choice *choices; /* of all nodes on the path */
	int32_t n_choices, room;
	int32_t *pool; /* items of all parts on the path */
	int32_t n_pool, pool_room;
	uint64_t *sets;         /* for each node on the path */
	int64_t *total, *worst; /* scratch for orders, by item */
};

void search_init(struct search *, const struct core *, struct arena *);
enum outcome search_run(struct search *, int64_t height_bytes);

#endif
