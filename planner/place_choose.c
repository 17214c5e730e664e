/*
 * The ways to make one label fit one row: sets of evictions that are enough,
 * none of them for nothing.  Heavy items first, so that stopping as soon as it
 * fits leaves no item that could be spared.
 */
#include "planner/place_labels.h"

#include "base/num.h"

#include <string.h>

enum { MOST_NODES = 20000 }; /* per label and row */

struct candidate {
	int32_t item;
	int64_t weight, price;
	int64_t more; /* what evicting it adds to the value, scaled; >= 0 */
	uint64_t kin; /* of its first open gap; 0: none, or in an edge here */
	bool forced;  /* born in place: evicted now, or firm */
};

struct choice {
	struct search *s;
	const struct row *row;
	struct children *to;
	const struct bounds *bounds;
	int32_t words, parent;
	uint64_t *sets; /* being built */
	int32_t n, n_forced;
	struct candidate *c;
	int64_t *rest; /* weights from c[i] on */
	bool *out;     /* c[i] is evicted */
	uint8_t *used; /* edges */
	int64_t *scratch;
	int64_t peak;
	int64_t floor; /* the parent's value */
	int64_t value; /* scaled: the parent's value and what was evicted since */
	int64_t most;  /* scaled: values above it are of no interest */
	int64_t nodes;
	bool stop; /* work has run out */
};

static bool
has(const struct choice *x, int which, int32_t slot)
{
	return x->sets[which * x->words + slot / 64] >> (slot % 64) & 1;
}

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
	return i < 0 || !has(x, SET_CHOSEN, x->row->items[i].slot);
}

static int64_t
saved(struct choice *x)
{
	const struct row *r = x->row;

	if (r->n_edges == 0)
		return 0;
	for (int32_t k = 0; k < r->n_edges; k++)
		x->used[k] = resident(x, r->pairs[k].a) && resident(x, r->pairs[k].b);
	return flat_match(r->edges, r->n_edges, x->used, x->scratch);
}

/* The state that the rows to come see. */
static void
masked(const struct choice *x, uint64_t *to)
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

static unsigned
status_of(const uint64_t *sets, int32_t words, int32_t slot)
{
	int32_t k = slot / 64, b = slot % 64;

	return (unsigned)(sets[SET_EVICTED * words + k] >> b & 1) << 2 |
	       (unsigned)(sets[SET_WRITTEN * words + k] >> b & 1) << 1 |
	       (unsigned)(sets[SET_FIRM * words + k] >> b & 1);
}

static void
set_status(uint64_t *sets, int32_t words, int32_t slot, unsigned status)
{
	int32_t k = slot / 64;
	uint64_t b = UINT64_C(1) << (slot % 64);

	for (int i = 0; i < 3; i++) {
		uint64_t *w = &sets[i * words + k];

		*w = status >> (2 - i) & 1 ? *w | b : *w & ~b;
	}
}

/* The state as a key: among kin, the evicted come first. */
static void
sort_kin(const struct row *r, uint64_t *key, int32_t words)
{
	int32_t count[8], i, k;

	for (i = 0; i < r->n_kin; i = k + 1) {
		memset(count, 0, sizeof(count));
		for (k = i; r->kin[k] >= 0; k++)
			count[status_of(key, words, r->kin[k])]++;
		k = i;
		for (int status = 7; status >= 0; status--)
			for (; count[status] > 0; count[status]--)
				set_status(key, words, r->kin[k++], (unsigned)status);
	}
}

static uint64_t
hash_state(const uint64_t *sets, int32_t n)
{
	uint64_t h = HASH_SEED;

	for (int32_t k = 0; k < n; k++) {
		h = (h ^ sets[k]) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 29;
	}
	return h;
}

static void
rehash(struct children *to)
{
	const struct pool *p = &to->pool;

	to->table_size *= 2;
	to->table = arena_new(p->arena, int32_t, to->table_size);
	for (int32_t i = 0; i < p->n; i++) {
		uint64_t h = hash_state(pool_set(p, i, SET_KEY), 3 * p->words);

		while (to->table[h & (to->table_size - 1)])
			h++;
		to->table[h & (to->table_size - 1)] = i + 1;
	}
}

/* The label with this state, made if there is none. */
static int32_t
find(struct children *to, const uint64_t *sets, bool *made)
{
	struct pool *p = &to->pool;
	uint64_t h;
	int32_t i;

	if (2 * p->n >= to->table_size)
		rehash(to);
	h = hash_state(sets + SET_KEY * p->words, 3 * p->words);
	for (; (i = to->table[h & (to->table_size - 1)]); h++)
		if (!memcmp(pool_set(p, i - 1, SET_KEY), sets + SET_KEY * p->words,
			    3 * p->words * sizeof(*sets))) {
			*made = false;
			return i - 1;
		}
	i = pool_add(p);
	to->table[h & (to->table_size - 1)] = i + 1;
	*made = true;
	return i;
}

static bool
better(const struct label *l, int64_t cost, int64_t peak)
{
	return cost != l->cost ? cost < l->cost : peak < l->peak;
}

static void
add_child(struct choice *x, int64_t cost, int64_t over)
{
	uint64_t *sets = x->sets + N_SETS * x->words;
	int64_t peak = max_i64(x->peak, x->s->task->capacity + over), value;
	struct label *l;
	bool made;
	int32_t i;

	masked(x, sets);
	value = bound_value(x->s, x->bounds, sets, cost);
	x->s->work++;
	if (value >= x->s->stop) {
		x->s->pruned = true;
		return;
	}
	memcpy(sets + SET_KEY * x->words, sets, 3 * x->words * sizeof(*sets));
	if (x->row->n_kin)
		sort_kin(x->row, sets + SET_KEY * x->words, x->words);
	i = find(x->to, sets, &made);
	l = &x->to->pool.label[i];
	if (!made && !better(l, cost, peak))
		return;
	*l = (struct label){cost, value, peak, x->parent};
	memcpy(pool_set(&x->to->pool, i, 0), sets, N_SETS * x->words * sizeof(*sets));
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

/* Keeping v and evicting w is never better than the other way round. */
static bool
exchanged(const struct choice *x, const struct candidate *v, const struct candidate *w)
{
	const struct task *t = x->s->task;
	const struct item *iv = &x->row->items[v->item], *iw = &x->row->items[w->item];
	const struct task_gap *gv, *gw;

	if (v->price > w->price || iv->paired || iw->paired || iv->right < 0 ||
	    iw->right < 0 || item_both(iv) || item_both(iw) ||
	    t->flat->value[iw->value].size >
		    t->flat->value[iv->value].size - t->flat->gap[iv->right].most_inner)
		return false;
	gv = &t->gap[iv->right];
	gw = &t->gap[iw->right];
	if (gv->risky_end || gw->until > gv->until)
		return false;
	if (gw->until == gv->until && gw->until % 2 &&
	    !(gv->plain_end && gw->end == gv->end && gw->end_weight <= gv->end_weight))
		return false;
	return has(x, SET_WRITTEN, iw->slot) ||
	       !(x->row->keep_w[iw->slot / 64] >> (iw->slot % 64) & 1) ||
	       t->write[iw->value] <= w->price - v->price;
}

/* Evicting one or the other makes no difference. */
static bool
same(const struct choice *x, const struct candidate *v, const struct candidate *w)
{
	return v->kin && v->kin == w->kin && v->price == w->price &&
	       v->weight == w->weight &&
	       has(x, SET_WRITTEN, x->row->items[v->item].slot) ==
		       has(x, SET_WRITTEN, x->row->items[w->item].slot);
}

static bool
worse(const struct choice *x, int32_t k)
{
	for (int32_t i = 0; i < k; i++)
		if (!x->out[i] && x->c[i].weight >= x->c[k].weight &&
		    (same(x, &x->c[i], &x->c[k]) || exchanged(x, &x->c[i], &x->c[k])))
			return true;
	return false;
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
	} else if (!worse(x, k)) {
		int64_t before = it->paired ? saved(x) : 0;

		written = has(x, SET_WRITTEN, it->slot);
		put(x, SET_CHOSEN, it->slot, true);
		if (x->s->task->write[it->value])
			put(x, SET_WRITTEN, it->slot, true);
		x->out[k] = true;
		x->value += x->c[k].more;
		weight = it->weight - (it->paired ? before - saved(x) : 0);
		choose(x, k + 1, cost + x->c[k].price, over - weight);
		x->value -= x->c[k].more;
		x->out[k] = false;
		put(x, SET_CHOSEN, it->slot, false);
		put(x, SET_WRITTEN, it->slot, written);
	}
	choose(x, k + 1, cost, over);
}

/* Born in place with a window: evicting it later would take more room here. */
static bool
born_in_place(const struct choice *x, const struct item *it)
{
	return it->paired && it->left < 0 &&
	       it->weight < x->s->task->flat->value[it->value].size &&
	       x->row->keep_e[it->slot / 64] >> (it->slot % 64) & 1;
}

/*
 * Evicting raises the value by the price, less what the bound had foreseen.
 * An end of an edge is valued with its partner, so only the price of a value's
 * own course is certain there: nothing is counted.
 */
static int64_t
more_if_evicted(const struct choice *x, const struct item *it, int64_t price)
{
	const struct prices *p = x->s->prices;
	bool written = has(x, SET_WRITTEN, it->slot), keep;
	bool now = written || x->s->task->write[it->value] > 0;
	int64_t more;

	if (!p)
		return price;
	keep = x->row->keep_e[it->slot / 64] >> (it->slot % 64) & 1;
	more = (price << p->shift) + bound_part(x->bounds, it->slot, keep, now) -
	       bound_part(x->bounds, it->slot, false, written);
	return max_i64(more, 0);
}

/* The value when nothing is evicted at this row, and where to stop, scaled. */
static void
start_value(struct choice *x, int64_t cost)
{
	const struct prices *p = x->s->prices;
	int64_t base = x->s->task->cost;

	if (!p) {
		x->value = cost;
		x->most = x->s->stop;
		return;
	}
	x->value = (cost - base) << p->shift;
	x->most = x->s->stop == INT64_MAX ? INT64_MAX
					  : ((x->s->stop - base - 1) << p->shift) + 1;
	masked(x, x->sets + N_SETS * x->words);
	x->value += bound_sum(x->s, x->bounds, x->sets + N_SETS * x->words);
}

static void
list_candidates(struct choice *x)
{
	const struct task *t = x->s->task;
	const struct row *r = x->row;

	x->n = x->n_forced = 0;
	for (int32_t i = 0; i < r->n_items; i++) {
		const struct item *it = &r->items[i];
		struct candidate *c = &x->c[x->n];
		bool evicted = has(x, SET_EVICTED, it->slot), both = item_both(it);

		if ((evicted && !both) || has(x, SET_FIRM, it->slot))
			continue;
		c->item = i;
		c->weight = it->weight;
		c->price = t->read[it->value] * (both && !evicted ? 2 : 1);
		if (!has(x, SET_WRITTEN, it->slot))
			c->price += t->write[it->value];
		c->more = more_if_evicted(x, it, c->price);
		c->kin = it->paired ? 0
				    : t->gap[it->left >= 0 ? it->left : it->right].kin;
		c->forced = born_in_place(x, it);
		x->out[x->n++] = false;
		if (c->forced)
			x->n_forced = x->n;
	}
	x->rest[x->n] = 0;
	for (int32_t i = x->n; i-- > 0;)
		x->rest[i] = x->rest[i + 1] + x->c[i].weight;
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
	return over - saved(x);
}

void
children_open(struct children *to, const struct task *t, struct arena *a)
{
	int32_t items = 1, edges = 1;

	for (int32_t r = 0; r < t->n_rows; r++) {
		items = max_i64(items, t->rows[r].n_items + 1);
		edges = max_i64(edges, t->rows[r].n_edges + 1);
	}
	to->pool = (struct pool){.words = t->words, .arena = a};
	to->table_size = 64;
	to->table = arena_new(a, int32_t, to->table_size);
	to->sets = arena_new(a, uint64_t, 2 * N_SETS * t->words);
	to->candidates = arena_new(a, struct candidate, items);
	to->rest = arena_new(a, int64_t, items + 1);
	to->out = arena_new(a, bool, items);
	to->used = arena_new(a, uint8_t, edges);
	to->scratch = arena_new(a, int64_t, 6 * edges);
}

void
children_clear(struct children *to)
{
	if (to->pool.n)
		memset(to->table, 0, to->table_size * sizeof(*to->table));
	to->pool.n = 0;
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
	list_candidates(&x);
	for (int32_t k = 0; k < x.words; k++)
		x.sets[SET_FIRM * x.words + k] &= ~x.row->both[k];
	start_value(&x, from->label[label].cost);
	choose(&x, 0, from->label[label].cost, overflow(&x));
}
