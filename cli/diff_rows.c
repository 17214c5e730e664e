#include "cli/diff_rows.h"

#include <inttypes.h>
#include <string.h>

#include "base/num.h"

const char *const diff_kind_names[DIFF_KINDS] = {[DIFF_NEW] = "new",
						 [DIFF_DEL] = "del",
						 [DIFF_SIZE] = "size",
						 [DIFF_LIFE] = "life",
						 [DIFF_WAIT] = "wait"};

static int64_t
area(const struct outline_value *v)
{
	return mul_sat(max_i64(v->bytes, 0), v->to - v->from);
}

static struct diff_row *
add_tensor(struct diff *d, enum diff_kind kind, int32_t old, int32_t now)
{
	const struct outline *a = &d->side[0].outline, *b = &d->side[1].outline;
	struct diff_row *row = &d->tensors[d->n_tensors++];

	*row = (struct diff_row){.kind = kind, .old = old, .now = now, .why = ""};
	if (now >= 0) {
		row->peak = outline_at_peak(b, now);
		row->effect = area(&b->values[now]);
	}
	if (old >= 0) {
		row->peak -= outline_at_peak(a, old);
		row->effect -= area(&a->values[old]);
	}
	return row;
}

/* " inside loop1", or nothing in the top graph */
static const char *
inside(const struct outline *o, int32_t owner, struct arena *a)
{
	return owner < 0 ? "" : arena_printf(a, " inside %s", o->layers[owner].name);
}

/* "made by block3/add (Add)" */
static const char *
maker(const struct outline *o, int32_t value, struct arena *a)
{
	const struct outline_layer *l;

	if (!o->analysis)
		return "";
	if (o->values[value].def < 0)
		return arena_printf(a, "an input%s",
				    inside(o, o->values[value].owner, a));
	l = &o->layers[o->values[value].def];
	return arena_printf(a, "made by %s (%s)%s", l->name, l->op,
			    inside(o, l->owner, a));
}

static void
compare_tensor(struct diff *d, int32_t old, int32_t now, struct arena *a)
{
	const struct outline_value *v = &d->side[0].outline.values[old],
				   *w = &d->side[1].outline.values[now];
	enum diff_kind kind = DIFF_SIZE;
	const char *cause = diff_life_cause(d, old, now, &kind, a);
	bool sized = v->bytes != w->bytes || strcmp(v->type, w->type) != 0;
	struct diff_row *row;

	if (!sized && !cause)
		return;
	row = add_tensor(d, kind, old, now);
	if (sized && *v->type && *w->type)
		row->why = arena_printf(a, "%s, was %s%s%s", w->type, v->type,
					cause ? "; " : "", cause ? cause : "");
	else if (cause)
		row->why = cause;
}

void
diff_tensor_rows(struct diff *d, struct arena *a)
{
	const struct outline *old = &d->side[0].outline, *now = &d->side[1].outline;
	int32_t i;

	d->tensors = arena_new(a, struct diff_row,
			       (size_t)old->n_values + (size_t)now->n_values + 1);
	for (i = 0; i < now->n_values; i++)
		if (d->match.values[1][i] == UNMATCHED)
			add_tensor(d, DIFF_NEW, -1, i)->why = maker(now, i, a);
		else
			compare_tensor(d, d->match.values[1][i], i, a);
	for (i = 0; i < old->n_values; i++)
		if (d->match.values[0][i] == UNMATCHED)
			add_tensor(d, DIFF_DEL, i, -1)->why = maker(old, i, a);
}

/* --- layers --- */

static struct diff_row *
add_layer(struct diff *d, enum diff_kind kind, int32_t old, int32_t now)
{
	struct diff_row *row = &d->layers[d->n_layers++];
	const struct outline_layer *l;

	*row = (struct diff_row){.kind = kind, .old = old, .now = now, .why = ""};
	if (now >= 0) {
		l = &d->side[1].outline.layers[now];
		row->peak = l->weight_bytes;
		row->effect = l->macs;
	}
	if (old >= 0) {
		l = &d->side[0].outline.layers[old];
		row->peak -= l->weight_bytes;
		row->effect -= l->macs;
	}
	return row;
}

/* The attributes of one text that another has not. */
static void
attributes_only_in(struct text *t, const char *these, const char *those)
{
	const char *end;
	size_t n;

	for (; *these; these = *end ? end + 1 : end) {
		end = these + strcspn(these, " ");
		n = (size_t)(end - these);
		if (n && !memmem(those, strlen(those), these, n)) {
			text_puts(t, t->n ? " " : "");
			text_add(t, these, n);
		}
	}
}

static const char *
layer_change(const struct outline_layer *v, const struct outline_layer *w,
	     struct arena *a)
{
	struct text t, was;

	if (strcmp(v->op, w->op))
		return arena_printf(a, "%s, was %s", w->op, v->op);
	if (!strcmp(v->attributes, w->attributes))
		return "";
	text_open(&t, a);
	text_open(&was, a);
	attributes_only_in(&t, w->attributes, v->attributes);
	attributes_only_in(&was, v->attributes, w->attributes);
	return arena_printf(a, "%s, was %s", *t.s ? t.s : "without",
			    *was.s ? was.s : "without");
}

static void
compare_layer(struct diff *d, int32_t old, int32_t now, struct arena *a)
{
	const struct outline_layer *v = &d->side[0].outline.layers[old],
				   *w = &d->side[1].outline.layers[now];
	const char *change = layer_change(v, w, a);

	if (!*change && v->weight_bytes == w->weight_bytes && v->macs == w->macs)
		return;
	add_layer(d, DIFF_SIZE, old, now)->why = change;
}

/* "Conv+Relu inside loop1" */
static const char *
what(const struct outline *o, int32_t layer, struct arena *a)
{
	const struct outline_layer *l = &o->layers[layer];

	return arena_printf(a, "%s%s", l->op, inside(o, l->owner, a));
}

void
diff_layer_rows(struct diff *d, struct arena *a)
{
	const struct outline *old = &d->side[0].outline, *now = &d->side[1].outline;
	int32_t i;

	d->layers = arena_new(a, struct diff_row,
			      (size_t)old->n_layers + (size_t)now->n_layers + 1);
	for (i = 0; i < now->n_layers; i++)
		if (d->match.layers[1][i] == UNMATCHED)
			add_layer(d, DIFF_NEW, -1, i)->why = what(now, i, a);
		else
			compare_layer(d, d->match.layers[1][i], i, a);
	for (i = 0; i < old->n_layers; i++)
		if (d->match.layers[0][i] == UNMATCHED)
			add_layer(d, DIFF_DEL, i, -1)->why = what(old, i, a);
}

/* --- names --- */

const char *
diff_layer_name(const struct diff *d, const struct diff_row *r)
{
	return r->now >= 0 ? d->side[1].outline.layers[r->now].name
			   : d->side[0].outline.layers[r->old].name;
}
