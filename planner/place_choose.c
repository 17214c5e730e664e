/*
 * The ways to make one label fit one row: sets of evictions that are enough,
 * none of them for nothing.  Heavy items first, so that stopping as soon as it
 * fits leaves no item that could be spared.
 */
#include "planner/place_choose.h"

#include "base/num.h"

#include <string.h>

enum { MOST_NODES = 20000 }; /* per label and row */

static void
put(struct choice *x, int which, int32_t slot, bool on)
{
	uint64_t b = UINT64_C(1) << (slot % 64);
	uint64_t *w = &x->sets[which * x->words + slot / 64];

	*w = on ? *w | b : *w & ~b;
}

/* Is item i of the row resident, given what is evicted so far? */
static bool
resident(const struct choice *x, int32_t i)
{
	return i < 0 || !choice_has(x, SET_CHOSEN, x->row->items[i].slot);
}

int64_t
choice_saved(struct choice *x)
{
	const struct row *r = x->row;

	if (r->n_edges == 0)
		return 0;
	for (int32_t k = 0; k < r->n_edges; k++)
		x->used[k] = resident(x, r->pairs[k].a) && resident(x, r->pairs[k].b);
	return flat_match(r->edges, r->n_edges, x->used, x->scratch);
}

void
choice_mask(const struct choice *x, uint64_t *to)
{
	for (int32_t k = 0; k < x->words; k++) {
		uint64_t e = x->sets[SET_CHOSEN * x->words + k];
		uint64_t w = x->sets[SET_WRITTEN * x->words + k];
		uint64_t f = x->sets[SET_FIRM * x->words + k];

		to[SET_EVICTED * x->words + k] = e & x->row->keep_e[k];
		to[SET_WRITTEN * x->words + k] = w & x->row->keep_w[k];
		to[SET_FIRM * x->words + k] = f & x->row->keep_e[k];
		to[SET_CHOSEN * x->words + k] = e;
	}
}

static void
add_child(struct choice *x, int64_t cost, int64_t over)
{
	uint64_t *sets = x->sets + N_SETS * x->words;
	struct label l = {.cost = cost,
			  .peak = max_i64(x->peak, x->s->task->capacity + over),
			  .parent = x->parent};

	choice_mask(x, sets);
	l.value = bound_value(x->s, x->bounds, sets, cost);
	x->s->work++;
	if (l.value >= x->s->stop)
		x->s->pruned = true;
	else
		children_add(x->to, x->row, sets, &l);
}

/*
 * Enough is evicted.  Values born in place whose later eviction would overflow
 * this row become firm, all of them; evicting one now is another branch.
 */
static void
finish(struct choice *x, int64_t cost, int64_t over)
{
	int64_t slack = 0;

	for (int32_t i = 0; i < x->n_forced; i++)
		if (x->c[i].forced && !x->out[i]) {
			const struct item *it = &x->row->items[x->c[i].item];

			slack += x->s->task->flat->value[it->value].size - it->weight;
		}
	if (over + slack <= 0) {
		add_child(x, cost, over);
		return;
	}
	for (int32_t i = 0; i < x->n_forced; i++)
		if (x->c[i].forced && !x->out[i])
			put(x, SET_FIRM, x->row->items[x->c[i].item].slot, true);
	add_child(x, cost, over);
	for (int32_t i = 0; i < x->n_forced; i++)
		if (x->c[i].forced && !x->out[i])
			put(x, SET_FIRM, x->row->items[x->c[i].item].slot, false);
}

/* OVER: bytes too many when what is chosen so far is evicted. */
static void
choose(struct choice *x, int32_t k, int64_t cost, int64_t over)
{
	const struct item *it;
	int64_t weight;
	bool written;

	if (x->stop)
		return;
	if (over <= 0 && k >= x->n_forced) {
		finish(x, cost, over);
		return;
	}
	if (k == x->n || x->rest[k] < over)
		return;
	x->s->work++;
	if (++x->nodes > MOST_NODES || x->s->work > x->s->most_work) {
		x->stop = true;
		x->s->dropped = min_i64(x->s->dropped, x->floor);
		return;
	}
	it = &x->row->items[x->c[k].item];
	if (x->value + x->c[k].more >= x->most) {
		x->s->pruned = true;
	} else if (!choice_worse(x, k)) {
		int64_t before = it->paired ? choice_saved(x) : 0;

		written = choice_has(x, SET_WRITTEN, it->slot);
		put(x, SET_CHOSEN, it->slot, true);
		if (x->s->task->write[it->value])
			put(x, SET_WRITTEN, it->slot, true);
		x->out[k] = true;
		x->value += x->c[k].more;
		weight = it->weight - (it->paired ? before - choice_saved(x) : 0);
		choose(x, k + 1, cost + x->c[k].price, over - weight);
		x->value -= x->c[k].more;
		x->out[k] = false;
		put(x, SET_CHOSEN, it->slot, false);
		put(x, SET_WRITTEN, it->slot, written);
	}
	choose(x, k + 1, cost, over);
}

/* Bytes too many before anything is chosen at this row. */
static int64_t
overflow(struct choice *x)
{
	const struct row *r = x->row;
	int64_t over = r->total - r->room;

	for (int32_t k = 0; k < x->words; k++)
		for (uint64_t e = x->sets[SET_CHOSEN * x->words + k]; e; e &= e - 1) {
			int32_t i = r->at[64 * k + __builtin_ctzll(e)];

			if (i >= 0)
				over -= r->items[i].weight;
		}
	return over - choice_saved(x);
}

void
choose_evictions(struct search *s, int32_t r, const struct pool *from, int32_t label,
		 struct children *to)
{
	struct choice x = {.s = s,
			   .row = &s->task->rows[r],
			   .to = to,
			   .bounds = to->bounds,
			   .words = from->words,
			   .parent = label,
			   .sets = to->sets,
			   .c = to->candidates,
			   .rest = to->rest,
			   .out = to->out,
			   .used = to->used,
			   .scratch = to->scratch};

	x.peak = from->label[label].peak;
	x.floor = from->label[label].value;
	memcpy(x.sets, pool_set(from, label, 0), N_SETS * x.words * sizeof(*x.sets));
	/* What is evicted at a passing gap stays so; an event starts afresh. */
	for (int32_t k = 0; k < x.words; k++)
		x.sets[SET_CHOSEN * x.words + k] =
			x.sets[SET_EVICTED * x.words + k] & ~x.row->both[k];
	choice_list(&x);
	for (int32_t k = 0; k < x.words; k++)
		x.sets[SET_FIRM * x.words + k] &= ~x.row->both[k];
	choice_value(&x, from->label[label].cost);
	choose(&x, 0, from->label[label].cost, overflow(&x));
}
