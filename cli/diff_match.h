/*
 * Which layer and which tensor of one model is which of another.
 *
 * Names are a hint only: exporters number anew.  Layers are matched by what
 * they do and what surrounds them, from wide surroundings to none:
 *
 *	{surroundings of 4 steps, sizes included, and the name}
 *	{the same without the name} ... {the main operator, beside a matched layer}
 *
 * In each round those that are unique on both sides are paired, and then,
 * from pair to pair, neighbours that look alike.  A layer is matched at most
 * once, and only with one of the same main operator.
 */
#ifndef CLI_DIFF_MATCH_H
#define CLI_DIFF_MATCH_H

#include "cli/diff_outline.h"

enum { UNMATCHED = -1 };

struct match {
	int32_t *layers[2]; /* [0]: per old layer, the new one; [1]: the reverse */
	int32_t *values[2];
};

void match_outlines(struct match *, const struct outline *old,
		    const struct outline *now, struct arena *);

/* The match of two outlines of one structure: everything stands where it was. */
void match_same(struct match *, const struct outline *, struct arena *);

#endif
