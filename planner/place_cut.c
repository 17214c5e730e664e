#include "planner/place_cut.h"

#include <string.h>

int32_t
cut_edges(const struct task *t, int32_t step, struct flat_edge *to)
{
	const struct flat *f = t->flat;
	int32_t n = 0;

	for (int32_t k = f->first_edge[step]; k < f->first_edge[step + 1]; k++)
		if (t->state[f->edge[k].left] != PIN_DRAM &&
		    t->state[f->edge[k].right] != PIN_DRAM)
			to[n++] = f->edge[k];
	return n;
}

static int64_t
edges_slack(const struct task *t, int32_t step)
{
	const struct flat *f = t->flat;
	int64_t slack = 0;

	if (f->first_edge[step] == f->first_edge[step + 1])
		return 0;
	for (int32_t k = f->first_event[step]; k < f->first_event[step + 1]; k++)
		if (event_open(t, &f->event[k]))
			slack += f->event[k].window;
	return slack;
}

int64_t
cut_edges_saved(const struct task *t, int32_t step, struct usage *u,
		struct flat_edge *room)
{
	int32_t n = cut_edges(t, step, room);

	if (n == 0)
		return 0;
	if (n == 1)
		return room[0].saved;
	memset(u->used, 1, n);
	return flat_match(room, n, u->used, u->scratch);
}

static void
add_through(const struct task *t, struct usage *u)
{
	const struct flat *f = t->flat;

	for (int32_t g = 0; g < f->n_gaps; g++) {
		const struct flat_gap *x = &f->gap[g];
		int64_t size = f->value[x->value].size;
		int64_t *to = t->state[g] == PIN_SRAM ? u->decided : u->open;

		if (t->state[g] == PIN_DRAM || x->l + 1 >= x->r)
			continue;
		to[x->l + 1] += size;
		to[x->r] -= size;
	}
}

static void
sum_usage(const struct task *t, struct usage *u, struct flat_edge *room)
{
	const struct flat *f = t->flat;
	int64_t decided = 0, open = 0;

	memset(u->decided, 0, (f->steps + 1) * sizeof(*u->decided));
	memset(u->open, 0, (f->steps + 1) * sizeof(*u->open));
	add_through(t, u);
	for (int32_t s = 0; s < f->steps; s++) {
		decided += u->decided[s];
		open += u->open[s];
		u->decided[s] = decided;
		u->open[s] = open;
		for (int32_t k = f->first_event[s]; k < f->first_event[s + 1]; k++) {
			const struct flat_event *e = &f->event[k];

			if (either(t, e, PIN_SRAM))
				u->decided[s] += event_weight(t, e);
			else if (either(t, e, PIN_FREE))
				u->open[s] += event_weight(t, e);
		}
		u->saved[s] = cut_edges_saved(t, s, u, room);
		u->slack[s] = edges_slack(t, s);
	}
}

static void
find_overflow(const struct task *t, struct usage *u)
{
	u->next[t->flat->steps] = t->flat->steps;
	for (int32_t s = t->flat->steps - 1; s >= 0; s--) {
		int64_t most = u->open[s] - u->saved[s] + u->slack[s];

		u->next[s] = most > step_room(t, u, s) ? s : u->next[s + 1];
	}
}

/* A gap that alone is too much for some step it touches cannot be resident. */
static bool
force_out(struct task *t, const struct usage *u)
{
	const struct flat *f = t->flat;
	bool changed = false;

	for (int32_t g = 0; g < f->n_gaps; g++) {
		const struct flat_gap *x = &f->gap[g];

		if (t->state[g] != PIN_FREE)
			continue;
		for (int32_t s = u->next[x->l + 1]; s < x->r; s = u->next[s + 1])
			if (gap_size(f, g) - u->saved[s] - u->slack[s] >
			    step_room(t, u, s)) {
				t->state[g] = PIN_DRAM;
				changed = true;
				break;
			}
	}
	for (int32_t s = u->next[0]; s < f->steps; s = u->next[s + 1])
		for (int32_t k = f->first_event[s]; k < f->first_event[s + 1]; k++) {
			const struct flat_event *e = &f->event[k];

			if (!event_open(t, e) ||
			    event_weight(t, e) - u->saved[s] - u->slack[s] <=
				    step_room(t, u, s))
				continue;
			if (e->left >= 0)
				t->state[e->left] = PIN_DRAM;
			if (e->right >= 0)
				t->state[e->right] = PIN_DRAM;
			changed = true;
		}
	return changed;
}

/* Gaps that no overflowing step feels stay resident. */
static void
settle_quiet(struct task *t, const struct usage *u, uint8_t *felt)
{
	const struct flat *f = t->flat;

	memset(felt, 0, f->n_gaps);
	for (int32_t s = u->next[0]; s < f->steps; s = u->next[s + 1])
		for (int32_t k = f->first_event[s]; k < f->first_event[s + 1]; k++) {
			const struct flat_event *e = &f->event[k];

			if (!is_item(t, e, s))
				continue;
			if (e->left >= 0)
				felt[e->left] = 1;
			if (e->right >= 0)
				felt[e->right] = 1;
		}
	for (int32_t g = 0; g < f->n_gaps; g++) {
		const struct flat_gap *x = &f->gap[g];

		if (t->state[g] != PIN_FREE)
			continue;
		if (felt[g] ||
		    (f->value[x->value].size > 0 && u->next[x->l + 1] < x->r))
			t->n_open++;
		else
			t->state[g] = PIN_SRAM;
	}
}

void
cut_down(struct task *t, struct usage *u, struct flat_edge *edges, uint8_t *felt)
{
	do {
		sum_usage(t, u, edges);
		find_overflow(t, u);
		t->work += t->flat->n_gaps;
	} while (force_out(t, u));
	settle_quiet(t, u, felt);
	/* What was settled is decided now, in steps that have the room. */
	sum_usage(t, u, edges);
	find_overflow(t, u);
}
