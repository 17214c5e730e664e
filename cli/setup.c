#include "cli/setup.h"

#include <string.h>

#include "cli/input.h"
#include "planner/join.h"
#include "planner/target_file.h"

static enum status
unknown_target(struct request *r, const char *name)
{
	const char *names[256], *near;
	int32_t i, n;
	const struct target *all = targets_all(&n);

	for (i = 0; i < n && i < 256; i++)
		names[i] = all[i].name;
	near = nearest(name, names, (size_t)i);
	return diag_error(r->diags, ERR_USAGE, "unknown-target",
			  "--target: there is no target '%s'%s%s%s; 'tidemark targets' "
			  "lists them; a file's name ends in .json",
			  name, near ? "; did you mean '" : "", near ? near : "",
			  near ? "'" : "");
}

static bool
is_file(const char *name)
{
	size_t n = strlen(name);

	return strchr(name, '/') || (n > 5 && !strcmp(name + n - 5, ".json"));
}

enum status
setup_named_target(struct request *r, const char *name, struct target *t)
{
	const struct target *found = target_find(name);
	struct text text;

	if (found) {
		*t = *found;
		return OK;
	}
	if (!is_file(name))
		return unknown_target(r, name);
	if (input_read(r, name, &text) != OK)
		return ERR_USAGE;
	return target_parse(t, text.s, text.n, name, r->arena, r->diags);
}

enum status
setup_target(struct request *r, struct target *t)
{
	TRY(setup_named_target(r, r->target ? r->target : "generic", t));
	if (r->given >> OPT_sram & 1) {
		t->sram = r->sram;
		t->assumed &= ~(UINT32_C(1) << TARGET_sram);
	}
	if (r->given >> OPT_window & 1) {
		t->window = r->window;
		t->window_bytes = r->window_bytes;
	}
	return OK;
}

void
setup_options(const struct request *r, int64_t batch, struct plan_options *o)
{
	*o = (struct plan_options){
		.batch = batch,
		.keep_inputs = r->keep_inputs,
		.keep_outputs = r->keep_outputs,
		.stream_weights = r->stream_weights,
		.lie_still = r->lie_still,
		.energy = r->objective == OBJECTIVE_ENERGY,
		.pins = r->pins,
		.n_pins = r->n_pins,
		.effort = r->effort,
	};
}

/* A model without a batch, a graph network say, is the same at every one. */
static void
warn_of_no_batch(const struct request *r, const struct graph *g)
{
	int32_t i;

	for (i = 0; i < r->batches.n && !g->batched; i++)
		if (r->batches.list[i] != g->batch) {
			diag_warn(
				r->diags, "no-batch",
				"no input has a batch, so --batch scales nothing "
				"here; "
				"if an axis is one, name it with --batch-axis NAME=K");
			return;
		}
}

struct numbers
setup_batches(const struct request *r, const struct graph *g)
{
	struct numbers own = {arena_new(r->arena, int64_t, 1), 1};

	own.list[0] = g->batch;
	warn_of_no_batch(r, g);
	return r->batches.n ? r->batches : own;
}

enum status
setup_objective(const struct request *r, const struct target *t)
{
	if (r->objective != OBJECTIVE_ENERGY ||
	    (t->dram_read_pj > 0 && t->dram_write_pj > 0))
		return OK;
	return diag_error(r->diags, ERR_USAGE, "no-energy",
			  "--objective energy: target %s states no energy of DRAM",
			  t->name);
}

enum status
setup_joins(const struct request *r, struct analysis *a, const struct target *t)
{
	int32_t n = r->batches.n ? r->batches.n : 1, i;
	struct plan_options *list;

	if (r->bindings.join != JOIN_AUTO)
		return OK;
	list = arena_new(r->arena, struct plan_options, (size_t)n);
	for (i = 0; i < n; i++)
		setup_options(r, r->batches.n ? r->batches.list[i] : a->graph->batch,
			      &list[i]);
	return join_choose(a, t, list, n, r->arena, r->diags);
}
