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

static void
text_RATES(struct text *t, const struct target_rate *const *rates, int32_t n,
	   const char *unit)
{
	int32_t i;

	if (!n)
		text_puts(t, "not stated");
	for (i = 0; i < n; i++) {
		if (i)
			text_printf(t, "\n%18s", "");
		text_printf(t, "%-9s ", dtype_row((*rates)[i].dtype)->name);
		put_scaled(t, (*rates)[i].macs_per_second, unit);
		if ((*rates)[i].pj_per_mac > 0)
			text_printf(t, ", %.6g pJ/MAC", (*rates)[i].pj_per_mac);
	}
}

/* Rates are a list: their printers take its length as well. */
#define LENGTH_TEXT
#define LENGTH_COUNT
#define LENGTH_SIZE
#define LENGTH_RATE
#define LENGTH_FLAG
#define LENGTH_WINDOW
#define LENGTH_RATES , target->n_rates

void
target_text(struct text *t, const struct target *target)
{
#define FIELD(id, kind, unit, meaning)                                                 \
	text_printf(t, "%-17s ", #id);                                                 \
	text_##kind(t, &target->id LENGTH_##kind, unit);                               \
	text_puts(t, "\n");
#include "planner/target_fields.def"
#undef FIELD
}

/* --- JSON --- */

static json_t *
json_TEXT(const char *const *s)
{
	return **s ? json_string(*s) : NULL;
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
json_RATES(const struct target_rate *const *rates, int32_t n)
{
	json_t *list = json_array(), *one;
	int32_t i;

	for (i = 0; i < n; i++) {
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
	x = json_##kind(&target->id LENGTH_##kind);                                    \
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
