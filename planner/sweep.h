/*
 * The surface: every batch at every SRAM size, in one run.
 *
 *	TRY(sweep_open(&s, &analysis, &target, &options, arena, diags));
 *	TRY(sweep_run(s, &surface));
 *
 * When streaming needs no window and every value grows with the batch, the
 * placement curve of one item answers for all: what batch B does with S bytes
 * is B x what one item does with S / B bytes.  Weights do not grow; they
 * fill the room that is left.  Each cell is then a few look-ups and `scaled` is
 * true.  Otherwise each cell is planned by itself, from the analysis at its
 * batch where batches are inferred (planner/pipeline.h; probe first, and give
 * the analysis at the smallest batch).  Either way a cell is what
 * plan_make() gives for that batch and size: a verified plan, or one that
 * scales to it, packed heights included.
 */
#ifndef PLANNER_SWEEP_H
#define PLANNER_SWEEP_H

#include "planner/time.h"

/* Called now and then, with the cells that are done; may be NULL. */
typedef void progress_fn(void *context, int64_t done, int64_t all);

struct sweep_options {
	const int64_t *batches, *srams; /* both ascending, each once */
	int32_t n_batches, n_srams;
	struct plan_options plan; /* its batch is ignored */
	progress_fn *progress;
	void *context;
};

struct sweep_cell {
	int64_t batch, sram;
	bool fits;                       /* the rest but `needed` is 0 otherwise */
	int64_t needed;                  /* SRAM bytes at least, where it does not */
	bool optimal;                    /* proven: no plan moves less */
	int64_t dram_bytes, lower_bound; /* for the whole batch */
	int64_t weights;                 /* of dram_bytes: weights that are streamed */
	int64_t resident_weights, peak;  /* SRAM bytes */
	int32_t point;                   /* of the curve, when scaled */
	/* per lifetime: DRAM bytes, to be multiplied by `scale` */
	const int64_t *moved;
	int64_t scale;
	double latency, frames_per_second; /* 0: not known */
	double energy_pj;                  /* per frame; negative: not known */
	enum time_bound bound;
};

/* DRAM bytes per frame; of activations alone; of weights alone. */
double cell_per_frame(const struct sweep_cell *);
double cell_activations(const struct sweep_cell *);
double cell_weights(const struct sweep_cell *);

struct sweep;

/* What came of it.  Cell (b, s) is cells[b * n_srams + s]. */
struct surface {
	const struct sweep *sweep;
	const struct analysis *analysis;
	const struct target *target;
	const struct sweep_options *options;
	const struct sweep_cell *cells;
	bool scaled, timed;
	/*
	 * Of the smallest batch (1 when scaled), weights apart: the placement
	 * curve, by sum of bytes, and what each of its points moves.
	 */
	int64_t base_batch;
	const struct curve *curve;
	const int64_t *const *moved; /* per point, per lifetime: DRAM bytes */
	int64_t no_spill;            /* at base_batch */
	int64_t weight_bytes;        /* SRAM for all weights that may stay in it */
};

/* Options, analysis and target must outlive the sweep. */
enum status sweep_open(struct sweep **, const struct analysis *, const struct target *,
		       const struct sweep_options *, struct arena *, struct diags *);

enum status sweep_run(struct sweep *, struct surface *);

/* One cell, at any batch and size. */
enum status sweep_at(const struct sweep *, int64_t batch, int64_t sram,
		     struct sweep_cell *);

/* The least SRAM with compulsory traffic of activations only, at this batch. */
enum status sweep_no_spill(const struct sweep *, int64_t batch, int64_t *bytes);

#endif
