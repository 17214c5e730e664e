/*
 * What a number of a plan is made of, and what would change it.
 *
 * Nothing here is guessed: each "would" is a problem solved again, with a value
 * kept or sent away, another level, type, batch or order.
 *
 * Steps are half open, bytes are at the plan's batch.
 */
#ifndef PLANNER_EXPLAIN_H
#define PLANNER_EXPLAIN_H

#include "planner/plan.h"

/* --- who is in SRAM at a step --- */

enum part_kind { PART_VALUE, PART_WEIGHT, PART_WINDOW, PART_WORKSPACE };

struct part {
	enum part_kind kind;
	value_id value;   /* NO_VALUE for workspace */
	value_id becomes; /* overwritten in place at this step by, or NO_VALUE */
	int64_t bytes;    /* of a pair in place: the larger of the two */
	int64_t offset;
	int32_t from, to; /* the steps it is there */
};

struct parts {
	int32_t step;
	int64_t bytes;           /* the sum of the list: the plan's usage at the step */
	const struct part *list; /* by kind, then the largest first, then by value */
	int32_t n;
};

/* In the order of a list, when all of it is there. */
void parts_sort(struct parts *);

void explain_parts(struct parts *, const struct plan *, const struct analysis *,
		   int32_t step, struct arena *);

/*
 * Of a plan that does not fit: what must be in SRAM at needed_step however much
 * is sent away.  False where the parts do not add up to plan->needed, because
 * some of them would share bytes in place.
 */
bool explain_need(struct parts *, const struct plan *, const struct analysis *,
		  const struct target *, const struct plan_options *, struct arena *);

/* --- the peak, and what would lower it --- */

enum remedy_kind {
	REMEDY_LEVEL, /* what runs as one layer */
	REMEDY_TYPE,  /* a narrower type of the activations */
	REMEDY_BATCH, /* a smaller batch */
	REMEDY_ORDER, /* other order of the layers */
	REMEDY_SPILL, /* one value waits in DRAM while the peak passes */
	REMEDY_BYTE,  /* the least traffic with one byte less, unless one spill does it
		       */
	REMEDY_KINDS
};

extern const char *const remedy_names[REMEDY_KINDS];

struct remedy {
	enum remedy_kind kind;
	const char *option; /* to type: "--level=fused", or NULL */
	value_id value;     /* REMEDY_SPILL: who, and between which events */
	value_id second;    /* what is written over it at the peak, or NO_VALUE */
	int32_t from, to;   /* -1: before the first step; steps: after the last */
	int64_t bytes;      /* SRAM without further spills, afterwards */
	int64_t saves;      /* so many less; < 0: more */
	int32_t step;       /* that is then the fullest */
	/* DRAM traffic of activations, beyond what is compulsory; REMEDY_SPILL and
	 * REMEDY_BYTE only, else 0: at another level or type it is another model */
	int64_t traffic;
};

/*
 * The least SRAM without a spill, weights apart.  `parts` are those of a plan
 * that has it; remedies that help come first, those that save most before the
 * others, then those that do not, as they were tried.
 */
struct peak_story {
	int64_t bytes; /* plan->no_spill */
	struct parts parts;
	const struct remedy *remedies;
	int32_t n_remedies;
	bool order_tried; /* false: too many layers for a search of other orders */
};

enum status explain_peak(struct peak_story *, const struct plan *,
			 const struct analysis *, const struct target *,
			 const struct plan_options *, struct arena *, struct diags *);

/* --- one tensor --- */

enum tensor_state {
	TENSOR_PLACED,   /* it, or what it is a view of, is in the plan */
	TENSOR_WEIGHT,   /* likewise, a weight */
	TENSOR_INSIDE,   /* lives and dies inside a fused layer */
	TENSOR_CONSTANT, /* shape arithmetic, resolved at plan time */
	TENSOR_DERIVED,  /* computed from weights alone: they are in the plan */
	TENSOR_UNUSED,   /* nothing that runs reads it */
	TENSOR_STATES
};

extern const char *const tensor_states[TENSOR_STATES];

/* A plan made again with the tensor pinned. */
struct what_if {
	bool applies; /* it would be another plan */
	bool fits;
	int64_t dram_bytes, more; /* of the plan; than now, < 0: less */
	int64_t no_spill;         /* least SRAM without further spills */
	int64_t missing;          /* does not fit: bytes short, 0: only packing fails */
	int32_t missing_step;
	const char *refusal;
};

struct tensor_story {
	value_id value, root; /* what it is a view of, or itself; NO_VALUE if none */
	enum tensor_state state;
	int32_t layer;                   /* that computes it, or -1 */
	const struct lifetime *life;     /* of the root; NULL unless TENSOR_PLACED */
	const struct plan_value *placed; /* NULL unless PLACED or WEIGHT */
	struct what_if kept, left;       /* in SRAM always, in DRAM always */
};

/* VALUE is of the top graph; the plan fits. */
enum status explain_tensor(struct tensor_story *, const struct plan *,
			   const struct analysis *, const struct target *,
			   const struct plan_options *, value_id, struct arena *,
			   struct diags *);

#endif
