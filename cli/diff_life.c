#include <inttypes.h>

#include "cli/diff_rows.h"

/* Is a layer of one side, by way of the match, a reader of the other's value? */
static bool
reads(const struct outline_value *v, int32_t layer)
{
	int32_t i;

	for (i = 0; i < v->n_uses; i++)
		if (v->uses[i] == layer)
			return true;
	return false;
}

/* Layers of one side, strictly inside a value's life, that the other has not. */
static int32_t
others_inside(const struct outline_value *v, const int32_t *match, int32_t *first)
{
	int32_t first_layer = v->def < 0 ? 0 : v->def - v->from, i, n = 0;

	if (v->def < 0 && v->owner >= 0)
		return 0;
	for (i = v->def + 1; i + 1 < v->to + first_layer; i++)
		if (match[i] == UNMATCHED && !n++)
			*first = i;
	return n;
}

static const char *
steps_text(const struct outline_value *v, const struct outline_value *w,
	   const char *why, struct arena *a)
{
	return arena_printf(a, "now lives steps %d-%d, was %d-%d: %s", w->from,
			    w->to - 1, v->from, v->to - 1, why);
}

static const char *
list_text(const char *what, const char *first, int32_t n, struct arena *a)
{
	if (n == 1)
		return arena_printf(a, "%s %s in between", what, first);
	return arena_printf(a, "%s %s and %d others in between", what, first, n - 1);
}

/* The same readers: it only waits for more, or fewer, layers. */
static const char *
between(const struct diff *d, const struct outline_value *v,
	const struct outline_value *w, struct arena *a)
{
	int32_t first = 0, n;

	if (w->to - w->from == v->to - v->from || v->is_output)
		return NULL;
	/* steps of a body are no steps of the top graph */
	if ((v->owner < 0) != (w->owner < 0))
		return NULL;
	n = others_inside(w, d->match.layers[1], &first);
	if (n && w->to - w->from > v->to - v->from)
		return list_text("new layer", d->side[1].outline.layers[first].name, n,
				 a);
	n = others_inside(v, d->match.layers[0], &first);
	if (n && w->to - w->from < v->to - v->from)
		return list_text("no more", d->side[0].outline.layers[first].name, n,
				 a);
	return "the order of layers changed";
}

static const char *
cause(const struct diff *d, int32_t old, int32_t now, enum diff_kind *kind,
      struct arena *a)
{
	const struct outline *before = &d->side[0].outline,
			     *after = &d->side[1].outline;
	const struct outline_value *v = &before->values[old], *w = &after->values[now];
	int32_t last, was;

	if (v->is_output != w->is_output)
		return w->is_output ? "it is an output of the model now"
				    : "it is no output of the model any more";
	if (!v->n_uses || !w->n_uses)
		return NULL;
	last = w->uses[w->n_uses - 1];
	was = v->uses[v->n_uses - 1];
	if (d->match.layers[0][was] == last) {
		*kind = DIFF_WAIT;
		return between(d, v, w, a);
	}
	if (d->match.layers[1][last] == UNMATCHED ||
	    !reads(v, d->match.layers[1][last]))
		return arena_printf(a, "new consumer %s",
				    outline_reader(after, last, now));
	if (d->match.layers[0][was] == UNMATCHED || !reads(w, d->match.layers[0][was]))
		return arena_printf(a, "no longer read by %s",
				    outline_reader(before, was, old));
	return arena_printf(a, "%s now runs after its other readers",
			    outline_reader(after, last, now));
}

const char *
diff_life_cause(const struct diff *d, int32_t old, int32_t now, enum diff_kind *kind,
		struct arena *a)
{
	const struct outline *before = &d->side[0].outline,
			     *after = &d->side[1].outline;
	const struct outline_value *v = &before->values[old], *w = &after->values[now];
	const char *why = NULL;

	*kind = DIFF_LIFE;
	if (before->analysis && after->analysis)
		why = cause(d, old, now, kind, a);
	else if (v->to - v->from != w->to - w->from)
		why = "the plans do not say why";
	if (why)
		return steps_text(v, w, why, a);
	*kind = DIFF_SIZE;
	return NULL;
}
