/*
 * A better best, near the one that is known: the gaps of a few steps are placed
 * again with all others as they are, window after window.
 */
#include "planner/place_ladder.h"

enum { LEAST_WIDTH = 8, MEND_ROUNDS = 60, MEND_LABELS = 256 };

/* Gaps that a window touches are open, the others as in the best. */
static void
open_window(const struct place_ladder *l, int32_t from, int32_t to, uint8_t *decided)
{
	for (int32_t g = 0; g < l->flat->n_gaps; g++) {
		const struct flat_gap *x = &l->flat->gap[g];

		if (l->flat->pin[g] != PIN_FREE)
			decided[g] = l->flat->pin[g];
		else if (x->r >= from && x->l < to)
			decided[g] = PIN_FREE;
		else
			decided[g] = l->resident[g] ? PIN_SRAM : PIN_DRAM;
	}
}

/* Windows of one width, each half over the one before, until none improves. */
static void
mend_width(struct place_ladder *l, int32_t width, int64_t most_work, struct arena *a)
{
	int32_t n = l->flat->steps / (width / 2) + 1, idle = 0;

	for (int32_t i = 0; idle <= n && l->work < most_work; i = (i + 1) % n) {
		struct arena_mark m = arena_mark(a);
		int32_t from = (i - 1) * (width / 2);
		struct part p = {.decided = arena_new(a, uint8_t, l->flat->n_gaps + 1)};

		open_window(l, from, from + width, p.decided);
		part_settle(l, &p, NULL, MEND_ROUNDS, 0, a);
		idle++;
		if (!p.done && part_search(l, &p, MEND_LABELS, most_work - l->work, a))
			idle = 0;
		arena_rewind(a, m);
	}
}

void
place_mend(struct place_ladder *l, int64_t work, struct arena *a)
{
	int64_t end = l->work + work, before;

	do {
		before = l->best;
		for (int32_t w = LEAST_WIDTH; w < l->flat->steps / 2; w *= 2)
			mend_width(l, w, end, a);
	} while (l->best < before && l->work < end);
}
