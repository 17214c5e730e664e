/*
 * What a surface says: which batch, why not a larger one, how much SRAM.
 *
 * A batch is better by energy per frame where that is minimised, else by
 * modelled frames per second where the target allows a time, else by DRAM
 * bytes per frame; of equals, the smaller batch.
 */
#ifndef PLANNER_VERDICT_H
#define PLANNER_VERDICT_H

#include "planner/sweep.h"

/* One value, and how many DRAM bytes per frame it moves more (or, < 0, less). */
struct change {
	int32_t lifetime;
	double bytes;
};

/*
 * From one batch to the next: where traffic per frame grows, or that of
 * activations alone, which fewer weights per frame then make up for.
 */
struct turn {
	const struct sweep_cell *from, *to;
	double total, activations, weights; /* bytes per frame, the differences */
	const struct change *changes;       /* the largest first, by size */
	int32_t n_changes;
};

/* What 64 KiB more would save. */
enum { NEXT_BYTES = 64 * 1024 };

enum criterion { BY_BYTES, BY_TIME, BY_ENERGY, CRITERIA };

/* As in JSON: "per_frame", "frames_per_s", "energy_pj_per_frame". */
extern const char *const criterion_names[CRITERIA];

struct verdict {
	int64_t sram;
	enum criterion criterion;
	int32_t n_fit;                 /* batches */
	const struct sweep_cell *best; /* NULL: none fits, or within the latency */
	/*
	 * Without a best one: of those that fit, the shortest latency; of none, the
	 * least SRAM needed.
	 */
	const struct sweep_cell *nearest;
	const struct sweep_cell *within; /* the smallest batch within the margin */
	int64_t crossover;               /* the batch from which on activations outweigh
					    weights; 0: in none of those asked for */
	int64_t largest_no_spill;        /* batch; 0: none */
	const struct turn *turns;
	int32_t n_turns;
	double next_saves; /* bytes per frame, by NEXT_BYTES more at the best batch */
	const struct change *next_changes;
	int32_t n_next_changes;
};

struct verdict_options {
	double within;  /* percent; < 0: 5 */
	double latency; /* seconds; < 0: none */
};

/* For SRAM size number s of the surface. */
enum status verdict_make(struct verdict *, const struct surface *, int32_t s,
			 const struct verdict_options *, struct arena *);

/* How much SRAM a batch needs.  -1: more than the largest size asked for. */
struct need {
	int64_t batch;
	int64_t no_spill;   /* traffic of activations is compulsory only */
	int64_t everything; /* and all weights are resident */
	int64_t per_frame;  /* at most so many bytes per frame */
	int64_t frames;     /* at least so many modelled frames per second */
};

/*
 * PER_FRAME and FRAMES are the questions, < 0 when not asked.  The least size
 * for bytes per frame is exact.  Frames per second need not grow with SRAM: the
 * first size asked for that reaches them is refined towards the one before.
 */
enum status needs_make(const struct need **, const struct surface *, double per_frame,
		       double frames, struct arena *);

/* A point of the curve, what it saves beside the next smaller one, and by whom. */
struct knee {
	int64_t sram, extra; /* bytes at the base batch; more than the next smaller */
	int64_t saves;       /* DRAM bytes at the base batch */
	const struct change *changes;
	int32_t n_changes;
};

/* From the most SRAM to the least; the last point saves nothing. */
const struct knee *knees_make(const struct surface *, int32_t *n, struct arena *);

#endif
