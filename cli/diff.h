/*
 * What a change did to a model, as far as memory can tell.
 *
 * Both sides are planned in the same way; tensors and layers are matched by
 * structure (cli/diff_match.h), so that a renaming is no change.  A tensor
 * has a row when it is new, gone, of another size, or lives differently
 * between the layers that are on both sides; rows come with the largest
 * effect first: what they add to or take from the peak, then bytes x steps;
 * those that only wait for other layers come last.
 */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include "cli/diff_match.h"
#include "cli/metric.h"

/* One of the two things compared. */
struct diff_side {
	const char *label;         /* as asked for */
	struct plan_report report; /* of a model; its graph is NULL for a plan file */
	const json_t *model;       /* "model" of the plan */
	const json_t *batches;     /* summaries, or a plan file's "plans" */
	struct outline outline;    /* at the first batch */
};

enum diff_kind {
	DIFF_NEW,
	DIFF_DEL,
	DIFF_SIZE,
	DIFF_LIFE, /* it is read by others */
	DIFF_WAIT, /* it is read by the same, with other layers in between */
	DIFF_KINDS
};

struct diff_row {
	enum diff_kind kind;
	int32_t old, now; /* values of the outlines, or layers; -1: none */
	int64_t peak;     /* bytes more or less at the peak; of layers: weights */
	int64_t effect;   /* bytes x steps more or less; of layers: MACs */
	const char *why;  /* unescaped; "" */
};

struct diff_metric {
	enum metric_id id;
	struct quantity old, now;
};

struct diff_batch {
	int64_t batch;
	bool fits[2];
	const char *verdict;         /* "no longer fits: ...", or NULL; unescaped */
	struct diff_metric *metrics; /* those that differ, in the table's order */
	int32_t n_metrics;
};

struct diff {
	struct diff_side side[2];
	const char *heading; /* "level fused, target generic, unlimited SRAM" */
	struct match match;
	bool same;          /* nothing but names and weights differs */
	bool same_graph;    /* the structures are equal: nothing could differ */
	int32_t renamed;    /* tensors in memory whose name changed */
	const char **notes; /* inputs, outputs, batch, the peak; unescaped */
	int32_t n_notes;
	struct diff_batch *batches; /* those that both sides have */
	int32_t n_batches;
	struct diff_row *tensors, *layers; /* by effect */
	int32_t n_tensors, n_layers;
	int64_t bytes[2]; /* of all tensors in memory */
};

/* Compares two sides; everything lives in the request's arena. */
void diff_run(struct diff *, struct request *);

/* A side from a file, a plan, or REV:path; planned. */
enum status diff_open(struct diff *, struct request *, const char *old,
		      const char *now);

/* The JSON of a side whose report is planned; "model" is said at this batch. */
void diff_side_planned(struct diff_side *, int64_t batch);

/* The outline of a side whose report is planned. */
void diff_side_outline(struct diff_side *);

/* Gives a planned side the outline that its plan's file would have. */
void diff_side_as_plan(struct diff_side *);

/* The name a row is known by; of a tensor also who makes it. */
const char *diff_tensor_title(const struct diff *, const struct diff_row *,
			      struct arena *);
const char *diff_layer_name(const struct diff *, const struct diff_row *);

/* "new", "del", "size", "life", "wait" */
extern const char *const diff_kind_names[DIFF_KINDS];

/* ROWS: -1 some, 0 all. */
void diff_text(struct text *, const struct diff *, int64_t rows);
void diff_md(struct text *, const struct diff *, int64_t rows);
json_t *diff_json(const struct diff *, struct arena *);
/* The rows that matter most, one a line, for a report of check. */
int32_t diff_causes(const struct diff *, const char **lines, int32_t most,
		    struct arena *);

#endif
