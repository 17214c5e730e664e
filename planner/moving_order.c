#include "planner/moving_order.h"

/* The run that begins at a step, but for a chain's first one; NULL: none. */
static const struct run *
begins(const struct chain *c, int32_t step)
{
	int32_t low = 1, high = c->n_runs, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (c->runs[middle].from < step)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n_runs && c->runs[low].from == step ? &c->runs[low] : NULL;
}

static int32_t
gather(struct space *s, int32_t step, struct shift *list)
{
	const struct chain *c;
	const struct run *r;
	int32_t i, n = 0;

	for (i = 0; i < s->n_slots[step]; i++) {
		c = &s->chains[s->slots[step][i].chain];
		r = begins(c, step);
		if (r && c->across[step - c->from])
			list[n++] = (struct shift){s->slots[step][i].chain,
						   c->across[step - c->from],
						   r[-1].offset, r->offset, false};
	}
	s->work += i;
	return n;
}

/* Would it overwrite one that has still to be copied? */
static bool
is_blocked(const struct shift *list, int32_t n, int32_t which)
{
	const struct shift *x = &list[which];
	int32_t i;

	for (i = 0; i < n; i++)
		if (i != which && !list[i].done && list[i].from < x->to + x->bytes &&
		    x->to < list[i].from + list[i].bytes)
			return true;
	return false;
}

int32_t
shifts_before(struct space *s, int32_t step, struct shift *list)
{
	int32_t n = gather(s, step, list), i, k;
	struct shift x;

	for (k = 0; k < n; k++) {
		for (i = k; i < n && is_blocked(list, n, i); i++)
			s->work += n;
		if (i == n)
			return -1;
		x = list[i];
		for (; i > k; i--)
			list[i] = list[i - 1];
		list[k] = x;
		list[k].done = true;
	}
	return n;
}
