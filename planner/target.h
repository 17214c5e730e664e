/*
 * The hardware: what a plan is for.
 *
 * Sizes in bytes, bandwidths in bytes per second, rates in multiply-accumulates
 * per second, energies in picojoules per byte or per multiply-accumulate, times
 * in seconds.  0 stands for "not stated" in every rate, bandwidth and energy:
 * figures that would need it are then left out, never made up.
 *
 * planner/target_fields.def lists the fields; targets also come from JSON files
 * with the same ones (planner/target_file.h).  A figure rests on what `source`
 * names, or is marked as assumed, and then `assumptions` says why it is so.
 */
#ifndef PLANNER_TARGET_H
#define PLANNER_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/type.h"
#include "base/diag.h"

/* The SRAM that a streamed operand needs while its layer runs. */
enum window_rule {
	WINDOW_NONE,  /* 0: the idealised default */
	WINDOW_FIXED, /* window_bytes, at most the operand */
	WINDOW_ROWS,  /* what the operator slides over: planner/window.h */
};

enum { SRAM_UNLIMITED = -1 };

enum target_field {
#define FIELD(id, kind, unit, meaning) TARGET_##id,
#include "planner/target_fields.def"
#undef FIELD
	TARGET_FIELDS
};

struct target_rate {
	enum dtype dtype; /* of the weights or, without weights, the activations */
	double macs_per_second;
	double pj_per_mac;
};

struct target {
	const char *name, *title;
	const char *source;      /* where the figures are published */
	const char *assumptions; /* what is not published, and taken for granted */
	uint32_t assumed;        /* a bit 1 << enum target_field for such a figure */
	int64_t sram;            /* capacity, or SRAM_UNLIMITED */
	int64_t alignment;       /* of SRAM offsets; 1: any */
	enum window_rule window;
	int64_t window_bytes; /* WINDOW_FIXED */
	double sram_bandwidth, dram_bandwidth;
	double sram_pj, dram_read_pj, dram_write_pj; /* per byte */
	const struct target_rate *rates;
	int32_t n_rates;
	bool overlap;          /* transfers run while layers compute */
	double layer_overhead; /* seconds per layer */
};

/* The built-in ones. */
const struct target *targets_all(int32_t *n);
/* NULL when there is none of this name. */
const struct target *target_find(const char *name);

bool target_assumes(const struct target *, enum target_field);

/* The row for an element type, or NULL. */
const struct target_rate *target_rate_of(const struct target *, enum dtype);

extern const char *const window_names[];       /* by enum window_rule */
extern const char *const target_field_names[]; /* by enum target_field */

#endif
