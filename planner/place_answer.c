#include "planner/place_answer.h"

#include <stdlib.h>
#include <string.h>

static bool
event_resident(const struct flat_event *e, const uint8_t *resident)
{
	return (e->left >= 0 && resident[e->left]) ||
	       (e->right >= 0 && resident[e->right]);
}

struct matcher {
	uint8_t *used;
	int64_t *scratch;
};

static struct matcher
matcher_open(const struct flat *f, struct arena *a)
{
	int32_t most = 1;

	for (int32_t s = 0; s < f->steps; s++)
		if (f->first_edge[s + 1] - f->first_edge[s] > most)
			most = f->first_edge[s + 1] - f->first_edge[s];
	return (struct matcher){arena_new(a, uint8_t, most),
				arena_new(a, int64_t, 6 * (size_t)most)};
}

static int64_t
match_step(const struct flat *f, int32_t s, const uint8_t *resident, struct matcher *m)
{
	int32_t first = f->first_edge[s], n = f->first_edge[s + 1] - first;

	for (int32_t k = 0; k < n; k++) {
		const struct flat_edge *e = &f->edge[first + k];

		m->used[k] = resident[e->left] && resident[e->right];
	}
	return n ? flat_match(f->edge + first, n, m->used, m->scratch) : 0;
}

void
answer_usage(const struct flat *f, const uint8_t *resident, int64_t *usage,
	     struct arena *a)
{
	struct arena_mark mark = arena_mark(a);
	struct matcher m = matcher_open(f, a);
	int64_t through = 0;

	memset(usage, 0, (f->steps + 1) * sizeof(*usage));
	for (int32_t g = 0; g < f->n_gaps; g++) {
		const struct flat_gap *x = &f->gap[g];

		if (!resident[g] || x->l + 1 >= x->r)
			continue;
		usage[x->l + 1] += f->value[x->value].size;
		usage[x->r] -= f->value[x->value].size;
	}
	for (int32_t s = 0; s < f->steps; s++) {
		through += usage[s];
		usage[s] = through + f->floor[s];
		for (int32_t k = f->first_event[s]; k < f->first_event[s + 1]; k++) {
			const struct flat_event *e = &f->event[k];

			if (event_resident(e, resident))
				usage[s] += f->value[e->value].size - e->window;
		}
		usage[s] -= match_step(f, s, resident, &m);
	}
	arena_rewind(a, mark);
}

static void
count_traffic(struct placement *p, const struct flat *f)
{
	p->moved = f->moved;
	for (int32_t v = 0; v < f->problem->n_values; v++) {
		int32_t out = 0;

		for (int32_t g = f->first_gap[v]; g < f->first_gap[v + 1]; g++)
			out += !p->resident[g];
		p->spills += out;
		p->moved.read += out * f->value[v].size;
		if (out && f->value[v].write)
			p->moved.write += f->value[v].size;
	}
	p->dram_bytes = p->moved.read + p->moved.write;
	p->cost = p->moved.read * f->read_price + p->moved.write * f->write_price;
}

static int
ascending(const void *pa, const void *pb)
{
	const int32_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

static void
list_edges(struct placement *p, const struct flat *f, struct arena *a)
{
	int32_t *to = arena_new(a, int32_t, f->n_edges + 1), n = 0;
	struct arena_mark mark = arena_mark(a);
	struct matcher m = matcher_open(f, a);

	for (int32_t s = 0; s < f->steps; s++) {
		int32_t first = f->first_edge[s];

		match_step(f, s, p->resident, &m);
		for (int32_t k = first; k < f->first_edge[s + 1]; k++)
			if (m.used[k - first])
				to[n++] = f->edge[k].number;
	}
	arena_rewind(a, mark);
	qsort(to, n, sizeof(*to), ascending);
	p->inplace = to;
	p->n_inplace = n;
}

struct placement *
answer_make(const struct flat *f, int64_t sram, const uint8_t *resident,
	    struct arena *a)
{
	struct placement *p = arena_new(a, struct placement, 1);
	uint8_t *copy = arena_new(a, uint8_t, f->n_gaps + 1);
	struct arena_mark mark;
	int64_t *usage;

	memcpy(copy, resident, f->n_gaps);
	p->sram = sram;
	p->feasible = true;
	p->first_gap = f->first_gap;
	p->resident = copy;
	count_traffic(p, f);
	list_edges(p, f, a);
	mark = arena_mark(a);
	usage = arena_new(a, int64_t, f->steps + 1);
	answer_usage(f, copy, usage, a);
	for (int32_t s = 0; s < f->steps; s++)
		if (usage[s] > p->usage) {
			p->usage = usage[s];
			p->peak_step = s;
		}
	arena_rewind(a, mark);
	return p;
}
