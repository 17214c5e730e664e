/*
 * Symmetry: gaps of equal size whose remaining events are the same.  Which of
 * them is evicted makes no difference, only how many.
 */
#include "planner/place_task.h"

#include <stdlib.h>
#include <string.h>

static uint64_t
mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * UINT64_C(0x9E3779B97F4A7C15);
	return h ^ h >> 29;
}

static uint64_t
kin_of(const struct task *t, int32_t g, uint64_t next)
{
	const struct task_gap *x = &t->gap[g];
	int32_t v = t->flat->gap[g].value;
	uint64_t h = mix(next, t->state[g]);

	if (t->state[g] != PIN_FREE)
		return mix(h, x->until);
	if (x->end >= 0 && !x->plain_end && t->flat->first_gap[v + 1] == g + 1)
		return 0; /* may be overwritten in place */
	h = mix(h, (uint64_t)t->flat->value[v].size);
	h = mix(h, (uint64_t)t->read[v]);
	h = mix(h, (uint64_t)t->write[v]);
	h = mix(h, (uint64_t)x->until);
	h = mix(h, (uint64_t)x->end + 1);
	return mix(h, (uint64_t)x->end_weight) | 1;
}

struct member {
	uint64_t kin;
	int32_t slot;
};

static int
by_kin(const void *pa, const void *pb)
{
	const struct member *a = pa, *b = pb;

	if (a->kin != b->kin)
		return a->kin < b->kin ? -1 : 1;
	return a->slot < b->slot ? -1 : a->slot > b->slot;
}

static void
group_slots(struct task *t, struct row *r, struct member *m, struct arena *a)
{
	int32_t n = 0, groups = 0;

	for (int32_t s = 0; s < t->n_slots; s++)
		if (r->owner[s] >= 0 && r->after[s] >= 0 && t->gap[r->after[s]].kin)
			m[n++] = (struct member){t->gap[r->after[s]].kin, s};
	qsort(m, n, sizeof(*m), by_kin);
	for (int32_t i = 0; i + 1 < n; i++)
		groups += m[i].kin == m[i + 1].kin;
	if (!groups)
		return;
	r->kin = arena_new(a, int32_t, 2 * n);
	for (int32_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && m[k].kin == m[i].kin;)
			k++;
		for (int32_t j = i; k - i > 1 && j < k; j++)
			r->kin[r->n_kin++] = m[j].slot;
		if (k - i > 1)
			r->kin[r->n_kin++] = -1;
	}
}

void
task_find_kin(struct task *t, struct arena *a)
{
	const struct flat *f = t->flat;
	struct member *m = arena_new(a, struct member, t->n_slots + 1);

	for (int32_t v = 0; v < f->n_values; v++) {
		uint64_t next = 1;

		for (int32_t g = f->first_gap[v + 1]; g-- > f->first_gap[v];) {
			t->gap[g].kin = next ? kin_of(t, g, next) : 0;
			next = t->gap[g].kin;
		}
	}
	for (int32_t r = 0; r < t->n_rows; r++)
		group_slots(t, &t->rows[r], m, a);
}
