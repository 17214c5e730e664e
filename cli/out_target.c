#include "cli/out_target.h"

#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "cli/escape.h"

/* Powers of a thousand: 320 G, 0.5 G. */
static void
put_scaled(struct text *t, double x, const char *unit)
{
	static const char *const prefixes[] = {"", "k", "M", "G", "T", "P"};
	int i = 0;

	while (x >= 1000 && i < 5) {
		x /= 1000;
		i++;
	}
	text_printf(t, "%.6g %s%s", x, prefixes[i], unit);
}

/* A paragraph, indented, with lines of about 60 characters. */
static void
put_words(struct text *t, const char *s)
{
	const char *word = escaped(t->arena, SINK_TERMINAL, s), *end;
	int column = 0, n;

	for (; *word; word = end + (*end == ' ')) {
		end = word + strcspn(word, " ");
		n = (int)(end - word);
		if (column && column + 1 + n > 62) {
			text_printf(t, "\n%18s", "");
			column = 0;
		}
		text_printf(t, "%s%.*s", column ? " " : "", n, word);
		column += n + (column > 0);
	}
}

/* --- one printer per kind of field --- */

static void
text_NAMES(struct text *t, const uint32_t *set, const char *unit)
{
	const char *separator = "";
	int i;

	for (i = 0; i < TARGET_FIELDS; i++)
		if (*set >> i & 1) {
			text_printf(t, "%s%s", separator, target_field_names[i]);
			separator = ", ";
		}
	text_puts(t, unit);
}

static void
text_TEXT(struct text *t, const char *const *s, const char *unit)
{
	(void)unit;
	put_words(t, *s);
}

static void
text_COUNT(struct text *t, const int64_t *n, const char *unit)
{
	char grouped[GROUPED_MAX];

	text_printf(t, "%s %s", format_grouped(*n, grouped), unit);
}

static void
text_SIZE(struct text *t, const int64_t *n, const char *unit)
{
	char size[GROUPED_MAX];

	if (*n < 0) {
		text_puts(t, "unlimited");
		return;
	}
	text_printf(t, "%s, ", format_size(*n, size));
	text_COUNT(t, n, unit);
}

static void
text_RATE(struct text *t, const double *x, const char *unit)
{
	if (*x > 0 && *x < 1 && !strcmp(unit, "s"))
		text_printf(t, "%.6g us", *x * 1e6);
	else if (*x > 0)
		put_scaled(t, *x, unit);
	else
		text_puts(t, "not stated");
}

static void
text_FLAG(struct text *t, const bool *b, const char *unit)
{
	(void)unit;
	text_puts(t, *b ? "yes" : "no");
}

static void
text_WINDOW(struct text *t, const enum window_rule *w, const char *unit)
{
	(void)unit;
	text_puts(t, window_names[*w]);
}

static const char *
mark(const struct target *target, enum target_field field)
{
	return target_assumes(target, field) ? " (assumed)" : "";
}

static void
text_RATES(struct text *t, const struct target_rate *const *rates,
	   const struct target *target, const char *unit)
{
	const struct target_rate *rate = *rates;
	int32_t i;

	if (!target->n_rates)
		text_puts(t, "not stated");
	for (i = 0; i < target->n_rates; i++, rate++) {
		if (i)
			text_printf(t, "\n%18s", "");
		text_printf(t, "%-9s ", dtype_row(rate->dtype)->name);
		put_scaled(t, rate->macs_per_second, unit);
		text_puts(t, mark(target, TARGET_rates));
		if (rate->pj_per_mac > 0)
			text_printf(t, ", %.6g pJ/MAC", rate->pj_per_mac);
	}
}

/* Rates are a list: their printers take the target, with its length, as well. */
#define WHOLE_TEXT
#define WHOLE_NAMES
#define WHOLE_COUNT
#define WHOLE_SIZE
#define WHOLE_RATE
#define WHOLE_FLAG
#define WHOLE_WINDOW
#define WHOLE_RATES , target

/* Rates mark each of their lines. */
static bool
marks_itself(enum target_field field)
{
	return field == TARGET_rates;
}

void
target_text(struct text *t, const struct target *target)
{
#define FIELD(id, kind, unit, meaning)                                                 \
	text_printf(t, "%-17s ", #id);                                                 \
	text_##kind(t, &target->id WHOLE_##kind, unit);                                \
	if (!marks_itself(TARGET_##id))                                                \
		text_puts(t, mark(target, TARGET_##id));                               \
	text_puts(t, "\n");
#include "planner/target_fields.def"
#undef FIELD
}

/* --- Markdown --- */

/* What a field says, with a star when it is assumed; empty when not stated. */
static void
cell(struct text *t, const struct target *target, enum target_field field, double x,
     const char *unit)
{
	text_puts(t, " | ");
	if (x <= 0)
		return;
	put_scaled(t, x, unit);
	if (target_assumes(target, field))
		text_puts(t, "*");
}

static void
cell_rates(struct text *t, const struct target *target)
{
	const char *star = target_assumes(target, TARGET_rates) ? "*" : "";
	int32_t i;

	text_puts(t, " | ");
	for (i = 0; i < target->n_rates; i++) {
		text_printf(t, "%s%s ", i ? ", " : "",
			    dtype_row(target->rates[i].dtype)->name);
		put_scaled(t, target->rates[i].macs_per_second, "");
		text_puts(t, star);
	}
}

static void
md_row(struct text *t, const struct target *target)
{
	char size[GROUPED_MAX];

	text_printf(t, "| %s | %s%s", target->name,
		    target->sram < 0 ? "any" : format_size(target->sram, size),
		    target_assumes(target, TARGET_sram) ? "*" : "");
	text_printf(t, " | %" PRId64 "%s", target->alignment,
		    target_assumes(target, TARGET_alignment) ? "*" : "");
	cell(t, target, TARGET_sram_bandwidth, target->sram_bandwidth, "B/s");
	cell(t, target, TARGET_dram_bandwidth, target->dram_bandwidth, "B/s");
	cell_rates(t, target);
	cell(t, target, TARGET_layer_overhead, target->layer_overhead * 1e6, "us");
	text_puts(t, " |\n");
}

static bool
same_words(const struct target *a, const struct target *b)
{
	return !strcmp(a->source, b->source) && !strcmp(a->assumptions, b->assumptions);
}

/* One section for the targets from I on that share their words; the next of others. */
static int32_t
md_words(struct text *t, const struct target *list, int32_t n, int32_t i)
{
	const struct target *first = &list[i];
	const char *separator = "\n## ";

	for (; i < n && same_words(first, &list[i]); i++) {
		text_printf(t, "%s%s", separator, list[i].name);
		separator = ", ";
	}
	if (&list[i] == first + 1)
		text_printf(t, "\n\n%s.", first->title);
	text_printf(t, "\n\n*Published:* %s.\n\n*Assumed:* %s\n", first->source,
		    first->assumptions);
	return i;
}

void
targets_md(struct text *t, const struct target *list, int32_t n)
{
	int32_t i;

	text_puts(t,
		  "| target | SRAM | aligned to | to SRAM | to DRAM | MAC/s | a layer "
		  "|\n| --- | ---: | ---: | ---: | ---: | --- | ---: |\n");
	for (i = 0; i < n; i++)
		md_row(t, &list[i]);
	for (i = 0; i < n;)
		i = md_words(t, list, n, i);
}

/* --- JSON --- */

static json_t *
json_TEXT(const char *const *s)
{
	return **s ? json_string(*s) : NULL;
}

static json_t *
json_NAMES(const uint32_t *set)
{
	json_t *list = json_array();
	int i;

	for (i = 0; i < TARGET_FIELDS; i++)
		if (*set >> i & 1)
			json_array_append_new(list, json_string(target_field_names[i]));
	return list;
}

static json_t *
json_COUNT(const int64_t *n)
{
	return json_integer(*n);
}

static json_t *
json_SIZE(const int64_t *n)
{
	return json_known(*n);
}

static json_t *
json_RATE(const double *x)
{
	return *x > 0 ? json_real(*x) : NULL;
}

static json_t *
json_FLAG(const bool *b)
{
	return json_boolean(*b);
}

static json_t *
json_WINDOW(const enum window_rule *w)
{
	return json_string(window_names[*w]);
}

static json_t *
json_RATES(const struct target_rate *const *rates, const struct target *target)
{
	json_t *list = json_array(), *one;
	int32_t i;

	for (i = 0; i < target->n_rates; i++) {
		one = json_object();
		json_object_set_new(one, "type",
				    json_string(dtype_row((*rates)[i].dtype)->name));
		json_object_set_new(one, "macs_per_second",
				    json_real((*rates)[i].macs_per_second));
		if ((*rates)[i].pj_per_mac > 0)
			json_object_set_new(one, "pj_per_mac",
					    json_real((*rates)[i].pj_per_mac));
		json_array_append_new(list, one);
	}
	return list;
}

json_t *
target_json(const struct target *target)
{
	json_t *j = json_object(), *x;

	json_object_set_new(j, "format", json_string("tidemark.target"));
	json_object_set_new(j, "format_version", json_string("1.0"));
#define FIELD(id, kind, unit, meaning)                                                 \
	x = json_##kind(&target->id WHOLE_##kind);                                     \
	if (x)                                                                         \
		json_object_set_new(j, #id, x);
#include "planner/target_fields.def"
#undef FIELD
	return j;
}

json_t *
targets_json(void)
{
	json_t *j = json_object(), *list = json_array();
	int32_t i, n;
	const struct target *all = targets_all(&n);

	json_object_set_new(j, "format", json_string("tidemark.targets"));
	json_object_set_new(j, "format_version", json_string("1.0"));
	for (i = 0; i < n; i++)
		json_array_append_new(list, target_json(&all[i]));
	json_object_set_new(j, "targets", list);
	return j;
}

void
targets_text(struct text *t)
{
	char size[GROUPED_MAX];
	int32_t i, n;
	const struct target *all = targets_all(&n);

	text_puts(t, "name               SRAM  what it is\n");
	for (i = 0; i < n; i++)
		text_printf(t, "%-14s %8s  %s\n", all[i].name,
			    all[i].sram < 0 ? "any" : format_size(all[i].sram, size),
			    all[i].title);
	text_puts(t, "\n'tidemark targets NAME' prints one with its source and what is "
		     "assumed.\n'tidemark targets NAME --format json' makes a file to "
		     "start from; --target FILE.json reads it.\n");
}
