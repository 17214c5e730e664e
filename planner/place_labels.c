#include "planner/place_labels.h"

#include "base/num.h"

#include <stdlib.h>
#include <string.h>

int32_t
pool_add(struct pool *p)
{
	if (p->n == p->room) {
		int32_t more = p->room ? 2 * p->room : 16;
		size_t set = (size_t)N_SETS * p->words * sizeof(*p->sets);

		p->label =
			arena_grow(p->arena, p->label, p->n, more, sizeof(*p->label));
		p->sets = arena_grow(p->arena, p->sets, p->n, more, set);
		p->room = more;
	}
	return p->n++;
}

static int32_t
copy_label(struct pool *to, const struct pool *from, int32_t i)
{
	int32_t k = pool_add(to);

	to->label[k] = from->label[i];
	memcpy(pool_set(to, k, 0), pool_set(from, i, 0),
	       (size_t)N_SETS * to->words * sizeof(*to->sets));
	return k;
}

int64_t
bound_sum(const struct search *s, const struct bounds *b, const uint64_t *sets)
{
	int32_t words = s->task->words;
	int64_t sum = b->rest;

	for (int32_t i = 0; i < b->n; i++) {
		int32_t k = b->slot[i] / 64, bit = b->slot[i] % 64;
		bool w = sets[SET_WRITTEN * words + k] >> bit & 1;

		if (sets[SET_EVICTED * words + k] >> bit & 1)
			sum += b->evicted[i];
		else if (sets[SET_FIRM * words + k] >> bit & 1)
			sum += w ? b->firm_written[i] : b->firm[i];
		else
			sum += w ? b->soft_written[i] : b->soft[i];
	}
	return sum;
}

int64_t
bound_value(const struct search *s, const struct bounds *b, const uint64_t *sets,
	    int64_t cost)
{
	int64_t sum;

	if (!s->prices)
		return cost;
	sum = bound_sum(s, b, sets);
	return cost +
	       ((sum + (INT64_C(1) << s->prices->shift) - 1) >> s->prices->shift);
}

int64_t
bound_part(const struct bounds *b, int32_t slot, bool evicted, bool written)
{
	int32_t i = b->index[slot];

	if (i < 0)
		return 0;
	if (evicted)
		return b->evicted[i];
	return written ? b->soft_written[i] : b->soft[i];
}

static void
bound_slot(const struct search *s, const struct row *row, int32_t r, int32_t slot,
	   struct bounds *b)
{
	const struct prices *p = s->prices;
	const struct task *t = s->task;
	int32_t v = row->owner[slot], g = row->after[slot], i = b->n++;
	int64_t inside, read, write;

	b->slot[i] = slot;
	b->index[slot] = i;
	if (t->state[g] != PIN_FREE) {
		b->firm[i] = b->soft[i] =
			t->state[g] == PIN_SRAM ? p->stay[g][0] : p->gone[g];
		b->firm_written[i] = b->soft_written[i] =
			t->state[g] == PIN_SRAM ? p->stay[g][1] : p->gone[g];
		b->evicted[i] = p->gone[g];
		return;
	}
	read = t->read[v] << p->shift;
	write = t->write[v] << p->shift;
	inside = prices_inside(p, g, r + 1);
	b->evicted[i] = p->gone[g];
	b->firm[i] = inside + p->stay[g][0];
	b->firm_written[i] = inside + p->stay[g][1];
	b->soft[i] = min_i64(b->firm[i], read + write + p->gone[g]);
	b->soft_written[i] = min_i64(b->firm_written[i], read + p->gone[g]);
}

static void
bound_row(const struct search *s, int32_t r, struct bounds *b)
{
	const struct row *row = &s->task->rows[r];

	b->n = 0;
	if (!s->prices)
		return;
	b->rest = s->prices->rest[r + 1];
	memset(b->index, -1, s->task->n_slots * sizeof(*b->index));
	for (int32_t slot = 0; slot < s->task->n_slots; slot++)
		if (row->owner[slot] >= 0 && row->after[slot] >= 0)
			bound_slot(s, row, r, slot, b);
}

static struct bounds *
bounds_open(int32_t n, struct arena *a)
{
	struct bounds *b = arena_new(a, struct bounds, 1);
	int64_t *x = arena_new(a, int64_t, (size_t)5 * n + 1);

	b->slot = arena_new(a, int32_t, n + 1);
	b->index = arena_new(a, int32_t, n + 1);
	b->soft = x;
	b->soft_written = x + n;
	b->firm = x + 2 * n;
	b->firm_written = x + 3 * n;
	b->evicted = x + 4 * n;
	return b;
}

struct order {
	int64_t value, cost, peak;
	int32_t i;
};

static int
cheaper_first(const void *pa, const void *pb)
{
	const struct order *a = pa, *b = pb;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	if (a->cost != b->cost)
		return a->cost < b->cost ? -1 : 1;
	if (a->peak != b->peak)
		return a->peak < b->peak ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

enum { COMPARED = 64 }; /* with so many of the cheapest kept labels */

static bool
beaten(struct search *s, const struct row *row, const struct pool *kept,
       const struct pool *from, int32_t i)
{
	int32_t n = min_i64(kept->n, COMPARED);

	for (int32_t k = 0; k < n; k++) {
		s->work++;
		if (label_beats(s, row, kept, k, from, i))
			return true;
	}
	return false;
}

/* The cheapest children that nothing beats go on, up to the limit. */
static void
keep_best(struct search *s, const struct row *row, const struct pool *from,
	  struct pool *kept, struct order *o)
{
	kept->n = 0;
	for (int32_t i = 0; i < from->n; i++) {
		const struct label *l = &from->label[i];

		o[i] = (struct order){l->value, l->cost, l->peak, i};
	}
	if (from->n > 1)
		qsort(o, from->n, sizeof(*o), cheaper_first);
	for (int32_t i = 0; i < from->n; i++) {
		if (beaten(s, row, kept, from, o[i].i))
			continue;
		if (kept->n >= s->limit) {
			s->dropped = min_i64(s->dropped, o[i].value);
			continue;
		}
		copy_label(kept, from, o[i].i);
	}
}

/* What the trace back needs of the labels of one row. */
struct past {
	int32_t *parent;
	uint64_t *chosen; /* `words` per label */
};

static struct past
remember(const struct pool *kept, struct arena *a)
{
	struct past p = {arena_new(a, int32_t, kept->n + 1),
			 arena_new(a, uint64_t, (size_t)kept->n * kept->words + 1)};

	for (int32_t i = 0; i < kept->n; i++) {
		p.parent[i] = kept->label[i].parent;
		memcpy(p.chosen + (size_t)i * kept->words,
		       pool_set(kept, i, SET_CHOSEN), kept->words * sizeof(*p.chosen));
	}
	return p;
}

/* Follow the parents and read off what was evicted at each row. */
static void
trace(const struct task *t, const struct past *past, uint8_t *evicted)
{
	int32_t label = 0;

	for (int32_t r = t->n_rows - 1; r >= 0; r--) {
		const struct row *row = &t->rows[r];
		const uint64_t *chosen = past[r].chosen + (size_t)label * t->words;

		for (int32_t i = 0; i < row->n_items; i++) {
			const struct item *x = &row->items[i];

			if (!(chosen[x->slot / 64] >> (x->slot % 64) & 1))
				continue;
			if (x->left >= 0)
				evicted[x->left] = 1;
			if (x->right >= 0)
				evicted[x->right] = 1;
		}
		label = past[r].parent[label];
	}
}

int64_t
labels_run(struct search *s, uint8_t *evicted, struct arena *a)
{
	const struct task *t = s->task;
	struct pool kept = {.words = t->words, .arena = a};
	struct past *past = arena_new(a, struct past, t->n_rows + 1);
	struct order *order = NULL;
	int32_t room = 0;
	struct children to;

	children_open(&to, t, a);
	to.bounds = bounds_open(t->n_slots, a);
	s->dropped = INT64_MAX;
	s->pruned = false;
	pool_add(&kept);
	kept.label[0] = (struct label){.cost = t->cost, .value = t->cost};
	for (int32_t r = 0; r < t->n_rows; r++) {
		children_clear(&to);
		bound_row(s, r, to.bounds);
		for (int32_t i = 0; i < kept.n; i++)
			choose_evictions(s, r, &kept, i, &to);
		if (to.pool.n == 0)
			return INT64_MAX;
		if (to.pool.n > room) {
			room = 2 * to.pool.n;
			order = arena_new(a, struct order, room);
		}
		keep_best(s, &t->rows[r], &to.pool, &kept, order);
		past[r] = remember(&kept, a);
	}
	memset(evicted, 0, t->flat->n_gaps);
	trace(t, past, evicted);
	return kept.label[0].cost;
}
