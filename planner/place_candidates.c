/*
 * What may be evicted at one row, heavy items first, what each would add to the
 * label's value, and which of them are never better than another.
 */
#include "planner/place_choose.h"

#include "base/num.h"

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
	bool written = choice_has(x, SET_WRITTEN, it->slot), keep;
	bool now = written || x->s->task->write[it->value] > 0;
	int64_t more;

	if (!p)
		return price;
	keep = x->row->keep_e[it->slot / 64] >> (it->slot % 64) & 1;
	more = (price << p->shift) + bound_part(x->bounds, it->slot, keep, now) -
	       bound_part(x->bounds, it->slot, false, written);
	return max_i64(more, 0);
}

void
choice_value(struct choice *x, int64_t cost)
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
	choice_mask(x, x->sets + N_SETS * x->words);
	x->value += bound_sum(x->s, x->bounds, x->sets + N_SETS * x->words);
}

void
choice_list(struct choice *x)
{
	const struct task *t = x->s->task;
	const struct row *r = x->row;

	x->n = x->n_forced = 0;
	for (int32_t i = 0; i < r->n_items; i++) {
		const struct item *it = &r->items[i];
		struct candidate *c = &x->c[x->n];
		bool evicted = choice_has(x, SET_EVICTED, it->slot),
		     both = item_both(it);

		if ((evicted && !both) || choice_has(x, SET_FIRM, it->slot))
			continue;
		c->item = i;
		c->weight = it->weight;
		c->price = t->read[it->value] * (both && !evicted ? 2 : 1);
		if (!choice_has(x, SET_WRITTEN, it->slot))
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

/* Keeping v and evicting w is never better than the other way round. */
static bool
exchanged(const struct choice *x, const struct candidate *v, const struct candidate *w)
{
	const struct task *t = x->s->task;
	const struct item *iv = &x->row->items[v->item], *iw = &x->row->items[w->item];
	const struct task_gap *gv, *gw;

	if (v->price > w->price || iv->paired || iw->paired || iv->right < 0 ||
	    iw->right < 0 || item_both(iv) || item_both(iw) ||
	    t->flat->value[iw->value].size > t->flat->value[iv->value].size)
		return false;
	gv = &t->gap[iv->right];
	gw = &t->gap[iw->right];
	if (gv->risky_end || gw->until > gv->until)
		return false;
	if (gw->until == gv->until && gw->until % 2 &&
	    !(gv->plain_end && gw->end == gv->end && gw->end_weight <= gv->end_weight))
		return false;
	return choice_has(x, SET_WRITTEN, iw->slot) ||
	       !(x->row->keep_w[iw->slot / 64] >> (iw->slot % 64) & 1) ||
	       t->write[iw->value] <= w->price - v->price;
}

/* Evicting one or the other makes no difference. */
static bool
same(const struct choice *x, const struct candidate *v, const struct candidate *w)
{
	return v->kin && v->kin == w->kin && v->price == w->price &&
	       v->weight == w->weight &&
	       choice_has(x, SET_WRITTEN, x->row->items[v->item].slot) ==
		       choice_has(x, SET_WRITTEN, x->row->items[w->item].slot);
}

bool
choice_worse(const struct choice *x, int32_t k)
{
	for (int32_t i = 0; i < k; i++)
		if (!x->out[i] && x->c[i].weight >= x->c[k].weight &&
		    (same(x, &x->c[i], &x->c[k]) || exchanged(x, &x->c[i], &x->c[k])))
			return true;
	return false;
}
