/* Covers beside rows: their prices spread over gaps, and what gaps use of them. */
#include "planner/place_price.h"

#include "base/num.h"

#include <string.h>

void
prices_hold(struct prices *p, int32_t most, int32_t most_items)
{
	int32_t n = p->task->flat->n_gaps + 1;

	p->priced = arena_new(p->arena, struct priced_cover, most + 1);
	p->cover_items = arena_new(p->arena, struct cover_item, most_items + 1);
	p->inside = arena_new(p->arena, struct cover_inside, most_items + 1);
	p->first_inside = arena_new(p->arena, int32_t, n);
	memset(p->first_inside, -1, n * sizeof(*p->first_inside));
	p->add_inside = arena_new(p->arena, int64_t, n);
	p->add_begin = arena_new(p->arena, int64_t, n);
	p->add_end = arena_new(p->arena, int64_t, n);
}

static int32_t
row_at(const struct task *t, int32_t step)
{
	int32_t lo = 0, hi = t->n_rows;

	while (lo < hi) {
		int32_t mid = (lo + hi) / 2;

		if (t->rows[mid].step < step)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < t->n_rows && t->rows[lo].step == step ? lo : -1;
}

static void
add_inside(struct prices *p, int32_t g, int32_t cover, int32_t row, int64_t weight)
{
	p->inside[p->n_inside] =
		(struct cover_inside){row, cover, p->first_inside[g], weight};
	p->first_inside[g] = p->n_inside++;
}

/* Gaps that are decided leave the cover, or take from its room. */
static void
add_item(struct prices *p, struct priced_cover *c, int32_t number,
	 const struct cover_item *i)
{
	const uint8_t *state = p->task->state;
	bool left = i->left >= 0 && state[i->left] == PIN_FREE;
	bool right = i->right >= 0 && state[i->right] == PIN_FREE;

	if ((i->left >= 0 && state[i->left] == PIN_SRAM) ||
	    (i->right >= 0 && state[i->right] == PIN_SRAM)) {
		c->room -= i->weight;
		return;
	}
	if (!left && !right)
		return;
	c->items[c->n++] = (struct cover_item){left ? i->left : -1,
					       right ? i->right : -1, i->weight};
	if (i->left == i->right)
		add_inside(p, i->left, number, c->row, i->weight);
}

int64_t
cover_total(const struct priced_cover *c)
{
	int64_t sum = 0;

	for (int32_t i = 0; i < c->n; i++)
		sum += c->items[i].weight;
	return sum;
}

void
prices_add_covers(struct prices *p, int32_t from, bool grow)
{
	for (int32_t k = from; k < p->covers->n; k++) {
		struct cover *cover = &p->covers->cover[k];
		struct priced_cover *c = &p->priced[p->n_covers];

		if (from == 0 && !cover->price && !grow)
			continue;
		*c = (struct priced_cover){.cover = cover,
					   .row = row_at(p->task, cover->step),
					   .room = cover->room};
		if (c->row < 0)
			continue;
		c->items = p->cover_items + p->n_cover_items;
		for (int32_t i = 0; i < cover->n; i++)
			add_item(p, c, p->n_covers, &cover->items[i]);
		p->n_cover_items += c->n;
		p->room[p->task->n_rows + p->n_covers] = c->room;
		p->row[p->task->n_rows + p->n_covers] =
			min_i64(cover->price >> (24 - p->shift),
				prices_most(p, cover_total(c), c->room));
		p->n_covers++;
	}
}

void
prices_spread(struct prices *p)
{
	size_t n = p->task->flat->n_gaps;

	if (!p->n_covers)
		return;
	memset(p->add_inside, 0, n * sizeof(*p->add_inside));
	memset(p->add_begin, 0, n * sizeof(*p->add_begin));
	memset(p->add_end, 0, n * sizeof(*p->add_end));
	for (int32_t k = 0; k < p->n_covers; k++) {
		const struct priced_cover *c = &p->priced[k];
		int64_t price = p->row[p->task->n_rows + k];

		for (int32_t i = 0; price && i < c->n; i++) {
			const struct cover_item *x = &c->items[i];

			if (x->left == x->right) {
				p->add_inside[x->left] += price * x->weight;
				continue;
			}
			if (x->left >= 0)
				p->add_end[x->left] += price * x->weight;
			if (x->right >= 0)
				p->add_begin[x->right] += price * x->weight;
		}
		p->work += price ? c->n / 8 : 0;
	}
}

void
prices_use_covers(struct prices *p)
{
	for (int32_t k = 0; k < p->n_covers; k++) {
		const struct priced_cover *c = &p->priced[k];
		int64_t used = 0;

		for (int32_t i = 0; i < c->n; i++)
			if (item_kept(p->kept, c->items[i].left, c->items[i].right))
				used += c->items[i].weight;
		p->used[p->task->n_rows + k] = used;
	}
}
