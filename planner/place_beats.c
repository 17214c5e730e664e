/*
 * Dominance: A beats B when, whatever B goes on to do, A can do at no higher
 * cost.  What A must pay to catch up is the penalty.
 *
 * A slot that B has evicted and A has not may cost A its eviction (B has the
 * room); one that A has evicted has been paid.  Exchange: A still holds w and
 * B still holds v instead, v no smaller and needed later.  Until w's next use
 * A has the room that B has; when B evicts v, A evicts w at that price.
 */
#include "planner/place_labels.h"

#include "base/num.h"

struct pair {
	const struct search *s;
	const struct row *row;
	const uint64_t *a, *b; /* their keys */
	int32_t words;
};

static bool
bit(const struct pair *p, const uint64_t *sets, int which, int32_t slot)
{
	return sets[which * p->words + slot / 64] >> (slot % 64) & 1;
}

/* What evicting the slot's gap costs a label that holds it. */
static int64_t
eviction(const struct pair *p, const uint64_t *sets, int32_t slot)
{
	const struct task *t = p->s->task;
	int32_t v = p->row->owner[slot];

	return t->read[v] + (bit(p, sets, SET_WRITTEN, slot) ? 0 : t->write[v]);
}

/* v ends no earlier than w, and its end takes no room that w's does not. */
static bool
ends_later(const struct task *t, int32_t w, int32_t v)
{
	const struct task_gap *gw = &t->gap[w], *gv = &t->gap[v];

	if (gw->until != gv->until)
		return gw->until < gv->until;
	if (gw->until % 2 == 0)
		return true;
	return gv->plain_end && gw->end == gv->end && gw->end_weight <= gv->end_weight;
}

/* The penalty for w when v is held instead of it; INT64_MAX: no exchange. */
static int64_t
exchange(const struct pair *p, int32_t w, int32_t v)
{
	const struct task *t = p->s->task;
	int32_t gw = p->row->after[w], gv = p->row->after[v];
	int32_t vw = p->row->owner[w], vv = p->row->owner[v];
	int64_t pen;

	if (t->flat->value[vw].size > t->flat->value[vv].size ||
	    !ends_later(t, gw, gv) || t->gap[gv].risky_end)
		return INT64_MAX;
	pen = eviction(p, p->a, w) - eviction(p, p->b, v);
	if (pen < 0)
		pen = 0;
	if (!bit(p, p->a, SET_WRITTEN, w) && t->write[vw] > pen &&
	    p->row->keep_w[w / 64] >> (w % 64) & 1)
		pen = t->write[vw];
	return pen;
}

static uint64_t
only_in_b(const struct pair *p, int32_t k)
{
	return ~p->a[SET_EVICTED * p->words + k] & p->b[SET_EVICTED * p->words + k];
}

static uint64_t
only_in_a(const struct pair *p, int32_t k)
{
	return p->a[SET_EVICTED * p->words + k] & ~p->b[SET_EVICTED * p->words + k];
}

/* Penalty for what B has written and A, holding it too, has not. */
static int64_t
written_penalty(const struct pair *p)
{
	int64_t sum = 0;

	for (int32_t k = 0; k < p->words; k++) {
		uint64_t x = ~p->a[SET_EVICTED * p->words + k] &
			     ~p->b[SET_EVICTED * p->words + k] &
			     ~p->a[SET_WRITTEN * p->words + k] &
			     p->b[SET_WRITTEN * p->words + k];

		for (; x; x &= x - 1) {
			int32_t slot = 64 * k + __builtin_ctzll(x);

			if (p->row->owner[slot] >= 0)
				sum += p->s->task->write[p->row->owner[slot]];
		}
	}
	return sum;
}

/* The best partner among what A has evicted, or -1; *pen is then lowered. */
static int32_t
partner(const struct pair *p, int32_t w, const uint64_t *taken, int64_t *pen)
{
	int32_t best = -1;

	for (int32_t k = 0; k < p->words; k++)
		for (uint64_t y = only_in_a(p, k) & ~taken[k]; y; y &= y - 1) {
			int32_t v = 64 * k + __builtin_ctzll(y);
			int64_t x = exchange(p, w, v);

			if (x < *pen) {
				*pen = x;
				best = v;
			}
		}
	return best;
}

static bool
comparable(const struct pair *p, bool *some)
{
	*some = false;
	for (int32_t k = 0; k < p->words; k++) {
		uint64_t y = only_in_a(p, k);

		if (p->a[SET_FIRM * p->words + k] & ~p->b[SET_FIRM * p->words + k])
			return false;
		*some |= y != 0;
		for (; y; y &= y - 1) {
			int32_t g = p->row->after[64 * k + __builtin_ctzll(y)];

			if (p->s->task->gap[g].risky_end)
				return false;
		}
	}
	return true;
}

enum { MANY_WORDS = 64 };

bool
label_beats(const struct search *s, const struct row *row, const struct pool *pa,
	    int32_t a, const struct pool *pb, int32_t b)
{
	struct pair p = {s, row, pool_set(pa, a, SET_KEY), pool_set(pb, b, SET_KEY),
			 pa->words};
	int64_t room = pb->label[b].cost - pa->label[a].cost;
	uint64_t taken[MANY_WORDS] = {0};
	bool some;

	if (room < 0 || !comparable(&p, &some))
		return false;
	room -= written_penalty(&p);
	for (int32_t k = 0; room >= 0 && k < p.words; k++)
		for (uint64_t x = only_in_b(&p, k); x; x &= x - 1) {
			int32_t w = 64 * k + __builtin_ctzll(x), v = -1;
			int64_t pen = eviction(&p, p.a, w);

			if (some && p.words <= MANY_WORDS)
				v = partner(&p, w, taken, &pen);
			if (v >= 0)
				taken[v / 64] |= UINT64_C(1) << (v % 64);
			room -= pen;
			if (room < 0)
				return false;
		}
	return room >= 0;
}
