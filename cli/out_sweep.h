/*
 * Surfaces, for people and for machines.
 */
#ifndef CLI_OUT_SWEEP_H
#define CLI_OUT_SWEEP_H

#include "cli/command.h"
#include "cli/escape.h"
#include "cli/json.h"
#include "planner/verdict.h"

/* One model on one target. */
struct sweep_report {
	struct request *request;
	struct analysis analysis;
	struct target target;
	struct sweep_options options;
	struct surface surface;
	struct verdict *verdicts; /* one per SRAM size */
	const struct need *needs; /* one per batch */
	const struct knee *knees;
	int32_t n_knees;
};

json_t *sweep_json(const struct sweep_report *);
/* One line of JSON per batch, for the parts of a sweep: --shard. */
void sweep_json_lines(struct text *, const struct sweep_report *);
void sweep_csv_head(struct text *);
void sweep_csv(struct text *, const struct sweep_report *);
void sweep_text(struct text *, const struct sweep_report *);
void sweep_md(struct text *, const struct sweep_report *);
/* What lies between page_begin() and page_end() of cli/svg.h. */
enum status sweep_html(struct text *, const struct sweep_report *);

/*
 * The sentences of a verdict, one call of BACK for each, without a full stop;
 * names are escaped for the sink.
 */
typedef void sentence_fn(struct text *, const char *);
void sweep_sentences(struct text *, const struct sweep_report *, const struct verdict *,
		     enum sink, sentence_fn *);

/*
 * Which batches a table shows: all when they are few, else powers of two, the
 * last, and those that a verdict names.
 */
bool sweep_shows(const struct sweep_report *, int32_t b);

/* "proven optimal in all 576 cells", and how the cells were made. */
void sweep_proof(struct text *, const struct sweep_report *);

/* The cell of batch number b and SRAM size number s. */
const struct sweep_cell *sweep_cell_of(const struct sweep_report *, int32_t b,
				       int32_t s);

/* "1.23 MB": millions of bytes, three decimals. */
enum { MEGABYTES_MAX = 32 };
const char *format_megabytes(double, char buffer[MEGABYTES_MAX]);

#endif
