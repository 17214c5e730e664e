#include "cli/out_plan.h"

#include <inttypes.h>

#include "cli/escape.h"
#include "proto/write.h"

/* One row per value and residency: for spreadsheets. */
static void
csv_value(struct text *t, const struct plan_report *p, const struct plan *plan,
	  const struct plan_value *v)
{
	const struct residency *r;
	int32_t i;

	for (i = 0; i < v->n_residency; i++) {
		r = &v->residency[i];
		text_printf(t, "%" PRId64 ",", plan->batch);
		text_name(t, SINK_CSV, p->analysis.graph->values[v->value].name);
		text_printf(t, ",%s,%" PRId64 ",%s,",
			    v->weight ? "weight" : "activation", v->bytes,
			    r->sram ? "sram" : "dram");
		if (r->offset != NO_OFFSET)
			text_printf(t, "%" PRId64, r->offset);
		text_printf(t, ",%d,%d,", r->from, r->to);
		text_name(t, SINK_CSV, v->reason);
		text_puts(t, "\n");
	}
}

void
plan_csv(struct text *t, const struct plan_report *p)
{
	int32_t i, k;

	text_puts(t, "batch,name,kind,bytes,memory,offset,from,to,reason\n");
	for (i = 0; i < p->n; i++)
		for (k = 0; p->plans[i].fits && k < p->plans[i].n_values; k++)
			csv_value(t, p, &p->plans[i], &p->plans[i].values[k]);
}

static void
print_as(struct text *t, const struct plan_report *p, enum format f)
{
	if (f == FORMAT_JSON)
		json_print(t, plan_json(p));
	else if (f == FORMAT_CSV)
		plan_csv(t, p);
	else if (f == FORMAT_MD)
		plan_md(t, p);
	else if (f == FORMAT_HTML)
		plan_html(t, p);
	else
		plan_text(t, p);
}

const char *
proof_words(const struct plan *p)
{
	return p->priced ? "no plan needs less energy for what it moves"
			 : "no plan moves less";
}

enum status
plan_write(struct plan_report *p)
{
	static const enum format files[] = {FORMAT_JSON, FORMAT_CSV, FORMAT_MD,
					    FORMAT_HTML};
	struct request *r = p->request;
	struct text t;
	size_t i;

	print_as(&r->out, p, r->format);
	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (!r->files[files[i]])
			continue;
		text_open(&t, r->arena);
		print_as(&t, p, files[i]);
		TRY(file_write(r->files[files[i]], t.s, t.n, r->diags));
	}
	return OK;
}
