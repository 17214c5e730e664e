#include "cli/escape.h"
#include "cli/out_explain.h"
#include "cli/out_sum.h"
#include "cli/setup.h"

enum { NAMES_SHOWN = 6 };

void
refusal_parts(struct parts *parts, const struct plan_report *r, const struct plan *p)
{
	struct plan_options o;

	setup_options(r->request, p->batch, &o);
	if (!explain_need(parts, p, &r->analysis, &r->target, &o, r->request->arena))
		parts->n = 0;
}

/* "= 131,072 window of w + ...": the names matter here, windows most of all. */
static void
need_text(struct text *t, const struct graph *g, const struct parts *p)
{
	static const char *const words[] = {"", "", "for a window of ",
					    "workspace of the step's body"};
	const struct part *x;
	int64_t others = 0;
	struct sum sum;
	int32_t i;

	text_puts(t, "  ");
	sum_begin(&sum, t, p->bytes);
	for (i = 0; i < p->n; i++) {
		x = &p->list[i];
		if (i >= NAMES_SHOWN)
			others += x->bytes;
		else
			sum_add(&sum, x->bytes,
				arena_printf(t->arena, "%s%s", words[x->kind],
					     x->value == NO_VALUE
						     ? ""
						     : g->values[x->value].name));
	}
	if (others)
		sum_add(&sum, others,
			arena_printf(t->arena, "%d others", p->n - NAMES_SHOWN));
	text_puts(t, "\n");
}

void
refusal_text(struct text *t, const struct plan_report *r, const struct plan *p)
{
	struct parts parts;

	text_puts(t, "  does not fit: ");
	text_name(t, SINK_TERMINAL, p->refusal);
	text_puts(t, "\n");
	refusal_parts(&parts, r, p);
	if (parts.n)
		need_text(t, r->analysis.graph, &parts);
}
