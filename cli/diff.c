#include "cli/diff.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "cli/diff_rows.h"
#include "cli/out_model.h"
#include "planner/pipeline.h"

static int
by_effect(const void *pa, const void *pb)
{
	const struct diff_row *a = pa, *b = pb;
	int64_t x = a->peak < 0 ? -a->peak : a->peak,
		y = b->peak < 0 ? -b->peak : b->peak;

	if (x != y)
		return x < y ? 1 : -1;
	if ((a->kind == DIFF_WAIT) != (b->kind == DIFF_WAIT))
		return a->kind == DIFF_WAIT ? 1 : -1;
	x = a->effect < 0 ? -a->effect : a->effect;
	y = b->effect < 0 ? -b->effect : b->effect;
	if (x != y)
		return x < y ? 1 : -1;
	if (a->now != b->now)
		return a->now < b->now ? -1 : 1;
	return a->old < b->old ? -1 : a->old > b->old;
}

/* --- batches --- */

static const json_t *
find_batch(const struct diff_side *s, int64_t batch)
{
	size_t i;

	for (i = 0; i < json_array_size(s->batches); i++)
		if (json_integer_value(json_object_get(json_array_get(s->batches, i),
						       "batch")) == batch)
			return json_array_get(s->batches, i);
	return NULL;
}

static const char *
verdict(const struct diff_batch *b, const json_t *now, struct arena *a)
{
	char needed[GROUPED_MAX], there[GROUPED_MAX];
	const json_t *sram = json_object_get(now, "sram");

	if (b->fits[0] == b->fits[1])
		return NULL;
	if (b->fits[1])
		return arena_printf(a, "batch %" PRId64 " fits now", b->batch);
	return arena_printf(
		a,
		"batch %" PRId64 " no longer fits: it needs %s B of SRAM, there are %s",
		b->batch,
		format_grouped(json_integer_value(json_object_get(sram, "needed")),
			       needed),
		format_grouped(json_integer_value(json_object_get(sram, "capacity")),
			       there));
}

static void
add_metric(struct diff_batch *b, enum metric_id id, const struct quantity *old,
	   const struct quantity *now)
{
	if (!old->known || !now->known || !quantity_order(old, now))
		return;
	b->metrics[b->n_metrics++] = (struct diff_metric){id, *old, *now};
}

static void
compare_batch(struct diff *d, const json_t *old, const json_t *now, struct arena *a)
{
	struct diff_batch *b = &d->batches[d->n_batches++];
	struct quantity x, y;
	int i;

	b->batch = json_integer_value(json_object_get(now, "batch"));
	b->fits[0] = json_is_true(json_object_get(old, "fits"));
	b->fits[1] = json_is_true(json_object_get(now, "fits"));
	b->verdict = verdict(b, now, a);
	b->metrics = arena_new(a, struct diff_metric, METRIC_COUNT);
	for (i = 0; i < METRIC_COUNT; i++) {
		x = metric_get((enum metric_id)i, d->side[0].model, old);
		y = metric_get((enum metric_id)i, d->side[1].model, now);
		add_metric(b, (enum metric_id)i, &x, &y);
	}
	if (b->verdict || b->n_metrics)
		d->same = false;
}

static void
compare_batches(struct diff *d, struct arena *a)
{
	const json_t *now, *old;
	size_t n = json_array_size(d->side[1].batches), i;

	d->batches = arena_new(a, struct diff_batch, n + 1);
	for (i = 0; i < n; i++) {
		now = json_array_get(d->side[1].batches, i);
		old = find_batch(&d->side[0],
				 json_integer_value(json_object_get(now, "batch")));
		if (old)
			compare_batch(d, old, now, a);
	}
}

/* --- all --- */

static void
count_names(struct diff *d)
{
	const struct outline *old = &d->side[0].outline, *now = &d->side[1].outline;
	int32_t i, k;

	for (i = 0; i < old->n_values; i++) {
		k = d->match.values[0][i];
		d->renamed +=
			k >= 0 && strcmp(old->values[i].name, now->values[k].name) != 0;
		d->bytes[0] = add_sat(d->bytes[0], old->values[i].bytes);
	}
	for (i = 0; i < now->n_values; i++)
		d->bytes[1] = add_sat(d->bytes[1], now->values[i].bytes);
}

static bool
same_graph(const struct diff *d)
{
	const struct outline *a = &d->side[0].outline, *b = &d->side[1].outline;

	return a->analysis && b->analysis && a->structure == b->structure &&
	       a->n_values == b->n_values && a->n_layers == b->n_layers;
}

void
diff_run(struct diff *d, struct request *r)
{
	struct outline *old = &d->side[0].outline, *now = &d->side[1].outline;
	bool graphs = old->analysis && now->analysis;

	d->same_graph = same_graph(d);
	if (d->same_graph)
		match_same(&d->match, old, r->arena);
	else
		match_outlines(&d->match, old, now, r->arena);
	d->same = d->same_graph || !graphs;
	count_names(d);
	compare_batches(d, r->arena);
	diff_notes(d, r->arena);
	diff_tensor_rows(d, r->arena);
	if (graphs)
		diff_layer_rows(d, r->arena);
	qsort(d->tensors, (size_t)d->n_tensors, sizeof(*d->tensors), by_effect);
	if (d->n_layers)
		qsort(d->layers, (size_t)d->n_layers, sizeof(*d->layers), by_effect);
	if (d->n_tensors || d->n_layers)
		d->same = false;
}

void
diff_side_planned(struct diff_side *s, int64_t batch)
{
	struct plan_report *p = &s->report;
	json_t *list = json_array();
	int32_t i;

	s->model = model_json(p->request->arena, &p->analysis, batch);
	for (i = 0; i < p->n; i++)
		json_array_append_new(list, plan_summary_json(p, &p->plans[i]));
	s->batches = list;
}

void
diff_side_outline(struct diff_side *s)
{
	struct plan_report *p = &s->report;
	struct analysis *a = arena_new(p->request->arena, struct analysis, 1);
	int64_t n = p->n ? p->plans[0].batch : p->analysis.graph->batch;

	if (p->n && n != p->analysis.graph->batch)
		pipeline_probe(&p->analysis);
	pipeline_planned(a, &p->analysis, n);
	outline_analysis(&s->outline, a, n, p->request->arena);
}

void
diff_side_as_plan(struct diff_side *s)
{
	const json_t *j = plan_json(&s->report);

	outline_plan(&s->outline, json_array_get(json_object_get(j, "plans"), 0),
		     s->report.request->arena);
}

const char *
diff_tensor_title(const struct diff *d, const struct diff_row *r, struct arena *a)
{
	int side = r->now >= 0;
	const struct outline *o = &d->side[side].outline;
	const struct outline_value *v = &o->values[side ? r->now : r->old];

	/* new and gone ones say who makes them anyway */
	if (r->kind == DIFF_NEW || r->kind == DIFF_DEL || !o->analysis || v->def < 0 ||
	    strstr(v->name, o->layers[v->def].name))
		return v->name;
	return arena_printf(a, "%s of %s", v->name, o->layers[v->def].name);
}
