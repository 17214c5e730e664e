#include "bench/baselines.h"

#include <stdlib.h>

#include "base/num.h"

/* --- what all share --- */

struct marks *
marks_open(const struct problem *p, int64_t sram, struct arena *a)
{
	struct marks *m = arena_new(a, struct marks, 1);
	int32_t *first = arena_new(a, int32_t, (size_t)p->n_values + 1), i, gaps = 0;
	const struct problem_inplace *e;

	for (i = 0; i < p->n_values; i++) {
		first[i] = gaps;
		gaps += problem_gaps(&p->values[i]);
	}
	first[i] = gaps;
	*m = (struct marks){.problem = p, .sram = sram, .first_gap = first, .arena = a};
	m->resident = arena_new(a, uint8_t, (size_t)gaps + 1);
	m->usage = arena_new(a, int64_t, (size_t)p->steps + 1);
	m->before = arena_new(a, int32_t, (size_t)p->n_values + 1);
	m->after = arena_new(a, int32_t, (size_t)p->n_values + 1);
	for (i = 0; i < p->n_values; i++)
		m->before[i] = m->after[i] = -1;
	for (i = 0; i < p->n_inplace; i++) {
		e = &p->inplace[i];
		if (m->after[e->from] >= 0 || m->before[e->to] >= 0)
			continue;
		m->after[e->from] = e->to;
		m->before[e->to] = e->from;
	}
	for (i = 0; i < p->steps; i++)
		m->usage[i] = p->fixed ? p->fixed[i] : 0;
	return m;
}

static int32_t
gaps_of(const struct marks *m, int32_t v)
{
	return m->first_gap[v + 1] - m->first_gap[v];
}

static bool
has(const struct marks *m, int32_t v, int32_t gap)
{
	return gap >= 0 && gap < gaps_of(m, v) && m->resident[m->first_gap[v] + gap];
}

int64_t
marks_traffic(const struct marks *m)
{
	const struct problem_value *v;
	int64_t bytes = 0;
	int32_t i, k, missing;

	for (i = 0; i < m->problem->n_values; i++) {
		v = &m->problem->values[i];
		for (k = missing = 0; k < gaps_of(m, i); k++)
			missing += !has(m, i, k);
		bytes += v->size * missing;
		if (v->input ? v->n_events > 0 : v->output || missing)
			bytes += v->size;
	}
	return bytes;
}

/* What the pair at a step saves when both of its values are whole. */
static int64_t
shared(const struct marks *m, int32_t from, int32_t to)
{
	const struct problem_value *v = m->problem->values;

	return from < 0 || to < 0 ? 0 : min_i64(v[from].size, v[to].size);
}

/* --- whole values, in some order --- */

/* Steps of a value that has gaps: its first event to its last. */
static bool
fits_whole(const struct marks *m, int32_t i)
{
	const struct problem_value *v = &m->problem->values[i];
	int32_t from = v->events[0].step, to = v->events[v->n_events - 1].step, t;
	int64_t room;

	for (t = from; t <= to; t++) {
		room = m->sram - m->usage[t];
		if (t == from && m->before[i] >= 0 &&
		    has(m, m->before[i], gaps_of(m, m->before[i]) - 1))
			room += shared(m, m->before[i], i);
		if (t == to && m->after[i] >= 0 && has(m, m->after[i], 0))
			room += shared(m, i, m->after[i]);
		if (room < v->size)
			return false;
	}
	return true;
}

static void
keep_whole(struct marks *m, int32_t i)
{
	const struct problem_value *v = &m->problem->values[i];
	int32_t from = v->events[0].step, to = v->events[v->n_events - 1].step, k;

	for (k = from; k <= to; k++)
		m->usage[k] += v->size;
	if (m->before[i] >= 0 && has(m, m->before[i], gaps_of(m, m->before[i]) - 1))
		m->usage[from] -= shared(m, m->before[i], i);
	if (m->after[i] >= 0 && has(m, m->after[i], 0))
		m->usage[to] -= shared(m, i, m->after[i]);
	for (k = 0; k < gaps_of(m, i); k++)
		m->resident[m->first_gap[i] + k] = 1;
}

struct ranked {
	int64_t rank;
	int32_t value;
};

static int
higher_first(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;

	if (a->rank != b->rank)
		return a->rank < b->rank ? 1 : -1;
	return a->value < b->value ? -1 : 1;
}

static void
whole_values(struct marks *m, bool by_uses)
{
	const struct problem *p = m->problem;
	struct ranked *list =
		arena_new(m->arena, struct ranked, (size_t)p->n_values + 1);
	int32_t i;

	for (i = 0; i < p->n_values; i++)
		list[i] = (struct ranked){
			p->values[i].size * (by_uses ? p->values[i].n_events : 1), i};
	if (p->n_values)
		qsort(list, (size_t)p->n_values, sizeof(*list), higher_first);
	for (i = 0; i < p->n_values; i++)
		if (gaps_of(m, list[i].value) && fits_whole(m, list[i].value))
			keep_whole(m, list[i].value);
}

/* The first memory, SRAM or else DRAM, that has room; larger values first. */
static void
first_fit(struct marks *m)
{
	whole_values(m, false);
}

/* Whole values by bytes x events: what keeping them saves, as one thinks. */
static void
greedy(struct marks *m)
{
	whole_values(m, true);
}

/* --- all or nothing --- */

static void
all_or_nothing(struct marks *m)
{
	const struct problem *p = m->problem;
	int32_t i, k;

	for (i = 0; i < p->n_values; i++)
		if (gaps_of(m, i))
			keep_whole(m, i);
	for (k = 0; k < p->steps; k++)
		if (m->usage[k] > m->sram)
			break;
	if (k == p->steps)
		return;
	for (k = 0; k < m->first_gap[p->n_values]; k++)
		m->resident[k] = 0;
}

/* --- Belady: out goes what is needed last --- */

/* A gap that takes room at the present step. */
struct held {
	int32_t value, gap, next; /* the step that ends the gap */
};

struct belady {
	struct marks *m;
	struct held *held;
	int32_t n;
	int32_t *event; /* per value: events that have passed */
};

/* Bytes at a step: held values once, pairs once. */
static int64_t
occupied(const struct belady *b, int32_t step)
{
	const struct problem *p = b->m->problem;
	int64_t sum = p->fixed ? p->fixed[step] : 0;
	const struct held *h;
	int32_t i;

	for (i = 0; i < b->n; i++) {
		h = &b->held[i];
		/* two gaps of one value meet at its event: counted once */
		if (h->gap == 0 || !has(b->m, h->value, h->gap - 1) ||
		    p->values[h->value].events[h->gap].step != step)
			sum += p->values[h->value].size;
		if (h->next == step && h->gap + 1 == gaps_of(b->m, h->value) &&
		    b->m->after[h->value] >= 0 && has(b->m, b->m->after[h->value], 0))
			sum -= shared(b->m, h->value, b->m->after[h->value]);
	}
	return sum;
}

static void
hold(struct belady *b, int32_t value, int32_t gap)
{
	int32_t l, r;

	problem_gap(b->m->problem, value, gap, &l, &r);
	b->held[b->n++] = (struct held){value, gap, r};
	b->m->resident[b->m->first_gap[value] + gap] = 1;
}

/* False when nothing is left to evict. */
static bool
evict_furthest(struct belady *b)
{
	int32_t i, worst = -1;

	for (i = 0; i < b->n; i++)
		if (worst < 0 || b->held[i].next > b->held[worst].next)
			worst = i;
	if (worst < 0)
		return false;
	b->m->resident[b->m->first_gap[b->held[worst].value] + b->held[worst].gap] = 0;
	b->held[worst] = b->held[--b->n];
	return true;
}

static void
drop_ended(struct belady *b, int32_t step)
{
	int32_t i, n = 0;

	for (i = 0; i < b->n; i++)
		if (b->held[i].next > step)
			b->held[n++] = b->held[i];
	b->n = n;
}

static void
furthest_next_use(struct marks *m)
{
	const struct problem *p = m->problem;
	struct belady b = {
		.m = m,
		.held = arena_new(m->arena, struct held, (size_t)p->n_values * 2 + 1),
		.event = arena_new(m->arena, int32_t, (size_t)p->n_values + 1)};
	int32_t t, i;

	for (t = 0; t < p->steps; t++) {
		for (i = 0; i < p->n_values; i++) {
			if (b.event[i] >= p->values[i].n_events ||
			    p->values[i].events[b.event[i]].step != t)
				continue;
			if (b.event[i] < gaps_of(m, i))
				hold(&b, i, b.event[i]);
			b.event[i]++;
		}
		while (occupied(&b, t) > m->sram && evict_furthest(&b))
			continue;
		drop_ended(&b, t);
	}
}

const struct strategy strategies[] = {
	{"first fit by size", first_fit},
	{"greedy by bytes x uses", greedy},
	{"furthest next use", furthest_next_use},
	{"all or nothing", all_or_nothing},
};

const int32_t n_strategies = sizeof(strategies) / sizeof(*strategies);
