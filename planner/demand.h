/*
 * From lifetimes to a placement problem, at one batch and for one target.
 *
 * This is where graphs end: what comes out knows values, steps and bytes.
 */
#ifndef PLANNER_DEMAND_H
#define PLANNER_DEMAND_H

#include "analyzer/live.h"
#include "planner/place.h"
#include "planner/target.h"
#include "planner/weight.h"

/* How the sizes at a batch come from those as shipped. */
enum batching {
	BATCHING_UNKNOWN,  /* nobody asked yet */
	BATCHING_COPIES,   /* N independent copies, scaled: docs/memory-model.md */
	BATCHING_SCALED,   /* inferred again; it says what scaling says */
	BATCHING_INFERRED, /* inferred again at that batch, each by itself */
};

struct bindings;

/* What the analyzer found; every plan of a model starts from one of these. */
struct analysis {
	struct graph *graph;
	struct layers layers;
	struct lifetimes lifetimes;
	const bool *joined; /* per value: a Concat to join, at any batch; or NULL */
	const struct layers *ordered; /* nothing joined, as --order put them; or NULL */
	const struct bindings *bindings; /* what it was made with */
	int64_t shipped;                 /* the graph's batch when it was read */
	enum batching batching;          /* what another batch means: pipeline.h */
};

/* --pin NAME=sram|dram */
struct value_pin {
	const char *name;
	bool sram;
};

struct plan_options {
	int64_t batch;
	bool keep_inputs, keep_outputs; /* in SRAM, instead of from and to DRAM */
	bool stream_weights;            /* never resident */
	bool lie_still;                 /* nothing is copied within SRAM */
	bool energy;                    /* minimise energy instead of bytes */
	const struct value_pin *pins;
	int32_t n_pins;
	int32_t effort;
};

struct demand {
	struct problem problem; /* value i is lifetimes.list[i] */
	const struct weight *weights;
	const value_id *weight_ids; /* the value behind each weight */
	int32_t n_weights;
	/*
	 * SRAM that the placement must leave free per step, by problem.fixed:
	 * workspaces, and the windows of all weights, since any of them may be
	 * streamed.  Without the latter, for a bound:
	 */
	const int64_t *workspace;
	bool weight_windows; /* problem.fixed holds some */
};

/*
 * ERR_INPUT when a size at this batch is not whole or too large, or a pin
 * names no value that is placed.
 */
enum status demand_build(struct demand *, const struct analysis *,
			 const struct target *, const struct plan_options *,
			 struct arena *, struct diags *);

/* Bytes that weights pinned to SRAM take, each at a multiple of ALIGNMENT. */
int64_t demand_pinned_weights(const struct demand *, int64_t alignment);

#endif
