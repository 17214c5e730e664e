/*
 * The bare placement solver: one size, or the whole curve.
 */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/num.h"
#include "cli/command.h"
#include "cli/escape.h"
#include "cli/json.h"
#include "planner/place.h"
#include "planner/problem_json.h"

static void
set(json_t *o, const char *key, int64_t n)
{
	json_object_set_new(o, key, json_integer(n));
}

static json_t *
envelope(const struct problem *p)
{
	json_t *o = json_object();

	json_object_set_new(o, "format", json_string("tidemark.placement"));
	json_object_set_new(o, "format_version", json_string("1.0"));
	if (p->name)
		json_object_set_new(o, "problem", json_string(p->name));
	return o;
}

/* Each resident gap by its two steps, both included. */
static json_t *
gaps_json(const struct problem *p, const struct placement *x, int32_t v)
{
	json_t *list = json_array();

	for (int32_t k = 0; k < problem_gaps(&p->values[v]); k++) {
		int32_t l, r;

		if (!placement_has(x, v, k))
			continue;
		problem_gap(p, v, k, &l, &r);
		json_array_append_new(list, json_pack("[i,i]", l, r));
	}
	return list;
}

static json_t *
values_json(const struct problem *p, const struct placement *x)
{
	json_t *list = json_array();

	for (int32_t v = 0; v < p->n_values; v++) {
		json_t *o = json_object();

		if (p->values[v].name)
			json_object_set_new(o, "name", json_string(p->values[v].name));
		json_object_set_new(o, "resident", gaps_json(p, x, v));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
edges_json(const struct problem *p, const struct placement *x)
{
	json_t *list = json_array();

	for (int32_t i = 0; i < x->n_inplace; i++) {
		const struct problem_inplace *e = &p->inplace[x->inplace[i]];

		json_array_append_new(list, json_pack("[i,i,i]", e->from, e->to,
						      p->values[e->to].events[0].step));
	}
	return list;
}

static json_t *
placement_json(const struct problem *p, const struct placement *x)
{
	json_t *o = envelope(p);

	set(o, "sram", x->sram);
	json_object_set_new(o, "feasible", json_boolean(x->feasible));
	json_object_set_new(o, "optimal", json_boolean(x->optimal));
	if (!x->feasible) {
		set(o, "needed", x->needed);
		set(o, "needed_step", x->needed_step);
		return o;
	}
	set(o, "dram_bytes", x->dram_bytes);
	set(o, "lower_bound", x->lower_bound);
	set(o, "gap", x->cost - x->lower_bound);
	set(o, "usage", x->usage);
	set(o, "peak_step", x->peak_step);
	set(o, "read_bytes", x->moved.read);
	set(o, "write_bytes", x->moved.write);
	set(o, "spills", x->spills);
	json_object_set_new(o, "values", values_json(p, x));
	json_object_set_new(o, "inplace", edges_json(p, x));
	return o;
}

static json_t *
curve_json(const struct problem *p, const struct curve *c, int64_t no_spill)
{
	json_t *o = envelope(p), *list = json_array();

	set(o, "needed", c->needed);
	set(o, "no_spill", no_spill);
	json_object_set_new(o, "optimal", json_boolean(c->optimal));
	for (int32_t i = 0; i < c->n; i++) {
		const struct curve_point *x = &c->points[i];
		json_t *e = json_object();

		set(e, "sram", x->sram);
		set(e, "dram_bytes", x->dram_bytes);
		json_object_set_new(e, "optimal", json_boolean(x->optimal));
		set(e, "lower_bound", x->lower_bound);
		json_array_append_new(list, e);
	}
	json_object_set_new(o, "curve", list);
	return o;
}

static void
add_json(struct request *r, json_t *o)
{
	json_text(&r->out, o, JSON_COMPACT);
	text_puts(&r->out, "\n");
	json_decref(o);
}

/* "1,304,576 B (1.24 MiB)" */
static const char *
bytes(struct request *r, int64_t n)
{
	char grouped[GROUPED_MAX], size[GROUPED_MAX];

	return arena_printf(r->arena, "%s B (%s)", format_grouped(n, grouped),
			    format_size(n, size));
}

static const char *
step_text(struct request *r, const struct problem *p, int32_t step)
{
	if (step < 0)
		return "start";
	if (step >= p->steps)
		return "end";
	return arena_printf(r->arena, "%" PRId32, step);
}

static void
spill_text(struct request *r, const struct problem *p, const struct placement *x)
{
	for (int32_t v = 0; v < p->n_values; v++)
		for (int32_t k = 0; k < problem_gaps(&p->values[v]); k++) {
			int32_t a, b;

			if (placement_has(x, v, k))
				continue;
			problem_gap(p, v, k, &a, &b);
			text_puts(&r->out, "  not resident: ");
			if (p->values[v].name)
				text_name(&r->out, SINK_TERMINAL, p->values[v].name);
			else
				text_printf(&r->out, "value %" PRId32, v);
			text_printf(&r->out, ", steps %s to %s, %s\n",
				    step_text(r, p, a), step_text(r, p, b),
				    bytes(r, p->values[v].size));
		}
}

static void
placement_text(struct request *r, const struct problem *p, const struct placement *x)
{
	text_printf(&r->out, "SRAM          %s\n", bytes(r, x->sram));
	if (!x->feasible) {
		text_printf(&r->out, "does not fit: step %" PRId32 " needs %s\n",
			    x->needed_step, bytes(r, x->needed));
		return;
	}
	text_printf(&r->out, "DRAM traffic  %s = %s read + %s written, %s\n",
		    bytes(r, x->dram_bytes), bytes(r, x->moved.read),
		    bytes(r, x->moved.write),
		    x->optimal ? "optimal" : "the best found");
	if (!x->optimal)
		text_printf(&r->out, "lower bound   %s\n", bytes(r, x->lower_bound));
	text_printf(&r->out, "peak          %s at step %" PRId32 "\n",
		    bytes(r, x->usage), x->peak_step);
	spill_text(r, p, x);
}

static void
curve_text(struct request *r, const struct curve *c)
{
	text_printf(&r->out, "%16s %20s\n", "SRAM", "DRAM traffic");
	for (int32_t i = 0; i < c->n; i++) {
		const struct curve_point *x = &c->points[i];
		char sram[GROUPED_MAX], dram[GROUPED_MAX];

		text_printf(&r->out, "%16s %20s%s\n", format_grouped(x->sram, sram),
			    format_grouped(x->dram_bytes, dram),
			    x->optimal ? "" : "  not proven");
	}
	text_printf(&r->out, "%" PRId32 " points%s; below %s nothing works\n", c->n,
		    c->optimal ? ", all proven optimal" : "", bytes(r, c->needed));
}

static enum status
solve_one(struct request *r, const struct problem *p)
{
	const struct place_limits limits = {.work = r->effort * PLACE_WORK};
	struct placer *placer = placer_open(p, &limits, r->arena);
	const struct placement *x;

	if (r->given >> OPT_sram & 1) {
		x = place_at(placer, r->sram);
		if (r->format == FORMAT_JSON)
			add_json(r, placement_json(p, x));
		else
			placement_text(r, p, x);
		return x->feasible ? OK : NO;
	}
	const struct curve *c = place_curve(placer, 0, INT64_MAX);

	if (r->format == FORMAT_JSON)
		add_json(r, curve_json(p, c, place_no_spill(placer)));
	else
		curve_text(r, c);
	return c->n ? OK : NO;
}

/* One answer per problem, in order; a size that one does not fit is a no. */
enum status
cmd_place(struct request *r)
{
	enum status worst = OK;

	TRY(require_format(r, 1 << FORMAT_TEXT | 1 << FORMAT_JSON));
	for (int32_t i = 0; i < r->n_arguments; i++) {
		struct problem_list list;

		TRY(problems_read(r->arguments[i], &list, r->arena, r->diags));
		for (int32_t k = 0; k < list.n; k++) {
			enum status s;

			if (list.n > 1 && r->format == FORMAT_TEXT &&
			    list.problems[k].name)
				text_printf(&r->out, "%s:\n",
					    escaped(r->arena, SINK_TERMINAL,
						    list.problems[k].name));
			s = solve_one(r, &list.problems[k]);
			if (s != OK)
				worst = s;
		}
	}
	return worst;
}
