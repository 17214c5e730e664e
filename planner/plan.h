/*
 * A plan: where every value is, at every step, and what that costs.
 *
 *	struct plan plan;
 *
 *	TRY(plan_make(&plan, &analysis, target, &options, arena, diags));
 *
 * A plan leaves this file verified (planner/verify.h).  Bytes and steps;
 * intervals are half open.
 */
#ifndef PLANNER_PLAN_H
#define PLANNER_PLAN_H

#include "planner/demand.h"

enum { NO_OFFSET = -1 };

/* Why bytes cross the pipe between SRAM and DRAM. */
enum transfer_kind {
	TRANSFER_INPUT,  /* first read of a graph input */
	TRANSFER_OUTPUT, /* the write of a graph output */
	TRANSFER_SPILL,  /* a value that was in SRAM is written, to be read again */
	TRANSFER_FETCH,  /* it comes back into SRAM */
	TRANSFER_STREAM, /* a layer reads or writes a value past SRAM */
	TRANSFER_WEIGHTS,
	TRANSFER_KINDS
};

extern const char *const transfer_names[TRANSFER_KINDS];

struct transfer {
	int32_t step;
	value_id value;
	enum transfer_kind kind;
	bool write; /* to DRAM */
	int64_t bytes;
};

struct residency {
	bool sram;
	int64_t offset; /* in that memory; NO_OFFSET where the memory is the caller's */
	int32_t from, to;
};

/* A value is copied to another place in SRAM, before a step. */
struct sram_move {
	int32_t step;
	value_id value;
	int64_t bytes, from, to; /* offsets */
};

/* SRAM that a streamed operand slides through during one step. */
struct window {
	int32_t step;
	int64_t bytes, offset;
};

struct plan_value {
	value_id value;
	bool weight;
	bool evicted; /* part of its lifetime is spent in DRAM for want of room */
	int64_t bytes;
	int32_t from, to;
	const char *reason;
	const struct residency *residency;
	const struct window *windows;
	int32_t n_residency, n_windows;
};

struct plan {
	const struct analysis *analysis; /* what it was made from */
	int64_t batch;
	bool fits, optimal;
	int32_t steps;
	/* SRAM */
	int64_t capacity; /* or SRAM_UNLIMITED */
	int64_t alignment;
	int64_t peak, high_water, no_spill, resident_weights;
	int32_t peak_step;
	/* DRAM */
	int64_t dram_bytes, lower_bound, gap;
	/*
	 * A byte written cost more or less than one read, or moves cost: `optimal` is
	 * then of what all of them cost, and lower_bound is what is compulsory.
	 */
	bool priced;
	int64_t traffic[TRANSFER_KINDS];
	int64_t dram_height;              /* DRAM bytes that spilled values need */
	const struct plan_value *values;  /* lifetimes first, then weights */
	const struct transfer *transfers; /* by step, then by value */
	int32_t n_values, n_transfers;
	/* it does not fit: SRAM needed at least, where, and why, in words */
	int64_t needed;
	int32_t needed_step;
	const char *refusal;
	/* SRAM inside steps that run subgraphs */
	const struct window *workspace;
	int32_t n_workspace;
	/* within SRAM, by step, then in the order they run; none where all lie still */
	const struct sram_move *moves;
	int32_t n_moves;
	int64_t moved; /* bytes of these, each once */
	/* the in-place pairs that are used */
	const struct inplace *inplace;
	int32_t n_inplace;
	const int64_t *usage; /* SRAM bytes in use per step */
	int64_t work;
};

/*
 * OK when there is a plan, or when there provably or apparently is none
 * (fits is false, refusal says why).  Errors are about the input, or, as
 * ERR_INTERNAL, a plan that failed its verification.
 */
enum status plan_make(struct plan *, const struct analysis *, const struct target *,
		      const struct plan_options *, struct arena *, struct diags *);

/* The lifetime or weight of a plan that holds this value; NULL if none does. */
const struct plan_value *plan_find(const struct plan *, const struct analysis *,
				   value_id);

/* Where a value is in SRAM while the step runs; NULL where it is not. */
const struct residency *plan_in_sram(const struct plan_value *, int32_t step);

#endif
