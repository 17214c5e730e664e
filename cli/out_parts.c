#include "cli/out_explain.h"

#include "cli/out_sum.h"

static bool
is_use(const struct lifetime *l, int32_t step)
{
	int32_t i;

	for (i = 0; i < l->n_uses; i++)
		if (l->uses[i] == step)
			return true;
	return false;
}

static const struct lifetime *
lifetime_of(const struct analysis *a, const struct part *p)
{
	int32_t i = p->kind == PART_WORKSPACE ? -1 : a->lifetimes.of[p->value];

	return i < 0 ? NULL : &a->lifetimes.list[i];
}

const char *
part_role(const struct analysis *a, const struct part *p, int32_t step)
{
	const struct lifetime *l = lifetime_of(a, p);

	if (p->kind == PART_WORKSPACE)
		return "body";
	if (p->kind == PART_WINDOW)
		return "window";
	if (!l)
		return "weight";
	if (l->def == step)
		return "made";
	return is_use(l, step) ? "read" : "waits";
}

int32_t
part_maker(const struct analysis *a, const struct part *p)
{
	const struct lifetime *l = lifetime_of(a, p);

	return l ? l->def : -1;
}

int32_t
part_holder(const struct analysis *a, const struct part *p)
{
	const struct lifetime *l = lifetime_of(a, p);

	return l && is_use(l, p->to - 1) ? p->to - 1 : -1;
}

/* --- the sum --- */

static int64_t
sum_of(const struct parts *p, enum part_kind kind)
{
	int64_t bytes = 0;
	int32_t i;

	for (i = 0; i < p->n; i++)
		if (p->list[i].kind == kind)
			bytes += p->list[i].bytes;
	return bytes;
}

void
parts_inline(struct text *t, const struct graph *g, const struct parts *p, int32_t most,
	     enum sink sink)
{
	static const char *const rest[] = {
		[PART_WEIGHT] = "weights",
		[PART_WINDOW] = "windows",
		[PART_WORKSPACE] = "workspace of the step's body",
	};
	int64_t others = 0;
	struct sum sum;
	int32_t i;

	sum_begin(&sum, t, p->bytes);
	sum.sink = sink;
	for (i = 0; i < p->n && p->list[i].kind == PART_VALUE; i++)
		if (i >= most)
			others += p->list[i].bytes;
		else
			sum_add(&sum, p->list[i].bytes,
				g->values[p->list[i].value].name);
	if (others)
		sum_add(&sum, others,
			arena_printf(t->arena, "in %d other%s", i - most,
				     i - most > 1 ? "s" : ""));
	for (i = PART_WEIGHT; i <= PART_WORKSPACE; i++)
		if (sum_of(p, i))
			sum_add(&sum, sum_of(p, i), rest[i]);
}

void
parts_text(struct text *t, const struct graph *g, const struct parts *p, int32_t most)
{
	parts_inline(t, g, p, most, SINK_TERMINAL);
	text_puts(t, "\n");
}
