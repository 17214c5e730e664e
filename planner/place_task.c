#include "planner/place_task.h"

#include "base/num.h"
#include "planner/place_cut.h"

#include <string.h>

int64_t
task_unit(const struct task *t, int32_t v)
{
	int32_t open = 0;

	for (int32_t g = t->flat->first_gap[v]; g < t->flat->first_gap[v + 1]; g++)
		open += t->state[g] == PIN_FREE;
	if (open == 0)
		return 0;
	return gcd_i64(t->read[v] + t->write[v], open > 1 ? t->read[v] : 0);
}

/* Prices: of open gaps, and the cost of what is decided. */
static void
set_prices(struct task *t, bool ties)
{
	const struct flat *f = t->flat;
	int64_t most = 0;

	for (int32_t v = 0; v < f->n_values; v++)
		most += f->value[v].read * (f->first_gap[v + 1] - f->first_gap[v]) +
			f->value[v].write;
	t->scale =
		ties && most < (INT64_MAX >> 3) / (f->n_gaps + 1) ? f->n_gaps + 1 : 1;
	for (int32_t v = 0; v < f->n_values; v++) {
		int32_t out = 0;

		for (int32_t g = f->first_gap[v]; g < f->first_gap[v + 1]; g++)
			out += t->state[g] == PIN_DRAM;
		t->read[v] = f->value[v].read * t->scale + (t->scale > 1);
		t->write[v] = f->value[v].write * t->scale;
		t->cost += out * t->read[v];
		if (out) {
			t->cost += t->write[v];
			t->write[v] = 0;
		}
		t->unit = gcd_i64(t->unit, task_unit(t, v));
	}
}

static void
place_gaps(struct task *t, const struct usage *u, const int32_t *row_of)
{
	const struct flat *f = t->flat;

	for (int32_t g = 0; g < f->n_gaps; g++) {
		const struct flat_gap *x = &f->gap[g];
		struct task_gap *to = &t->gap[g];
		int32_t out = u->next[x->r < f->steps ? x->r : f->steps];

		to->in = row_of[u->next[x->l + 1]];
		to->out = row_of[out];
		to->until = 2 * to->out + (out == x->r && x->r < f->steps);
		to->begin = to->end = -1;
	}
}

static void
add_item(struct row *r, int32_t value, int32_t left, int32_t right, int64_t weight)
{
	struct item *i = &r->items[r->n_items++];

	i->value = value;
	i->left = left;
	i->right = right;
	i->weight = weight;
	r->total += weight;
}

static void
add_event_item(struct task *t, int32_t row, const struct flat_event *e)
{
	int32_t left = e->left >= 0 && t->state[e->left] == PIN_FREE ? e->left : -1;
	int32_t right = e->right >= 0 && t->state[e->right] == PIN_FREE ? e->right : -1;
	int64_t weight = event_weight(t, e);

	if (!is_item(t, e, t->rows[row].step))
		return;
	add_item(&t->rows[row], e->value, left, right, weight);
	if (left >= 0) {
		t->gap[left].end = row;
		t->gap[left].end_weight = weight;
	}
	if (right >= 0) {
		t->gap[right].begin = row;
		t->gap[right].begin_weight = weight;
	}
}

static void
fill_items(struct task *t, struct arena *a)
{
	const struct flat *f = t->flat;
	int32_t *n = arena_new(a, int32_t, t->n_rows + 1);

	for (int32_t g = 0; g < f->n_gaps; g++)
		for (int32_t r = t->gap[g].in;
		     t->state[g] == PIN_FREE && r < t->gap[g].out; r++)
			n[r]++;
	for (int32_t r = 0; r < t->n_rows; r++) {
		int32_t s = t->rows[r].step;
		int32_t events = f->first_event[s + 1] - f->first_event[s];

		t->rows[r].items = arena_new(a, struct item, n[r] + events + 1);
		for (int32_t k = f->first_event[s]; k < f->first_event[s + 1]; k++)
			add_event_item(t, r, &f->event[k]);
	}
	for (int32_t g = 0; g < f->n_gaps; g++)
		for (int32_t r = t->gap[g].in;
		     t->state[g] == PIN_FREE && r < t->gap[g].out; r++)
			add_item(&t->rows[r], f->gap[g].value, g, g, gap_size(f, g));
}

/* Paired first, then heavy first, then the one needed last, then by number. */
static bool
item_before(const struct task *t, const struct item *a, const struct item *b)
{
	int32_t ua, ub;

	if (a->paired != b->paired)
		return a->paired;
	if (a->weight != b->weight)
		return a->weight > b->weight;
	ua = a->right >= 0 ? t->gap[a->right].until : -1;
	ub = b->right >= 0 ? t->gap[b->right].until : -1;
	if (ua != ub)
		return ua > ub;
	return a->value < b->value;
}

static void
sort_items(const struct task *t, struct row *r)
{
	for (int32_t i = 1; i < r->n_items; i++) {
		struct item x = r->items[i];
		int32_t k = i;

		for (; k > 0 && item_before(t, &x, &r->items[k - 1]); k--)
			r->items[k] = r->items[k - 1];
		r->items[k] = x;
	}
}

static int32_t
item_with(const struct row *r, int32_t left, int32_t right)
{
	for (int32_t i = 0; i < r->n_items; i++)
		if ((left >= 0 && r->items[i].left == left) ||
		    (right >= 0 && r->items[i].right == right))
			return i;
	return -1;
}

static void
mark_paired(struct task *t, struct row *r, const struct flat_edge *e)
{
	int32_t a = item_with(r, e->left, -1), b = item_with(r, -1, e->right);
	int64_t window;

	if (a >= 0) {
		window = t->flat->value[e->from].size - r->items[a].weight;
		r->items[a].paired = true;
		t->gap[e->left].risky_end = window > 0;
	}
	if (b >= 0)
		r->items[b].paired = true;
}

/*
 * Edges of a row, with their ends as items.  When no end is open they save the
 * same whatever is decided, and that goes into the room.
 */
static void
fill_edges(struct task *t, struct row *r, struct usage *u, struct arena *a)
{
	const struct flat *f = t->flat;
	int32_t most = f->first_edge[r->step + 1] - f->first_edge[r->step], n, open = 0;

	if (!most)
		return;
	r->edges = arena_new(a, struct flat_edge, most);
	r->pairs = arena_new(a, struct row_pair, most);
	n = cut_edges(t, r->step, r->edges);
	for (int32_t k = 0; k < n; k++) {
		mark_paired(t, r, &r->edges[k]);
		open += t->state[r->edges[k].left] == PIN_FREE ||
			t->state[r->edges[k].right] == PIN_FREE;
	}
	r->n_edges = open ? n : 0;
	if (!open)
		r->room += cut_edges_saved(t, r->step, u, r->edges);
}

static void
name_pairs(const struct task *t, struct row *r)
{
	for (int32_t k = 0; k < r->n_edges; k++) {
		const struct flat_edge *e = &r->edges[k];

		r->pairs[k].a =
			t->state[e->left] == PIN_FREE ? item_with(r, e->left, -1) : -1;
		r->pairs[k].b = t->state[e->right] == PIN_FREE
					? item_with(r, -1, e->right)
					: -1;
	}
}

static void
mark_ends(struct task *t, const struct row *r)
{
	for (int32_t i = 0; i < r->n_items; i++) {
		const struct item *x = &r->items[i];

		if (x->left >= 0 && x->right < 0 && !x->paired)
			t->gap[x->left].plain_end = true;
	}
}

/* A slot per value from its first item to its last; low ones are reused. */
static void
assign_slots(struct task *t, const int32_t *last, int32_t *slot, int32_t *free)
{
	int32_t n_free = 0;

	for (int32_t r = 0; r < t->n_rows; r++) {
		struct row *row = &t->rows[r];

		for (int32_t i = 0; i < row->n_items; i++) {
			int32_t v = row->items[i].value;

			if (slot[v] < 0)
				slot[v] = n_free ? free[--n_free] : t->n_slots++;
			row->items[i].slot = slot[v];
		}
		for (int32_t i = 0; i < row->n_items; i++)
			if (last[row->items[i].value] == r)
				free[n_free++] = row->items[i].slot;
	}
}

static void
set_bit(uint64_t *set, int32_t i)
{
	set[i / 64] |= UINT64_C(1) << (i % 64);
}

/* The gap a value is in just after a row, looked for from an earlier one. */
static int32_t
gap_after(const struct flat *f, int32_t v, int32_t step, int32_t from)
{
	int32_t g = from < f->first_gap[v] ? f->first_gap[v] : from;

	while (g < f->first_gap[v + 1] && f->gap[g].r <= step)
		g++;
	return g < f->first_gap[v + 1] ? g : -1;
}

/* Does an open gap still bear on a row after R? */
static bool
matters(const struct task *t, int32_t g, int32_t r)
{
	return t->state[g] == PIN_FREE && (t->gap[g].out > r + 1 || t->gap[g].end > r);
}

static void
fill_slots(struct task *t, const int32_t *last, struct arena *a)
{
	const struct flat *f = t->flat;
	int32_t n = t->n_slots;
	int32_t *owner = arena_new(a, int32_t, n + 1);
	int32_t *from = arena_new(a, int32_t, n + 1);
	int32_t *ints = arena_new(a, int32_t, (size_t)t->n_rows * n * 3 + 1);
	uint64_t *sets = arena_new(a, uint64_t, (size_t)t->n_rows * t->words * 4 + 1);

	memset(owner, -1, (n + 1) * sizeof(*owner));
	for (int32_t r = 0; r < t->n_rows; r++) {
		struct row *row = &t->rows[r];

		row->at = ints;
		row->owner = ints + n;
		row->after = ints + 2 * n;
		ints += 3 * n;
		row->both = sets;
		row->member = sets + t->words;
		row->keep_e = sets + 2 * t->words;
		row->keep_w = sets + 3 * t->words;
		sets += 4 * t->words;
		memset(row->at, -1, n * sizeof(*row->at));
		for (int32_t i = 0; i < row->n_items; i++) {
			const struct item *x = &row->items[i];

			row->at[x->slot] = i;
			if (owner[x->slot] != x->value)
				from[x->slot] = 0;
			owner[x->slot] = x->value;
			set_bit(row->member, x->slot);
			if (item_both(x))
				set_bit(row->both, x->slot);
		}
		for (int32_t s = 0; s < n; s++) {
			int32_t v = owner[s];

			if (v >= 0 && last[v] <= r)
				v = owner[s] = -1;
			row->owner[s] = v;
			row->after[s] = -1;
			if (v < 0)
				continue;
			row->after[s] = gap_after(f, v, row->step, from[s]);
			from[s] = row->after[s];
			if (row->after[s] >= 0 && matters(t, row->after[s], r))
				set_bit(row->keep_e, s);
			if (t->write[v] > 0)
				set_bit(row->keep_w, s);
		}
	}
}

static void
find_last(const struct task *t, int32_t *last)
{
	for (int32_t r = 0; r < t->n_rows; r++)
		for (int32_t i = 0; i < t->rows[r].n_items; i++)
			last[t->rows[r].items[i].value] = r;
}

static void
fill_rows(struct task *t, struct usage *u, struct arena *a)
{
	const struct flat *f = t->flat;
	int32_t *row_of = arena_new(a, int32_t, f->steps + 2);
	int32_t *last = arena_new(a, int32_t, f->n_values + 1);
	int32_t *slot = arena_new(a, int32_t, f->n_values + 1);
	int32_t *free = arena_new(a, int32_t, f->n_values + 1);

	for (int32_t s = u->next[0]; s < f->steps; s = u->next[s + 1])
		t->n_rows++;
	t->rows = arena_new(a, struct row, t->n_rows + 1);
	t->n_rows = 0;
	for (int32_t s = u->next[0]; s < f->steps; s = u->next[s + 1]) {
		t->rows[t->n_rows].step = s;
		t->rows[t->n_rows].room = step_room(t, u, s);
		row_of[s] = t->n_rows++;
	}
	row_of[f->steps] = t->n_rows;
	place_gaps(t, u, row_of);
	fill_items(t, a);
	for (int32_t r = 0; r < t->n_rows; r++) {
		fill_edges(t, &t->rows[r], u, a);
		sort_items(t, &t->rows[r]);
		name_pairs(t, &t->rows[r]);
		mark_ends(t, &t->rows[r]);
		t->work += t->rows[r].n_items;
	}
	memset(slot, -1, (f->n_values + 1) * sizeof(*slot));
	find_last(t, last);
	assign_slots(t, last, slot, free);
	t->words = (t->n_slots + 63) / 64;
	t->words += t->words == 0;
	fill_slots(t, last, a);
	task_find_kin(t, a);
}

struct task *
task_open(const struct flat *f, int64_t capacity, const uint8_t *decided, bool ties,
	  struct arena *a)
{
	struct task *t = arena_new(a, struct task, 1);
	int32_t most = 1;
	struct usage u;

	for (int32_t s = 0; s < f->steps; s++)
		if (f->first_edge[s + 1] - f->first_edge[s] > most)
			most = f->first_edge[s + 1] - f->first_edge[s];
	t->flat = f;
	t->capacity = capacity;
	t->impossible = -1;
	t->state = arena_new(a, uint8_t, f->n_gaps + 1);
	memcpy(t->state, decided, f->n_gaps);
	t->gap = arena_new(a, struct task_gap, f->n_gaps + 1);
	t->read = arena_new(a, int64_t, f->n_values + 1);
	t->write = arena_new(a, int64_t, f->n_values + 1);
	u.decided = arena_new(a, int64_t, f->steps + 1);
	u.open = arena_new(a, int64_t, f->steps + 1);
	u.saved = arena_new(a, int64_t, f->steps + 1);
	u.slack = arena_new(a, int64_t, f->steps + 1);
	u.next = arena_new(a, int32_t, f->steps + 1);
	u.used = arena_new(a, uint8_t, most);
	u.scratch = arena_new(a, int64_t, 6 * most);
	cut_down(t, &u, arena_new(a, struct flat_edge, most),
		 arena_new(a, uint8_t, f->n_gaps + 1));
	set_prices(t, ties);
	fill_rows(t, &u, a);
	return t;
}
