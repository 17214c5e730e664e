#include "planner/time.h"

static void
add_read(struct load *l, const struct transfer *t, bool just_written)
{
	if (t->kind == TRANSFER_WEIGHTS)
		l->weights += t->bytes;
	else if (just_written)
		l->after += t->bytes;
	else
		l->ahead += t->bytes;
}

const struct load *
loads_of_plan(const struct plan *p, const struct analysis *a, struct arena *arena)
{
	struct load *loads = arena_new(arena, struct load, (size_t)p->steps + 1);
	/* per value: the step that wrote it, plus 1 */
	int32_t *written = arena_new(arena, int32_t, (size_t)a->graph->n_values + 1);
	const struct transfer *t;
	int32_t i;

	for (i = 0; i < p->n_transfers; i++) {
		t = &p->transfers[i];
		if (!t->write) {
			add_read(&loads[t->step], t,
				 written[t->value] && written[t->value] == t->step);
			continue;
		}
		loads[t->step].write += t->bytes;
		written[t->value] = t->step + 1;
	}
	for (i = 0; i < p->n_moves; i++)
		loads[p->moves[i].step].moved += p->moves[i].bytes;
	return loads;
}
