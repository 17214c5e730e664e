#include "cli/metric.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"
#include "cli/out_time.h"

const struct metric metrics[METRIC_COUNT] = {
#define METRIC(id, path, unit, better) [METRIC_##id] = {path, unit, better},
#include "cli/metrics.def"
#undef METRIC
};

enum metric_id
metric_find(const char *path, const char **near)
{
	const char *names[METRIC_COUNT];
	int i;

	for (i = 0; i < METRIC_COUNT; i++) {
		names[i] = metrics[i].path;
		if (!strcmp(path, names[i]))
			return (enum metric_id)i;
	}
	*near = nearest(path, names, METRIC_COUNT);
	return METRIC_COUNT;
}

struct quantity
quantity_of(int64_t n)
{
	return (struct quantity){.known = true, .whole = true, .n = n, .x = (double)n};
}

struct quantity
quantity_real(double x)
{
	return (struct quantity){.known = true, .x = x};
}

struct quantity
quantity_json(const json_t *j)
{
	if (json_is_integer(j))
		return quantity_of(json_integer_value(j));
	if (json_is_boolean(j))
		return quantity_of(json_is_true(j));
	if (json_is_real(j))
		return quantity_real(json_real_value(j));
	return (struct quantity){0};
}

json_t *
quantity_to_json(const struct quantity *q)
{
	if (!q->known)
		return json_null();
	return q->whole ? json_integer(q->n) : json_real(q->x);
}

int
quantity_order(const struct quantity *a, const struct quantity *b)
{
	if (a->whole && b->whole)
		return a->n < b->n ? -1 : a->n > b->n;
	return a->x < b->x ? -1 : a->x > b->x;
}

struct quantity
quantity_minus(const struct quantity *a, const struct quantity *b)
{
	int64_t n;

	if (!a->known || !b->known)
		return (struct quantity){0};
	if (a->whole && b->whole && !__builtin_sub_overflow(a->n, b->n, &n))
		return quantity_of(n);
	return quantity_real(a->x - b->x);
}

struct quantity
metric_get(enum metric_id id, const json_t *model, const json_t *batch)
{
	const char *path = metrics[id].path, *dot = strchr(path, '.');
	const json_t *in = batch;
	char group[16];

	if (dot) {
		snprintf(group, sizeof(group), "%.*s", (int)(dot - path), path);
		in = strcmp(group, "model") ? json_object_get(batch, group) : model;
		path = dot + 1;
	}
	return quantity_json(json_object_get(in, path));
}

static const char *
seconds_text(double x, struct arena *a)
{
	char b[SECONDS_MAX];

	return arena_strdup(a, format_seconds(x, b));
}

static const char *
bytes_text(const struct quantity *q, const char *unit, struct arena *a)
{
	char b[GROUPED_MAX];

	if (q->whole)
		return arena_printf(a, "%s%s", format_grouped(q->n, b), unit);
	return arena_printf(a, "%.1f%s", q->x, unit);
}

const char *
quantity_text(const struct quantity *q, enum unit unit, struct arena *a)
{
	if (!q->known)
		return "?";
	if (unit == UNIT_TRUTH)
		return q->n ? "yes" : "no";
	if (unit == UNIT_BYTES || unit == UNIT_COUNT)
		return bytes_text(q, unit == UNIT_BYTES ? " B" : "", a);
	if (unit == UNIT_SECONDS)
		return seconds_text(q->x, a);
	return arena_printf(a, "%.6g%s", q->x, unit == UNIT_RATE ? "/s" : " pJ");
}

const char *
change_text(const struct quantity *q, enum unit unit, struct arena *a)
{
	struct quantity positive = *q;

	if (!q->known || unit == UNIT_TRUTH)
		return "";
	positive.n = q->n < 0 ? -q->n : q->n;
	positive.x = q->x < 0 ? -q->x : q->x;
	return arena_printf(a, "%s%s", q->x < 0 ? "-" : "+",
			    quantity_text(&positive, unit, a));
}

const char *
percent_text(const struct quantity *old, const struct quantity *now, struct arena *a)
{
	if (!old->known || !now->known || old->x == 0)
		return "";
	return arena_printf(a, "%+.1f %%", 100 * (now->x - old->x) / old->x);
}

/* --- from a configuration --- */

static enum status
bad_quantity(const char *where, const char *wanted, struct diags *d)
{
	return diag_error(d, ERR_USAGE, "bad-config", "%s: wanted %s", where, wanted);
}

static bool
read_time(const char *s, double *x)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = {{"s", 1}, {"ms", 1e-3}, {"us", 1e-6}};
	char *end;
	size_t i;

	*x = strtod(s, &end);
	for (i = 0; end != s && i < sizeof(units) / sizeof(*units); i++)
		if (!strcmp(end, units[i].unit)) {
			*x *= units[i].seconds;
			return *x >= 0;
		}
	return false;
}

enum status
quantity_read(struct quantity *q, const json_t *j, enum unit unit, const char *where,
	      struct diags *d)
{
	const char *s = json_string_value(j);
	double x;

	*q = quantity_json(j);
	if (unit == UNIT_TRUTH)
		return json_is_boolean(j) ? OK
					  : bad_quantity(where, "true or false", d);
	if (unit == UNIT_BYTES && s) {
		*q = quantity_of(0);
		TRY(parse_size(s, where, &q->n, d));
		q->x = (double)q->n;
		return OK;
	}
	if (unit == UNIT_SECONDS && s && read_time(s, &x)) {
		*q = quantity_real(x);
		return OK;
	}
	if (json_is_number(j) && q->x >= 0)
		return OK;
	return bad_quantity(where,
			    unit == UNIT_BYTES
				    ? "bytes as a number, or a size such as \"1.5MiB\""
			    : unit == UNIT_SECONDS
				    ? "seconds as a number, or a time such as \"5ms\""
				    : "a number that is not negative",
			    d);
}
