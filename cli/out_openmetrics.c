/*
 * OpenMetrics text: each number of each model and batch as a gauge.
 */
#include <inttypes.h>
#include <string.h>

#include "cli/check.h"
#include "cli/escape.h"

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

/* "tidemark_sram_no_spill_bytes": the unit is the end of the name. */
static const char *
name_of(const struct metric *m, const char **unit, struct arena *a)
{
	char *name = arena_printf(a, "tidemark_%s", m->path), *dot;

	while ((dot = strchr(name, '.')))
		*dot = '_';
	*unit = NULL;
	if (m->unit == UNIT_BYTES) {
		*unit = "bytes";
		return ends_with(name, "_bytes") ? name
						 : arena_printf(a, "%s_bytes", name);
	}
	if (m->unit == UNIT_SECONDS) {
		*unit = "seconds";
		name[strlen(name) - 2] = '\0'; /* its "_s" */
		return arena_printf(a, "%s_seconds", name);
	}
	return name;
}

static void
labels(struct text *t, const struct check_model *m, int64_t batch)
{
	text_puts(t, "{model=");
	text_name(t, SINK_OPENMETRICS, m->name);
	if (batch)
		text_printf(t, ",batch=\"%" PRId64 "\"", batch);
	text_puts(t, "}");
}

/* A family, whose head is printed with its first sample. */
struct family {
	const char *name, *unit, *help;
	bool begun;
};

static void
begin(struct text *t, struct family *f)
{
	if (f->begun)
		return;
	f->begun = true;
	text_printf(t, "# TYPE %s gauge\n", f->name);
	if (f->unit)
		text_printf(t, "# UNIT %s %s\n", f->name, f->unit);
	text_printf(t, "# HELP %s %s\n", f->name, f->help);
}

static void
sample(struct text *t, struct family *f, const struct check_model *m, int64_t batch,
       const struct quantity *q)
{
	if (!q->known)
		return;
	begin(t, f);
	text_puts(t, f->name);
	labels(t, m, batch);
	if (q->whole)
		text_printf(t, " %" PRId64 "\n", q->n);
	else
		text_printf(t, " %.17g\n", q->x);
}

static void
metric_samples(struct text *t, const struct check_report *c, enum metric_id id)
{
	bool of_model = !strncmp(metrics[id].path, "model.", 6);
	struct family f = {.help = metrics[id].path};
	const struct diff_side *s;
	struct quantity q;
	const json_t *plan;
	int32_t i;
	size_t k;

	f.name = name_of(&metrics[id], &f.unit, t->arena);
	for (i = 0; i < c->config.n_models; i++) {
		s = &c->results[i].diff.side[1];
		if (c->results[i].status != OK)
			continue;
		for (k = 0; k < (of_model ? 1 : json_array_size(s->batches)); k++) {
			plan = json_array_get(s->batches, k);
			q = metric_get(id, s->model, plan);
			sample(t, &f, &c->config.models[i],
			       of_model ? 0
					: json_integer_value(
						  json_object_get(plan, "batch")),
			       &q);
		}
	}
}

void
check_openmetrics(struct text *t, const struct check_report *c)
{
	struct family failed = {.name = "tidemark_check_failed",
				.help = "checks of the model that do not pass"};
	struct quantity q;
	int32_t i, k;
	int id;

	for (id = 0; id < METRIC_COUNT; id++)
		metric_samples(t, c, (enum metric_id)id);
	for (i = 0; i < c->config.n_models; i++) {
		q = quantity_of(0);
		for (k = 0; k < c->n_rows; k++)
			q.n += c->rows[k].model == &c->config.models[i] &&
			       check_row_fails(&c->rows[k]);
		sample(t, &failed, &c->config.models[i], 0, &q);
	}
	text_puts(t, "# EOF\n");
}
