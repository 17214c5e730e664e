#include "planner/verdict.h"

#include "base/num.h"
#include "planner/verdict_changes.h"

const char *const criterion_names[CRITERIA] = {[BY_BYTES] = "per_frame",
					       [BY_TIME] = "frames_per_s",
					       [BY_ENERGY] = "energy_pj_per_frame"};

static bool
counts(const struct sweep_cell *c, double latency)
{
	return c->fits && (latency < 0 || (c->latency > 0 && c->latency <= latency));
}

/* Exactly: a moves fewer bytes per frame than b. */
static bool
moves_less(const struct sweep_cell *a, const struct sweep_cell *b)
{
	return (__int128)a->dram_bytes * b->batch < (__int128)b->dram_bytes * a->batch;
}

static bool
better(const struct sweep_cell *a, const struct sweep_cell *b, enum criterion by)
{
	if (by == BY_ENERGY)
		return a->energy_pj < b->energy_pj;
	if (by == BY_TIME)
		return a->frames_per_second > b->frames_per_second;
	return moves_less(a, b);
}

static bool
near_enough(const struct sweep_cell *c, const struct sweep_cell *best, double percent,
	    enum criterion by)
{
	if (by == BY_ENERGY)
		return c->energy_pj <= best->energy_pj * (1 + percent / 100);
	if (by == BY_TIME)
		return c->frames_per_second >=
		       best->frames_per_second * (1 - percent / 100);
	return cell_per_frame(c) <= cell_per_frame(best) * (1 + percent / 100);
}

static const struct sweep_cell *
cell(const struct surface *f, int32_t b, int32_t s)
{
	return &f->cells[(int64_t)b * f->options->n_srams + s];
}

static bool
nearer(const struct sweep_cell *a, const struct sweep_cell *b)
{
	if (a->fits != b->fits)
		return a->fits;
	return a->fits ? a->latency < b->latency : a->needed < b->needed;
}

static void
choose_nearest(struct verdict *v, const struct surface *f, int32_t s)
{
	int32_t b;

	for (b = 0; b < f->options->n_batches; b++)
		if (!v->nearest || nearer(cell(f, b, s), v->nearest))
			v->nearest = cell(f, b, s);
}

static void
choose_batch(struct verdict *v, const struct surface *f, int32_t s,
	     const struct verdict_options *o)
{
	double percent = o->within < 0 ? 5 : o->within;
	const struct sweep_cell *c;
	int32_t b;

	for (b = 0; b < f->options->n_batches; b++) {
		c = cell(f, b, s);
		v->n_fit += c->fits;
		if (counts(c, o->latency) &&
		    (!v->best || better(c, v->best, v->criterion)))
			v->best = c;
	}
	for (b = 0; v->best && !v->within; b++) {
		c = cell(f, b, s);
		if (counts(c, o->latency) &&
		    near_enough(c, v->best, percent, v->criterion))
			v->within = c;
	}
}

/* The last batch at which weights still weigh more, and then the next. */
static int64_t
crossover(const struct surface *f, int32_t s)
{
	const struct sweep_cell *c;
	int64_t batch = 0;
	int32_t b;

	for (b = f->options->n_batches - 1; b >= 0; b--) {
		c = cell(f, b, s);
		if (!c->fits)
			continue;
		if (2 * c->weights > c->dram_bytes)
			break;
		batch = c->batch;
	}
	return batch;
}

static enum status
largest_no_spill(const struct surface *f, int64_t sram, int64_t *batch)
{
	int64_t bytes;
	int32_t b;

	*batch = 0;
	if (f->scaled) {
		*batch = f->no_spill ? sram / f->no_spill : INT64_MAX;
		return OK;
	}
	for (b = f->options->n_batches - 1; b >= 0; b--) {
		TRY(sweep_no_spill(f->sweep, f->options->batches[b], &bytes));
		if (bytes > sram)
			continue;
		*batch = f->options->batches[b];
		return OK;
	}
	return OK;
}

static void
add_turn(struct verdict *v, struct turn *turns, const struct surface *f,
	 const struct sweep_cell *from, const struct sweep_cell *to, struct arena *a)
{
	struct turn *t = &turns[v->n_turns];
	double grows = cell_activations(to) - cell_activations(from);

	if (!from->fits || !to->fits || (grows <= 0 && !moves_less(from, to)))
		return;
	t->from = from;
	t->to = to;
	t->activations = grows;
	t->weights = cell_weights(to) - cell_weights(from);
	t->total = cell_per_frame(to) - cell_per_frame(from);
	t->changes = changes_of(f, from, to, true, &t->n_changes, a);
	v->n_turns++;
}

static enum status
next_bytes(struct verdict *v, const struct surface *f, struct arena *a)
{
	struct sweep_cell more;

	if (!v->best)
		return OK;
	TRY(sweep_at(f->sweep, v->best->batch, add_sat(v->sram, NEXT_BYTES), &more));
	if (!more.fits)
		return OK;
	v->next_saves = cell_per_frame(v->best) - cell_per_frame(&more);
	v->next_changes = changes_of(f, v->best, &more, false, &v->n_next_changes, a);
	return OK;
}

static enum criterion
criterion_of(const struct surface *f)
{
	const struct sweep_options *o = f->options;
	int64_t i, n = (int64_t)o->n_batches * o->n_srams;

	for (i = 0; o->plan.energy && i < n; i++)
		if (f->cells[i].fits)
			return f->cells[i].energy_pj >= 0 ? BY_ENERGY : BY_BYTES;
	return f->timed ? BY_TIME : BY_BYTES;
}

enum status
verdict_make(struct verdict *v, const struct surface *f, int32_t s,
	     const struct verdict_options *o, struct arena *a)
{
	int32_t n = f->options->n_batches, b;
	struct turn *turns = arena_new(a, struct turn, (size_t)n + 1);

	*v = (struct verdict){.sram = f->options->srams[s],
			      .criterion = criterion_of(f),
			      .turns = turns};
	choose_batch(v, f, s, o);
	if (!v->best)
		choose_nearest(v, f, s);
	v->crossover = crossover(f, s);
	TRY(largest_no_spill(f, v->sram, &v->largest_no_spill));
	for (b = 1; b < n; b++)
		add_turn(v, turns, f, cell(f, b - 1, s), cell(f, b, s), a);
	return next_bytes(v, f, a);
}
