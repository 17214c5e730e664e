/*
 * tidemark sweep: models x targets, and for each batches x SRAM sizes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "cli/command.h"
#include "cli/out_sweep.h"
#include "proto/write.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "cli/svg.h"
#include "planner/pipeline.h"

/* Everything that is asked for, in order: a unit is one batch of one pair. */
struct campaign {
	struct request *request;
	const char **targets;
	int32_t n_targets;
	int64_t unit, first, last; /* of this shard: [first, last) */
	struct progress progress;
	struct text files[FORMAT_COUNT]; /* --json FILE and so on */
};

static const enum format printed[] = {FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_MD,
				      FORMAT_HTML};

static int
ascending(const void *pa, const void *pb)
{
	int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return a < b ? -1 : a > b;
}

/* Sorted, each once. */
static struct numbers
in_order(struct arena *a, const int64_t *list, int32_t n)
{
	struct numbers out = {arena_new(a, int64_t, (size_t)n + 1), 0};
	int64_t *copy = arena_new(a, int64_t, (size_t)n + 1);
	int32_t i;

	memcpy(copy, list, (size_t)n * sizeof(*copy));
	qsort(copy, (size_t)n, sizeof(*copy), ascending);
	for (i = 0; i < n; i++)
		if (!i || copy[i] != copy[i - 1])
			out.list[out.n++] = copy[i];
	return out;
}

static struct numbers
default_batches(struct arena *a, const struct graph *g)
{
	enum { BATCHES = 64 };
	struct numbers n = {arena_new(a, int64_t, BATCHES), g->batched ? BATCHES : 1};
	int32_t i;

	for (i = 0; i < n.n; i++)
		n.list[i] = g->batched ? i + 1 : g->batch;
	return n;
}

/* Those asked for, the target's, or 256 KiB to 64 MiB. */
static struct numbers
sram_sizes(struct request *r, const struct target *t)
{
	enum { SIZES = 9 };
	struct numbers n = {arena_new(r->arena, int64_t, SIZES), SIZES};
	int32_t i;

	if (r->srams.n)
		return in_order(r->arena, r->srams.list, r->srams.n);
	if (t->sram >= 0) {
		n.list[0] = t->sram;
		n.n = 1;
		return n;
	}
	for (i = 0; i < SIZES; i++)
		n.list[i] = INT64_C(256 * 1024) << i;
	return n;
}

static const char **
split(struct arena *a, const char *list, int32_t *n)
{
	char *copy = arena_strdup(a, list), *comma;
	const char **out = arena_new(a, const char *, strlen(list) + 1);

	for (*n = 0; copy; copy = comma) {
		comma = strchr(copy, ',');
		if (comma)
			*comma++ = '\0';
		out[(*n)++] = copy;
	}
	return out;
}

static enum status
judge(struct sweep_report *p)
{
	struct request *r = p->request;
	struct verdict_options o = {r->within, r->latency};
	int32_t s;

	p->verdicts = arena_new(r->arena, struct verdict, (size_t)p->options.n_srams);
	for (s = 0; s < p->options.n_srams; s++)
		TRY(verdict_make(&p->verdicts[s], &p->surface, s, &o, r->arena));
	TRY(needs_make(&p->needs, &p->surface, (double)r->per_frame, r->frames,
		       r->arena));
	p->knees = knees_make(&p->surface, &p->n_knees, r->arena);
	return OK;
}

/* Verdicts need the whole surface, and no reader joins pages. */
static enum status
check_shard_files(struct request *r)
{
	if (!(r->given >> OPT_shard & 1) ||
	    (!r->files[FORMAT_MD] && !r->files[FORMAT_HTML]))
		return OK;
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--%s: not with --shard, whose parts are JSON and CSV",
			  r->files[FORMAT_MD] ? "md" : "html");
}

static enum status
check_sweep_objective(struct request *r)
{
	if (r->objective != OBJECTIVE_TIME)
		return OK;
	return diag_error(
		r->diags, ERR_USAGE, "bad-option",
		"--objective: sweep minimises bytes or energy in each cell, and "
		"compares batches by time where the target allows");
}

static enum status
needs_time(const struct sweep_report *p, const struct timer *timer)
{
	struct request *r = p->request;

	if ((r->latency < 0 && r->frames < 0) || !timer_missing(timer))
		return OK;
	return diag_error(r->diags, ERR_USAGE, "no-time", "--%s: %s",
			  r->latency < 0 ? "frames" : "latency", timer_missing(timer));
}

static enum status
print_as(struct campaign *c, struct text *t, const struct sweep_report *p,
	 enum format f)
{
	bool parts = c->request->given >> OPT_shard & 1;

	if (f == FORMAT_JSON && parts)
		sweep_json_lines(t, p);
	else if (f == FORMAT_JSON)
		json_print(t, sweep_json(p));
	else if (f == FORMAT_CSV)
		sweep_csv(t, p);
	else if (f == FORMAT_MD)
		sweep_md(t, p);
	else if (f == FORMAT_HTML)
		return sweep_html(t, p);
	else
		sweep_text(t, p);
	return OK;
}

static enum status
print_all(struct campaign *c, const struct sweep_report *p)
{
	size_t i;

	if (c->request->format == FORMAT_TEXT && c->request->out.n)
		text_puts(&c->request->out, "\n");
	TRY(print_as(c, &c->request->out, p, c->request->format));
	for (i = 0; i < sizeof(printed) / sizeof(*printed); i++)
		if (c->request->files[printed[i]])
			TRY(print_as(c, &c->files[printed[i]], p, printed[i]));
	return OK;
}

/* Cells are counted for each pair, so that it is named where there are several. */
static void
name_progress(struct campaign *c, const struct sweep_report *p)
{
	struct text t;

	if (c->n_targets * c->request->n_arguments == 1)
		return;
	text_open(&t, c->request->arena);
	text_name(&t, SINK_TERMINAL, p->analysis.graph->facts.name);
	text_puts(&t, " on ");
	text_name(&t, SINK_TERMINAL, p->target.name);
	text_puts(&t, ": ");
	c->progress.what = t.s;
}

static enum status
sweep_pair(struct campaign *c, struct sweep_report *p, const char *target,
	   struct numbers batches)
{
	struct request *r = c->request;
	struct numbers srams;
	struct sweep *s;

	r->target = target;
	TRY(setup_target(r, &p->target));
	TRY(setup_objective(r, &p->target));
	srams = sram_sizes(r, &p->target);
	p->options = (struct sweep_options){.batches = batches.list,
					    .n_batches = batches.n,
					    .srams = srams.list,
					    .n_srams = srams.n,
					    .progress = progress_tell,
					    .context = &c->progress};
	setup_options(r, 1, &p->options.plan);
	name_progress(c, p);
	TRY(needs_time(p, timer_open(&p->analysis, &p->target, r->arena)));
	TRY(sweep_open(&s, &p->analysis, &p->target, &p->options, r->arena, r->diags));
	TRY(sweep_run(s, &p->surface));
	if (!(r->given >> OPT_shard & 1))
		TRY(judge(p));
	return print_all(c, p);
}

/* The batches of this pair that belong to this shard. */
static struct numbers
own_batches(struct campaign *c, struct numbers all)
{
	int64_t from = max_i64(c->first - c->unit, 0),
		to = min_i64(c->last - c->unit, all.n);
	struct numbers own = {all.list + min_i64(from, all.n),
			      (int32_t)max_i64(to - from, 0)};

	c->unit += all.n;
	return own;
}

static enum status
sweep_model(struct campaign *c, const char *path)
{
	struct request *r = c->request;
	struct sweep_report p;
	struct analysis base;
	struct numbers batches, own;
	int32_t i;

	p = (struct sweep_report){.request = r};
	TRY(pipeline_analyse(&p.analysis, path, &r->bindings, r->level, r->arena,
			     r->diags));
	TRY(setup_joins(r, &p.analysis, target_find("generic")));
	batches = r->batches.n ? in_order(r->arena, r->batches.list, r->batches.n)
			       : default_batches(r->arena, p.analysis.graph);
	if (c->unit == 0) {
		int64_t all = (int64_t)batches.n * c->n_targets * r->n_arguments;

		c->first = all * (r->shard - 1) / r->shards;
		c->last = all * r->shard / r->shards;
	}
	pipeline_probe(&p.analysis);
	base = p.analysis;
	for (i = 0; i < c->n_targets; i++) {
		own = own_batches(c, batches);
		if (!own.n)
			continue;
		pipeline_planned(&p.analysis, &base, own.list[0]);
		TRY(sweep_pair(c, &p, c->targets[i], own));
	}
	return OK;
}

static void
print_heads(struct campaign *c)
{
	static const char title[] = "tidemark: batches and SRAM sizes";
	struct request *r = c->request;

	page_begin(&c->files[FORMAT_HTML], title);
	if (r->format == FORMAT_HTML)
		page_begin(&r->out, title);
	if (r->shard != 1)
		return;
	sweep_csv_head(&c->files[FORMAT_CSV]);
	if (r->format == FORMAT_CSV)
		sweep_csv_head(&r->out);
}

static void
print_tails(struct campaign *c)
{
	page_end(&c->files[FORMAT_HTML]);
	if (c->request->format == FORMAT_HTML)
		page_end(&c->request->out);
}

static enum status
write_files(struct campaign *c)
{
	struct request *r = c->request;
	size_t i;

	for (i = 0; i < sizeof(printed) / sizeof(*printed); i++)
		if (r->files[printed[i]])
			TRY(file_write(r->files[printed[i]], c->files[printed[i]].s,
				       c->files[printed[i]].n, r->diags));
	return OK;
}

enum status
cmd_sweep(struct request *r)
{
	unsigned formats = 1u << FORMAT_CSV | 1u << FORMAT_JSON;
	struct campaign c = {.request = r};
	enum status status = OK;
	int32_t i;

	if (!(r->given >> OPT_shard & 1))
		formats |= 1u << FORMAT_TEXT | 1u << FORMAT_MD | 1u << FORMAT_HTML;
	TRY(require_format(r, formats));
	TRY(check_shard_files(r));
	TRY(check_sweep_objective(r));
	c.targets = split(r->arena, r->target ? r->target : "generic", &c.n_targets);
	for (i = 0; i < FORMAT_COUNT; i++)
		text_open(&c.files[i], r->arena);
	print_heads(&c);
	progress_open(&c.progress);
	for (i = 0; i < r->n_arguments && status == OK; i++)
		status = sweep_model(&c, r->arguments[i]);
	progress_close(&c.progress);
	TRY(status);
	print_tails(&c);
	return write_files(&c);
}
