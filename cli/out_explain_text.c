#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "cli/escape.h"
#include "cli/out_explain.h"
#include "cli/out_model.h"

enum { PARTS_SHOWN = 12, WEIGHTS_SHOWN = 8, REMEDIES_SHOWN = 12 };

static void
layer_text(struct text *t, const struct explain_report *e, int32_t step)
{
	text_name(t, SINK_TERMINAL, e->plans.analysis.layers.list[step].name);
}

static void
value_text(struct text *t, const struct explain_report *e, value_id v)
{
	text_name(t, SINK_TERMINAL, e->plans.analysis.graph->values[v].name);
}

enum { STORY_INDENT = 34, COLUMNS = 100 };

static const char *
made_words(struct text *t, const struct explain_report *e, const struct part *p,
	   int32_t step)
{
	int32_t maker = part_maker(&e->plans.analysis, p);

	if (maker == step)
		return "made here";
	if (maker < 0)
		return "graph input";
	return arena_printf(t->arena, "made at step %d by %s", maker,
			    escaped(t->arena, SINK_TERMINAL,
				    e->plans.analysis.layers.list[maker].name));
}

static const char *
held_words(struct text *t, const struct explain_report *e, const struct part *p,
	   int32_t step)
{
	const struct analysis *a = &e->plans.analysis;
	int32_t holder = part_holder(a, p);

	if (p->becomes != NO_VALUE)
		return arena_printf(t->arena, "overwritten here by %s",
				    escaped(t->arena, SINK_TERMINAL,
					    a->graph->values[p->becomes].name));
	if (holder < 0)
		return "kept to the end, as a graph output";
	if (holder == step)
		return "read here for the last time";
	return arena_printf(
		t->arena, "kept until step %d for %s", holder,
		escaped(t->arena, SINK_TERMINAL, a->layers.list[holder].name));
}

/* Who made it and whom it waits for, under its name. */
static void
story_text(struct text *t, const struct explain_report *e, const struct part *p,
	   int32_t step)
{
	const char *made = made_words(t, e, p, step), *held = held_words(t, e, p, step);

	text_printf(t, "%*s%s,", STORY_INDENT, "", made);
	if (STORY_INDENT + strlen(made) + strlen(held) + 2 > COLUMNS)
		text_printf(t, "\n%*s", STORY_INDENT - 1, "");
	text_printf(t, " %s\n", held);
}

static void
part_text(struct text *t, const struct explain_report *e, const struct part *p,
	  int32_t step)
{
	char b[GROUPED_MAX];

	text_printf(t, "  %14s  [%4d,%4d)  %-6s ", format_grouped(p->bytes, b), p->from,
		    p->to, part_role(&e->plans.analysis, p, step));
	if (p->kind == PART_WORKSPACE)
		text_puts(t, "inside the step");
	else
		value_text(t, e, p->value);
	text_puts(t, "\n");
	if (p->kind == PART_VALUE)
		story_text(t, e, p, step);
}

/* Weights are many and small: few of them, and none unless all is asked for. */
static int32_t
most_of(enum part_kind kind, bool all)
{
	if (kind == PART_WEIGHT)
		return all ? WEIGHTS_SHOWN : 0;
	return all ? INT32_MAX : PARTS_SHOWN;
}

static void
list_text(struct text *t, const struct explain_report *e, const struct parts *p,
	  bool all)
{
	static const char *const words[] = {"tensors", "weights", "windows", "bodies"};
	char b[GROUPED_MAX];
	int32_t i = 0, n, kind;
	int64_t rest;

	text_puts(t, "           bytes  in SRAM      here   tensor\n");
	for (kind = PART_VALUE; kind <= PART_WORKSPACE; kind++) {
		rest = 0;
		for (n = 0; i < p->n && (int32_t)p->list[i].kind == kind; i++, n++)
			if (n < most_of(kind, all))
				part_text(t, e, &p->list[i], p->step);
			else
				rest += p->list[i].bytes;
		if (rest)
			text_printf(t, "  %14s  [%d more %s]\n",
				    format_grouped(rest, b), n - most_of(kind, all),
				    words[kind]);
	}
}

static void
sum_text(struct text *t, const struct explain_report *e, const struct parts *p)
{
	text_puts(t, "  ");
	parts_text(t, e->plans.analysis.graph, p, PARTS_SHOWN);
	text_printf(t, "  at step %d, ", p->step);
	layer_text(t, e, p->step);
	text_puts(t, "\n");
}

/* --- what would lower it --- */

static void
remedy_words(struct text *t, const struct explain_report *e, const struct remedy *x)
{
	if (x->option)
		text_puts(t, x->option);
	if (x->kind == REMEDY_ORDER)
		text_puts(t, "--order=memory");
	if (x->kind == REMEDY_BYTE)
		text_puts(t, ": the cheapest way to need less");
	if (x->kind == REMEDY_SPILL) {
		text_printf(t, "%s from step %d to %d: ",
			    x->to - x->from > 1 ? "spill" : "stream", x->from, x->to);
		value_text(t, e, x->value);
	}
	if (x->second != NO_VALUE) {
		text_puts(t, "\n                                                 and ");
		value_text(t, e, x->second);
	}
	text_puts(t, "\n");
}

static void
remedy_text(struct text *t, const struct explain_report *e, const struct remedy *x)
{
	char saves[GROUPED_MAX], bytes[GROUPED_MAX], more[GROUPED_MAX];

	text_printf(t, "  %14s %14s %14s  ", format_grouped(x->saves, saves),
		    format_grouped(x->bytes, bytes),
		    x->traffic ? format_grouped(x->traffic, more) : "-");
	remedy_words(t, e, x);
}

static void
remedies_text(struct text *t, const struct explain_report *e,
	      const struct peak_story *s)
{
	int32_t i, n = 0, useless = 0;

	for (i = 0; i < s->n_remedies; i++)
		n += s->remedies[i].saves > 0;
	text_puts(t,
		  n ? "\n  what would lower it: bytes of SRAM less, bytes then, more "
		      "DRAM traffic per batch\n"
		    : "\n  nothing that was tried would lower it\n");
	for (i = 0; i < n && i < REMEDIES_SHOWN; i++)
		remedy_text(t, e, &s->remedies[i]);
	if (n > REMEDIES_SHOWN)
		text_printf(t, "  %14s  [%d others]\n", "", n - REMEDIES_SHOWN);
	for (i = n; i < s->n_remedies; i++) {
		if (s->remedies[i].kind == REMEDY_SPILL) {
			useless++;
			continue;
		}
		text_puts(t, "        no help:  ");
		remedy_words(t, e, &s->remedies[i]);
	}
	if (useless)
		text_printf(t,
			    "        no help:  sending away %d other tensor%s: "
			    "another step is as full\n",
			    useless, useless == 1 ? "" : "s");
	if (!s->order_tried)
		text_puts(t, "      not tried:  other orders, of so many layers\n");
}

enum { MOVERS_SHOWN = 5 };

/* What to ask --tensor about. */
static void
movers_text(struct text *t, const struct explain_report *e, const struct plan *p)
{
	char b[GROUPED_MAX];
	int32_t n, i;
	const struct mover *list = plan_movers(p, &n, t->arena);

	text_puts(t, "\n  what moves most for want of room: bytes per batch\n");
	for (i = 0; i < n && i < MOVERS_SHOWN; i++) {
		text_printf(t, "  %14s  ", format_grouped(list[i].bytes, b));
		value_text(t, e, p->values[list[i].number].value);
		text_printf(t, "\n%18s", "");
		text_name(t, SINK_TERMINAL, p->values[list[i].number].reason);
		text_puts(t, "\n");
	}
	if (n > MOVERS_SHOWN)
		text_printf(t, "  %14s  [%d other%s]\n", "", n - MOVERS_SHOWN,
			    n > MOVERS_SHOWN + 1 ? "s" : "");
}

static void
plan_line(struct text *t, const struct explain_report *e, const struct explanation *x)
{
	const struct plan *p = x->plan;
	int64_t spilled = p->traffic[TRANSFER_SPILL] + p->traffic[TRANSFER_FETCH] +
			  p->traffic[TRANSFER_STREAM];
	char b[GROUPED_MAX];

	text_printf(t, "\nbatch %" PRId64 ": the plan\n", p->batch);
	if (!p->fits) {
		refusal_text(t, &e->plans, p);
		return;
	}
	sum_text(t, e, &x->parts);
	if (!spilled) {
		text_puts(t, "  nothing is spilled\n");
		return;
	}
	text_printf(t, "  %s B of activations move for want of room\n\n",
		    format_grouped(spilled, b));
	list_text(t, e, &x->parts, false);
	movers_text(t, e, p);
}

static void
peak_text(struct text *t, const struct explain_report *e, const struct explanation *x)
{
	plan_line(t, e, x);
	if (!x->plan->steps)
		return;
	text_printf(t,
		    "\nbatch %" PRId64 ": the least SRAM without a spill, weights "
		    "apart\n",
		    x->plan->batch);
	sum_text(t, e, &x->peak.parts);
	text_puts(t, "\n");
	list_text(t, e, &x->peak.parts, false);
	remedies_text(t, e, &x->peak);
}

/* --- a step --- */

static void
step_moves(struct text *t, const struct explain_report *e, const struct plan *p)
{
	const struct transfer *x;
	char b[GROUPED_MAX];
	int32_t i, n = 0;

	for (i = 0; i < p->n_transfers; i++) {
		x = &p->transfers[i];
		if (x->step != e->step)
			continue;
		if (!n++)
			text_puts(t, "\n  moved here\n");
		text_printf(t, "  %14s  %-5s  %-7s  ", format_grouped(x->bytes, b),
			    x->write ? "write" : "read", transfer_names[x->kind]);
		value_text(t, e, x->value);
		text_puts(t, "\n");
	}
	for (i = 0; i < p->n_moves; i++) {
		if (p->moves[i].step != e->step)
			continue;
		if (!n++)
			text_puts(t, "\n  moved here\n");
		text_printf(t, "  %14s  %-5s  %-7s  ",
			    format_grouped(p->moves[i].bytes, b), "copy", "in SRAM");
		value_text(t, e, p->moves[i].value);
		text_puts(t, "\n");
	}
}

static void
step_text(struct text *t, const struct explain_report *e, const struct explanation *x)
{
	const struct plan *p = x->plan;
	char b[GROUPED_MAX];

	sum_text(t, e, &x->parts);
	if (p->capacity >= 0)
		text_printf(t, "  %s B are free\n",
			    format_grouped(p->capacity - x->parts.bytes, b));
	text_puts(t, "\n");
	list_text(t, e, &x->parts, true);
	step_moves(t, e, p);
}

static void
one_text(struct text *t, const struct explain_report *e, const struct explanation *x)
{
	if (e->step < 0 && e->tensor == NO_VALUE) {
		peak_text(t, e, x);
		return;
	}
	text_printf(t, "\nbatch %" PRId64 "\n", x->plan->batch);
	if (!x->plan->fits)
		refusal_text(t, &e->plans, x->plan);
	else if (e->step >= 0)
		step_text(t, e, x);
	else
		tensor_text(t, e, x);
}

void
explain_text(struct text *t, const struct explain_report *e)
{
	struct explain_report at = *e;
	int32_t i;

	plan_head_text(t, &e->plans);
	for (i = 0; i < e->plans.n; i++) {
		at.plans.analysis = *e->list[i].plan->analysis;
		one_text(t, &at, &e->list[i]);
	}
}
