/*
 * How long a schedule takes and what it costs, as a model of the target says.
 * Nothing here is measured: print it as modelled.
 *
 * A layer needs its arithmetic (MACs / rate of its element type) and its SRAM
 * traffic (each operand once, and each byte that crosses the DRAM pipe once
 * more), whichever takes longer, after the target's overhead.
 *
 * DRAM is one pipe that serves transfers in order.  With `overlap`, for layer i
 * from its start S to its end F:
 *
 *	reads of layer i that do not depend on layer i-1 may start when layer i-1
 *	does; what layer i-1 writes follows them, its last byte not before F(i-1);
 *	then reads of what was just written;
 *	S(i) = F(i-1);
 *	F(i) = the later of S(i) + moves + overhead + max(arithmetic, SRAM)
 *	       and the end of its last read.
 *
 * The latency ends with the last layer and the last write.  Reads come one
 * layer ahead and no earlier, and no room is set aside for them.  Without
 * overlap a layer computes, and moves its bytes, one after the other.
 *
 * Times are seconds, energies picojoules.  The rate and the energy of a MAC are
 * those of the element type of a layer's largest weight or, without weights,
 * of its first operand.  An SRAM bandwidth that is not stated takes no time.
 */
#ifndef PLANNER_TIME_H
#define PLANNER_TIME_H

#include "planner/plan.h"

enum time_bound {
	BOUND_COMPUTE,
	BOUND_SRAM,
	BOUND_WEIGHTS,     /* DRAM, mostly weights */
	BOUND_ACTIVATIONS, /* DRAM, mostly activations */
	BOUND_OVERHEAD,
	BOUND_COUNT
};

extern const char *const bound_names[BOUND_COUNT];

/* DRAM bytes of one step, by when the pipe can move them. */
struct load {
	int64_t ahead;   /* reads that do not depend on the step before */
	int64_t after;   /* reads of what the step before has written */
	int64_t write;   /* writes */
	int64_t weights; /* reads of weights: as `ahead`, but not in it */
	int64_t moved;   /* copied within SRAM before the step: no DRAM bytes */
};

struct time_layer {
	double compute, sram, dram, overhead; /* seconds of each by itself */
	double moves;   /* before it, within SRAM; not in `sram` */
	double elapsed; /* since the layer before ended */
	enum time_bound bound;
};

struct schedule_time {
	const char *missing; /* NULL, or why there is no time: what is not stated */
	double latency;      /* of the whole batch */
	double frames_per_second;
	double lower_bound;        /* of the latency, for these transfers */
	double serial;             /* the latency if nothing overlapped */
	double share[BOUND_COUNT]; /* of the latency, by what bounds each layer */
	enum time_bound bound;     /* the largest share */
	const struct time_layer *layers;
	/* per frame; negative: the target does not state what is needed */
	double dram_pj, sram_pj, mac_pj, energy_pj;
};

struct timer;

struct timer *timer_open(const struct analysis *, const struct target *,
			 struct arena *);

/* Why there is no time, or NULL. */
const char *timer_missing(const struct timer *);

/* Neither a time nor an energy can be known. */
bool timer_silent(const struct timer *);

/* The target states something of it, so its absence wants a reason. */
bool timer_expected(const struct timer *);

/* One load per step, of a plan's transfers. */
const struct load *loads_of_plan(const struct plan *, const struct analysis *,
				 struct arena *);

/* No schedule that moves at least so many bytes for the batch is faster. */
double time_least(const struct timer *, int64_t dram_bytes, int64_t batch);

/*
 * The fastest plan found: of the one with the fewest bytes, and of those that are
 * best when reads, or writes, cost more, or when no weight is resident or nothing
 * moves within SRAM.  Its
 * lower_bound and gap are of bytes, as ever.
 */
enum status plan_fastest(struct plan *, const struct analysis *, const struct target *,
			 const struct plan_options *, const struct timer *,
			 struct arena *, struct diags *);

/* LAYERS: one per step, or NULL. */
void time_schedule(const struct timer *, const struct load *, int64_t batch,
		   struct schedule_time *, struct time_layer *layers);

#endif
