/*
 * Allocation problems as text: comma separated columns under a header, those
 * of MiniMalloc, so that either program can check the other.
 *
 *	id | buffer | buffer_id     any text without a comma
 *	lower | start | begin       the first step
 *	upper                       the step after the last
 *	end                         the last step
 *	size
 *	alignment                   optional
 *	gaps                        optional: FROM-TO pairs, blanks between; TO is
 *	                            counted as the lifetime's end is
 *	offset                      optional: a fixed offset, or nothing
 *	tie                         optional: the id of a buffer that starts at the
 *	                            same offset, or nothing
 *	hint                        optional: where an earlier plan put it
 */
#ifndef PLANNER_PACK_CSV_H
#define PLANNER_PACK_CSV_H

#include "base/str.h"
#include "planner/pack.h"

struct pack_table {
	struct pack_buffer *buffers; /* in the order of the lines */
	const char **names;
	int32_t n;
	bool inclusive; /* the end is the last step: "end", not "upper" */
	bool aligned, gapped, tied;
};

/* ERR_INPUT with the line when the text is not such a table. FILE names it. */
enum status pack_csv_read(struct pack_table *, const char *text, size_t n,
			  const char *file, struct arena *, struct diags *);

/* The same table, with the offsets as its last column. */
void pack_csv_write(struct text *, const struct pack_table *, const int64_t *offsets);

#endif
