#include "cli/out_time.h"

#include <stdio.h>

#include "cli/escape.h"

const char *
format_seconds(double s, char b[SECONDS_MAX])
{
	if (s >= 1)
		snprintf(b, SECONDS_MAX, "%.3g s", s);
	else if (s >= 1e-3)
		snprintf(b, SECONDS_MAX, "%.3g ms", s * 1e3);
	else
		snprintf(b, SECONDS_MAX, "%.3g us", s * 1e6);
	return b;
}

static void
set_real(json_t *j, const char *key, double x)
{
	json_object_set_new(j, key, x < 0 ? json_null() : json_real(x));
}

void
time_fields(json_t *j, const struct schedule_time *s)
{
	json_t *share = json_object();
	int i;

	set_real(j, "latency_s", s->latency);
	set_real(j, "frames_per_s", s->frames_per_second);
	json_object_set_new(j, "bound", json_string(bound_names[s->bound]));
	set_real(j, "lower_bound_s", s->lower_bound);
	set_real(j, "serial_s", s->serial);
	for (i = 0; i < BOUND_COUNT; i++)
		set_real(share, bound_names[i], s->share[i]);
	json_object_set_new(j, "share_s", share);
}

static json_t *
layers_json(const struct schedule_time *s, int32_t n)
{
	json_t *list = json_array(), *one;
	const struct time_layer *x;
	int32_t i;

	for (i = 0; i < n; i++) {
		x = &s->layers[i];
		one = json_object();
		json_object_set_new(one, "step", json_integer(i));
		set_real(one, "elapsed_s", x->elapsed);
		json_object_set_new(one, "bound", json_string(bound_names[x->bound]));
		set_real(one, "compute_s", x->compute);
		set_real(one, "sram_s", x->sram + x->moves);
		set_real(one, "dram_s", x->dram);
		json_array_append_new(list, one);
	}
	return list;
}

static void
run(const struct timer *t, const struct plan *p, const struct analysis *a,
    struct arena *arena, struct schedule_time *s)
{
	time_schedule(t, loads_of_plan(p, a, arena), p->batch, s,
		      arena_new(arena, struct time_layer, (size_t)p->steps + 1));
}

const struct timer *
timer_of(const struct plan_report *r, const struct plan *p)
{
	return p->analysis->graph == r->analysis.graph
		       ? r->timer
		       : timer_open(p->analysis, &r->target, r->request->arena);
}

json_t *
time_json(const struct timer *t, const struct plan *p, const struct analysis *a,
	  struct arena *arena)
{
	struct schedule_time s;
	json_t *j = json_object();

	run(t, p, a, arena, &s);
	if (s.missing && s.dram_pj < 0 && s.sram_pj < 0) {
		json_decref(j);
		return NULL;
	}
	json_object_set_new(j, "modelled", json_true());
	if (!s.missing) {
		time_fields(j, &s);
		set_real(j, "least_latency_s", time_least(t, p->lower_bound, p->batch));
	}
	set_real(j, "energy_pj_per_frame", s.energy_pj);
	set_real(j, "dram_pj_per_frame", s.dram_pj);
	set_real(j, "sram_pj_per_frame", s.sram_pj);
	set_real(j, "mac_pj_per_frame", s.mac_pj);
	if (!s.missing)
		json_object_set_new(j, "layers", layers_json(&s, p->steps));
	return j;
}

static void
shares_text(struct text *t, const struct schedule_time *s)
{
	int i, n = 0;

	for (i = 0; i < BOUND_COUNT; i++)
		if (s->latency > 0 && 100 * s->share[i] >= .5 * s->latency)
			text_printf(t, "%s%.0f %% %s", n++ ? ", " : "",
				    100 * s->share[i] / s->latency, bound_names[i]);
}

void
time_text(struct text *t, const struct timer *timer, const struct plan *p,
	  const struct analysis *a)
{
	char latency[SECONDS_MAX], bound[SECONDS_MAX];
	struct schedule_time s;

	run(timer, p, a, t->arena, &s);
	if (!s.missing) {
		text_printf(t,
			    "  modelled: %s, %.4g frames/s, bound by %s (no plan is "
			    "below %s)\n            ",
			    format_seconds(s.latency, latency), s.frames_per_second,
			    bound_names[s.bound],
			    format_seconds(time_least(timer, p->lower_bound, p->batch),
					   bound));
		shares_text(t, &s);
		text_puts(t, "\n");
	} else if (timer_expected(timer)) {
		text_puts(t, "  no time: ");
		text_name(t, SINK_TERMINAL, timer_missing(timer));
		text_puts(t, "\n");
	}
	if (s.energy_pj >= 0)
		text_printf(t,
			    "  modelled: %.4g uJ a frame: DRAM %.4g, SRAM %.4g, MACs "
			    "%.4g\n",
			    s.energy_pj / 1e6, s.dram_pj / 1e6, s.sram_pj / 1e6,
			    s.mac_pj / 1e6);
}

bool
time_words(struct text *t, const struct timer *timer, const struct plan *p,
	   const struct analysis *a)
{
	char latency[SECONDS_MAX];
	struct schedule_time s;

	run(timer, p, a, t->arena, &s);
	if (s.missing && s.energy_pj < 0)
		return false;
	text_puts(t, "Modelled, not measured: ");
	if (!s.missing) {
		text_printf(t, "%s a batch, %.4g frames/s, bound by %s (",
			    format_seconds(s.latency, latency), s.frames_per_second,
			    bound_names[s.bound]);
		shares_text(t, &s);
		text_puts(t, s.energy_pj < 0 ? ")" : "); ");
	}
	if (s.energy_pj >= 0)
		text_printf(t, "%.4g uJ a frame", s.energy_pj / 1e6);
	text_puts(t, ".");
	return true;
}
