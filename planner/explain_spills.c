#include <inttypes.h>
#include <string.h>

#include "planner/explain_remedies.h"

/* Spills tried, of the largest parts. */
enum { SPILLS_MAX = 64 };

static bool
covers(const struct problem *p, int32_t value, int32_t gap, int32_t step)
{
	int32_t l, r;

	problem_gap(p, value, gap, &l, &r);
	return l <= step && step <= r;
}

/*
 * The value waits in DRAM while the step runs: every gap that reaches it.
 * False when there is none, or the user wants it in SRAM.
 */
static bool
send_away(struct problem *p, int32_t value, int32_t step, struct remedy *remedy,
	  struct arena *a)
{
	struct problem_value *v = (struct problem_value *)&p->values[value];
	int32_t n = problem_gaps(v), gap, l, r, sent = 0;
	uint8_t *pins = arena_new(a, uint8_t, (size_t)n + 1);

	if (v->pins)
		memcpy(pins, v->pins, (size_t)n);
	for (gap = 0; gap < n; gap++) {
		if (!covers(p, value, gap, step))
			continue;
		problem_gap(p, value, gap, &l, &r);
		if (pins[gap] == PIN_SRAM || l < 0 || (v->ends && r >= p->steps))
			return false;
		pins[gap] = PIN_DRAM;
		remedy->from = sent++ && remedy->from < l ? remedy->from : l;
		remedy->to = r;
	}
	v->pins = pins;
	return sent > 0;
}

static void
spill_one(struct remedies *r, const struct part *part)
{
	const int32_t *of = r->analysis->lifetimes.of;
	const struct problem *now = &r->demand.problem;
	struct problem p = *now;
	size_t n = (size_t)now->n_values;
	struct remedy remedy = {.kind = REMEDY_SPILL,
				.value = part->value,
				.second = part->becomes},
		      second = {0};
	const struct placement *least;
	struct placer *placer;

	p.values = arena_grow(r->arena, now->values, n, n + 1, sizeof(*p.values));
	if (!send_away(&p, of[part->value], r->parts->step, &remedy, r->arena))
		return;
	if (part->becomes != NO_VALUE &&
	    !send_away(&p, of[part->becomes], r->parts->step, &second, r->arena))
		return;
	placer = placer_open(&p, NULL, r->arena);
	remedy.bytes = place_no_spill(placer);
	least = place_at(placer, remedy.bytes);
	if (!least->feasible)
		return;
	remedy.step = least->peak_step;
	remedy.traffic = least->dram_bytes - r->traffic;
	remedy_add(r, remedy);
}

void
remedy_spills(struct remedies *r)
{
	int32_t i;

	for (i = 0; i < r->parts->n && i < SPILLS_MAX; i++)
		if (r->parts->list[i].kind == PART_VALUE)
			spill_one(r, &r->parts->list[i]);
}

/* Does one spill do as much for as little? */
static bool
is_matched(const struct remedies *r, const struct placement *less)
{
	const struct remedy *x;
	int32_t i;

	for (i = 0; i < r->n; i++) {
		x = &r->list[i];
		if (x->kind == REMEDY_SPILL && x->saves > 0 &&
		    x->bytes <= less->usage &&
		    x->traffic <= less->dram_bytes - r->traffic)
			return true;
	}
	return false;
}

void
remedy_byte(struct remedies *r)
{
	int64_t sram = r->plan->no_spill - 1;
	const struct placement *less = sram < 0 ? NULL : place_at(r->placer, sram);

	if (!less || !less->feasible || is_matched(r, less))
		return;
	remedy_add(r, (struct remedy){
			      .kind = REMEDY_BYTE,
			      .option = arena_printf(r->arena, "--sram=%" PRId64, sram),
			      .value = NO_VALUE,
			      .second = NO_VALUE,
			      .bytes = less->usage,
			      .step = less->peak_step,
			      .traffic = less->dram_bytes - r->traffic});
}
