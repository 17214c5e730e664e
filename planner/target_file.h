/*
 * Targets in JSON, with the fields of planner/target_fields.def as keys:
 *
 *	{"format": "tidemark.target", "format_version": "1.0",
 *	 "name": "my-npu", "sram": "512KiB", "dram_bandwidth": 3.2e9,
 *	 "rates": [{"type": "int8", "macs_per_second": 1e11, "pj_per_mac": 0.3}]}
 *
 * Absent ones are not stated: SRAM is then unlimited, alignment 1, window none,
 * overlap true.  Sizes are numbers of bytes or strings such as "512KiB".
 */
#ifndef PLANNER_TARGET_FILE_H
#define PLANNER_TARGET_FILE_H

#include "planner/target.h"

/*
 * PATH is for messages, which name the line; an unknown key is an error that
 * names the nearest one.  Text and target live in the arena.  ERR_USAGE.
 */
enum status target_parse(struct target *, const char *text, size_t n, const char *path,
			 struct arena *, struct diags *);

#endif
