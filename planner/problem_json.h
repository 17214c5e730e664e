/*
 * Placement problems in JSON, one per file or one per line:
 *
 *	{"steps": T, "window": W,
 *	 "values": [{"name", "size", "def": -1 | step, "uses": [step...],
 *	             "output": bool}],
 *	 "inplace": [[from, to, step]]}
 *
 * At an event with no resident gap beside it a value takes min(size, W) bytes.
 * Optional: "name"; "fixed" (bytes per step always taken); per value "window"
 * (instead of W), "windows" (one per event), "pin" ("sram" or "dram"), "pins"
 * (one per gap: "free" as well), "starts" and "ends" (kept in SRAM before the
 * first step, after the last).
 * Unknown keys are ignored.
 */
#ifndef PLANNER_PROBLEM_JSON_H
#define PLANNER_PROBLEM_JSON_H

#include <stdio.h>

#include "planner/problem.h"

struct problem_list {
	struct problem *problems;
	int32_t n;
};

/*
 * All problems of a text, checked.  PATH is for messages.  ERR_INPUT with what
 * was found and wanted, and the line.
 */
enum status problems_parse(const char *text, size_t n, const char *path,
			   struct problem_list *, struct arena *, struct diags *);

/* The same from a file, or from standard input when the path is "-". */
enum status problems_read(const char *path, struct problem_list *, struct arena *,
			  struct diags *);

#endif
