#include "base/num.h"
#include "planner/verdict.h"
#include "planner/verdict_changes.h"

/* A question that a cell answers with yes or no. */
struct question {
	double per_frame, frames; /* < 0: not asked */
};

static bool
reaches(const struct question *q, const struct sweep_cell *c)
{
	return c->fits && (q->per_frame < 0 || cell_per_frame(c) <= q->per_frame) &&
	       (q->frames < 0 || c->frames_per_second >= q->frames);
}

/* The least size in (no, yes] that says yes, if answers do not change back. */
static enum status
bisect(const struct surface *f, const struct question *q, int64_t batch, int64_t no,
       int64_t yes, int64_t *least)
{
	struct sweep_cell c;
	int64_t middle;

	while (yes - no > 1) {
		middle = no + (yes - no) / 2;
		TRY(sweep_at(f->sweep, batch, middle, &c));
		if (reaches(q, &c))
			yes = middle;
		else
			no = middle;
	}
	*least = yes;
	return OK;
}

static enum status
least_sram(const struct surface *f, const struct question *q, int32_t b, int64_t *least)
{
	const struct sweep_options *o = f->options;
	int64_t no = -1;
	int32_t s;

	*least = -1;
	if (q->per_frame < 0 && q->frames < 0)
		return OK;
	for (s = 0; s < o->n_srams; s++) {
		if (reaches(q, &f->cells[(int64_t)b * o->n_srams + s]))
			return bisect(f, q, o->batches[b], no, o->srams[s], least);
		no = o->srams[s];
	}
	return OK;
}

enum status
needs_make(const struct need **out, const struct surface *f, double per_frame,
	   double frames, struct arena *a)
{
	const struct question bytes = {per_frame, -1}, speed = {-1, frames};
	int32_t n = f->options->n_batches, b;
	struct need *list = arena_new(a, struct need, (size_t)n + 1);

	for (b = 0; b < n; b++) {
		list[b].batch = f->options->batches[b];
		TRY(sweep_no_spill(f->sweep, list[b].batch, &list[b].no_spill));
		list[b].everything = add_sat(list[b].no_spill, f->weight_bytes);
		TRY(least_sram(f, &bytes, b, &list[b].per_frame));
		TRY(least_sram(f, &speed, b, &list[b].frames));
	}
	*out = list;
	return OK;
}

const struct knee *
knees_make(const struct surface *f, int32_t *n, struct arena *a)
{
	const struct curve_point *p = f->curve->points;
	struct knee *list = arena_new(a, struct knee, (size_t)f->curve->n + 1);
	int32_t i;

	*n = f->curve->n;
	for (i = 0; i < *n; i++) {
		list[i].sram = p[i].sram;
		if (i + 1 == *n)
			break;
		list[i].extra = p[i].sram - p[i + 1].sram;
		list[i].saves = p[i + 1].dram_bytes - p[i].dram_bytes;
		list[i].changes =
			changes_down(f->moved[i + 1], f->moved[i],
				     f->analysis->lifetimes.n, &list[i].n_changes, a);
	}
	return list;
}
