/*
 * A surface in tables: CSV, and one line of JSON per batch.
 */
#include "cli/out_sweep.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/out_model.h"
#include "planner/pipeline.h"

const struct sweep_cell *
sweep_cell_of(const struct sweep_report *p, int32_t b, int32_t s)
{
	return &p->surface.cells[(int64_t)b * p->options.n_srams + s];
}

const char *
format_megabytes(double bytes, char b[MEGABYTES_MAX])
{
	snprintf(b, MEGABYTES_MAX, "%.3f MB", bytes / 1e6);
	return b;
}

void
sweep_csv_head(struct text *t)
{
	text_puts(t, "model,digest,level,target,batch,sram,fits,optimal,dram_bytes,"
		     "lower_bound,per_frame,activations,weights,resident_weights,peak,"
		     "latency_s,frames_per_s,bound,energy_pj_per_frame\n");
}

static void
csv_cell(struct text *t, const struct sweep_report *p, const struct sweep_cell *c)
{
	if (!c->fits) {
		text_puts(t, "no,,,,,,,,,,,,\n");
		return;
	}
	text_printf(t, "yes,%s,%" PRId64 ",%" PRId64 ",%.17g,%" PRId64 ",%" PRId64,
		    c->optimal ? "yes" : "no", c->dram_bytes, c->lower_bound,
		    cell_per_frame(c), c->dram_bytes - c->weights, c->weights);
	text_printf(t, ",%" PRId64 ",%" PRId64, c->resident_weights, c->peak);
	if (p->surface.timed)
		text_printf(t, ",%.9g,%.9g,%s,", c->latency, c->frames_per_second,
			    bound_names[c->bound]);
	else
		text_puts(t, ",,,,");
	if (c->energy_pj >= 0)
		text_printf(t, "%.9g", c->energy_pj);
	text_puts(t, "\n");
}

void
sweep_csv(struct text *t, const struct sweep_report *p)
{
	const char *digest = pipeline_digest(&p->analysis, t->arena);
	const struct sweep_cell *c;
	int32_t b, s;

	for (b = 0; b < p->options.n_batches; b++)
		for (s = 0; s < p->options.n_srams; s++) {
			c = sweep_cell_of(p, b, s);
			text_name(t, SINK_CSV, p->analysis.graph->facts.name);
			text_printf(t, ",%s,%s,", digest,
				    level_names[p->analysis.layers.level]);
			text_name(t, SINK_CSV, p->target.name);
			text_printf(t, ",%" PRId64 ",%" PRId64 ",", c->batch, c->sram);
			csv_cell(t, p, c);
		}
}

bool
sweep_shows(const struct sweep_report *p, int32_t b)
{
	enum { FEW = 12 };
	int64_t batch = p->options.batches[b];
	const struct verdict *v;
	int32_t s;

	if (p->options.n_batches <= FEW || !(batch & (batch - 1)) ||
	    b == p->options.n_batches - 1)
		return true;
	for (s = 0; s < p->options.n_srams; s++) {
		v = &p->verdicts[s];
		if (v->best && (v->best->batch == batch || v->within->batch == batch))
			return true;
	}
	return false;
}

/* Of the cells that are not proven: the largest share that could be saved. */
static double
worst_gap(const struct sweep_report *p)
{
	int64_t n = (int64_t)p->options.n_batches * p->options.n_srams, i;
	const struct sweep_cell *c;
	double worst = 0, gap;

	for (i = 0; i < n; i++) {
		c = &p->surface.cells[i];
		if (!c->fits || c->optimal || !c->dram_bytes)
			continue;
		gap = (double)(c->dram_bytes - c->lower_bound) / (double)c->dram_bytes;
		worst = gap > worst ? gap : worst;
	}
	return worst;
}

void
sweep_proof(struct text *t, const struct sweep_report *p)
{
	int64_t n = (int64_t)p->options.n_batches * p->options.n_srams, i, proven = 0,
		none = 0;

	for (i = 0; i < n; i++) {
		proven += p->surface.cells[i].optimal;
		none += !p->surface.cells[i].fits;
	}
	text_printf(t, "%d batches x %d SRAM sizes: ", p->options.n_batches,
		    p->options.n_srams);
	if (none)
		text_printf(t, "%" PRId64 " do not fit, ", none);
	text_printf(t, "%" PRId64 " of %" PRId64 " cells proven optimal, ", proven,
		    n - none);
	if (proven < n - none && !p->options.plan.energy)
		text_printf(t, "of the others at most %.3g %% could be saved, ",
			    100 * worst_gap(p));
	if (p->surface.scaled)
		text_printf(t, "from one curve of %d points", p->surface.curve->n);
	else
		text_puts(t, "each planned by itself");
}
