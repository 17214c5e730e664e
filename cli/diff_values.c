/*
 * Which tensor is which, once the layers are matched.
 */
#include "cli/diff_values.h"

#include <string.h>

#include "base/str.h"

struct value_matcher {
	struct match *match;
	const struct outline *o[2];
	const struct pair *pairs;
	int32_t n_pairs;
	struct arena *arena;
};

static void
pair_values(struct match *m, int32_t old, int32_t now)
{
	if (old < 0 || now < 0 || m->values[0][old] != UNMATCHED ||
	    m->values[1][now] != UNMATCHED)
		return;
	m->values[0][old] = now;
	m->values[1][now] = old;
}

/* What matched layers make, and then the inputs that they read. */
static void
values_by_layer(const struct value_matcher *x)
{
	const struct outline_layer *a, *b;
	int32_t i, k, v, w;

	for (i = 0; i < x->n_pairs; i++) {
		a = &x->o[0]->layers[x->pairs[i].old];
		b = &x->o[1]->layers[x->pairs[i].now];
		for (k = 0; k < a->n_outputs && k < b->n_outputs; k++)
			pair_values(x->match, a->outputs[k], b->outputs[k]);
		for (k = 0; k < a->n_inputs && k < b->n_inputs; k++) {
			v = a->inputs[k];
			w = b->inputs[k];
			if (v >= 0 && w >= 0 && x->o[0]->values[v].def < 0 &&
			    x->o[1]->values[w].def < 0)
				pair_values(x->match, v, w);
		}
	}
}

/* Which values a name is trusted for. */
typedef bool value_class(const struct outline_value *);

static bool
any_value(const struct outline_value *v)
{
	(void)v;
	return true;
}

static bool
is_input(const struct outline_value *v)
{
	return v->def < 0 && v->owner < 0;
}

static bool
is_output(const struct outline_value *v)
{
	return v->is_output;
}

static void
values_by_name(const struct value_matcher *x, value_class *in)
{
	struct names *names = names_new(x->arena);
	const struct outline *a = x->o[0], *b = x->o[1];
	int32_t i, k;

	for (i = 0; i < b->n_values; i++)
		if (in(&b->values[i]))
			names_put(names, b->values[i].name, i);
	for (i = 0; i < a->n_values; i++) {
		k = names_get(names, a->values[i].name);
		if (k >= 0 && in(&a->values[i]))
			pair_values(x->match, i, k);
	}
}

/* Plans know no layers: what is left is matched by size and lifetime, in order. */
static void
values_by_order(const struct value_matcher *x)
{
	const struct outline_value *v, *w;
	int32_t i, k;

	for (i = 0; i < x->o[0]->n_values; i++) {
		v = &x->o[0]->values[i];
		for (k = 0; k < x->o[1]->n_values; k++) {
			w = &x->o[1]->values[k];
			if (x->match->values[1][k] == UNMATCHED &&
			    v->bytes == w->bytes && v->from == w->from &&
			    v->to == w->to) {
				pair_values(x->match, i, k);
				break;
			}
		}
	}
}

void
match_values(struct match *m, const struct outline *old, const struct outline *now,
	     const struct pair *pairs, int32_t n, struct arena *arena)
{
	struct value_matcher x = {m, {old, now}, pairs, n, arena};

	if (!old->analysis || !now->analysis) {
		values_by_name(&x, any_value);
		values_by_order(&x);
		return;
	}
	values_by_name(&x, is_input);
	values_by_layer(&x);
	values_by_name(&x, is_output);
}
