#include "base/num.h"
#include "cli/out_model.h"
#include "cli/out_sweep.h"
#include "cli/out_target.h"

static void
set_integer(json_t *j, const char *key, int64_t n)
{
	json_object_set_new(j, key, json_integer(n));
}

/* A number of bytes per frame: whole where it is whole. */
static void
set_share(json_t *j, const char *key, int64_t bytes, int64_t batch)
{
	json_object_set_new(j, key,
			    bytes % batch ? json_real((double)bytes / (double)batch)
					  : json_integer(bytes / batch));
}

static json_t *
cell_json(const struct sweep_report *p, const struct sweep_cell *c)
{
	json_t *j = json_object();

	set_integer(j, "batch", c->batch);
	set_integer(j, "sram", c->sram);
	json_object_set_new(j, "fits", json_boolean(c->fits));
	if (!c->fits)
		return j;
	json_object_set_new(j, "optimal", json_boolean(c->optimal));
	set_integer(j, "dram_bytes", c->dram_bytes);
	set_integer(j, "lower_bound", c->lower_bound);
	set_share(j, "per_frame", c->dram_bytes, c->batch);
	set_integer(j, "activations", c->dram_bytes - c->weights);
	set_integer(j, "weights", c->weights);
	set_integer(j, "resident_weights", c->resident_weights);
	set_integer(j, "peak", c->peak);
	if (p->surface.timed) {
		json_object_set_new(j, "latency_s", json_real(c->latency));
		json_object_set_new(j, "frames_per_s", json_real(c->frames_per_second));
		json_object_set_new(j, "bound", json_string(bound_names[c->bound]));
	}
	if (c->energy_pj >= 0)
		json_object_set_new(j, "energy_pj_per_frame", json_real(c->energy_pj));
	return j;
}

static json_t *
changes_json(const struct sweep_report *p, const struct change *list, int32_t n)
{
	enum { MOST = 16 };
	const struct graph *g = p->analysis.graph;
	json_t *j = json_array(), *one;
	int32_t i;

	for (i = 0; i < n && i < MOST; i++) {
		one = json_object();
		json_object_set_new(
			one, "name",
			json_name(p->request->arena,
				  g->values[p->analysis.lifetimes.list[list[i].lifetime]
						    .value]
					  .name));
		json_object_set_new(one, "per_frame", json_real(list[i].bytes));
		json_array_append_new(j, one);
	}
	return j;
}

static json_t *
turn_json(const struct sweep_report *p, const struct turn *t)
{
	json_t *j = json_object();

	set_integer(j, "from_batch", t->from->batch);
	set_integer(j, "batch", t->to->batch);
	json_object_set_new(j, "per_frame", json_real(t->total));
	json_object_set_new(j, "activations", json_real(t->activations));
	json_object_set_new(j, "weights", json_real(t->weights));
	json_object_set_new(j, "tensors", changes_json(p, t->changes, t->n_changes));
	return j;
}

static json_t *
verdict_json(const struct sweep_report *p, const struct verdict *v)
{
	json_t *j = json_object(), *turns = json_array(), *next = json_object();
	int32_t i;

	set_integer(j, "sram", v->sram);
	json_object_set_new(j, "criterion", json_string(criterion_names[v->criterion]));
	json_object_set_new(j, "best_batch", json_known(v->best ? v->best->batch : -1));
	json_object_set_new(j, "within_batch",
			    json_known(v->within ? v->within->batch : -1));
	json_object_set_new(j, "crossover_batch",
			    json_known(v->crossover ? v->crossover : -1));
	set_integer(j, "largest_batch_without_spill", v->largest_no_spill);
	set_integer(next, "bytes", NEXT_BYTES);
	json_object_set_new(next, "saves_per_frame", json_real(v->next_saves));
	json_object_set_new(next, "tensors",
			    changes_json(p, v->next_changes, v->n_next_changes));
	json_object_set_new(j, "next", next);
	for (i = 0; i < v->n_turns; i++)
		json_array_append_new(turns, turn_json(p, &v->turns[i]));
	json_object_set_new(j, "turns", turns);
	return j;
}

static json_t *
needs_json(const struct sweep_report *p)
{
	json_t *list = json_array(), *j;
	const struct need *n;
	int32_t b;

	for (b = 0; b < p->options.n_batches; b++) {
		n = &p->needs[b];
		j = json_object();
		set_integer(j, "batch", n->batch);
		set_integer(j, "no_spill", n->no_spill);
		set_integer(j, "everything", n->everything);
		if (p->request->per_frame >= 0)
			json_object_set_new(j, "sram_for_per_frame",
					    json_known(n->per_frame));
		if (p->request->frames > 0)
			json_object_set_new(j, "sram_for_frames",
					    json_known(n->frames));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *
knees_json(const struct sweep_report *p)
{
	json_t *list = json_array(), *j;
	const struct knee *k;
	int32_t i;

	for (i = 0; i < p->n_knees; i++) {
		k = &p->knees[i];
		j = json_object();
		set_integer(j, "sram", k->sram);
		set_integer(j, "dram_bytes", p->surface.curve->points[i].dram_bytes);
		json_object_set_new(j, "optimal",
				    json_boolean(p->surface.curve->points[i].optimal));
		set_integer(j, "extra", k->extra);
		set_integer(j, "saves", k->saves);
		json_object_set_new(j, "tensors",
				    changes_json(p, k->changes, k->n_changes));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *
numbers_json(const int64_t *list, int32_t n)
{
	json_t *j = json_array();
	int32_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(j, json_integer(list[i]));
	return j;
}

static void
set_head(json_t *j, const char *format, const struct sweep_report *p)
{
	struct arena *a = p->request->arena;

	json_object_set_new(j, "format", json_string(format));
	json_object_set_new(j, "format_version", json_string("1.0"));
	json_object_set_new(j, "model",
			    model_json(a, &p->analysis, p->analysis.graph->batch));
	json_object_set_new(j, "level",
			    json_string(level_names[p->analysis.layers.level]));
	json_object_set_new(j, "target", target_json(&p->target));
}

json_t *
sweep_json(const struct sweep_report *p)
{
	const struct sweep_options *o = &p->options;
	json_t *j = json_object(), *cells = json_array(), *verdicts = json_array();
	int64_t i;

	set_head(j, "tidemark.sweep", p);
	json_object_set_new(j, "scaled", json_boolean(p->surface.scaled));
	json_object_set_new(j, "batches", numbers_json(o->batches, o->n_batches));
	json_object_set_new(j, "srams", numbers_json(o->srams, o->n_srams));
	for (i = 0; i < (int64_t)o->n_batches * o->n_srams; i++)
		json_array_append_new(cells, cell_json(p, &p->surface.cells[i]));
	json_object_set_new(j, "cells", cells);
	for (i = 0; i < o->n_srams; i++)
		json_array_append_new(verdicts, verdict_json(p, &p->verdicts[i]));
	json_object_set_new(j, "verdicts", verdicts);
	json_object_set_new(j, "needs", needs_json(p));
	set_integer(j, "base_batch", p->surface.base_batch);
	json_object_set_new(j, "curve", knees_json(p));
	json_object_set_new(j, "warnings",
			    json_warnings(p->request->arena, p->request->diags));
	return j;
}

void
sweep_json_lines(struct text *t, const struct sweep_report *p)
{
	json_t *j, *cells;
	int32_t b, s;

	for (b = 0; b < p->options.n_batches; b++) {
		j = json_object();
		cells = json_array();
		set_head(j, "tidemark.sweep.batch", p);
		set_integer(j, "batch", p->options.batches[b]);
		for (s = 0; s < p->options.n_srams; s++)
			json_array_append_new(cells,
					      cell_json(p, sweep_cell_of(p, b, s)));
		json_object_set_new(j, "cells", cells);
		json_text(t, j, JSON_COMPACT);
		text_puts(t, "\n");
		json_decref(j);
	}
}
