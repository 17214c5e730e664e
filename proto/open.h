/*
 * What reading and stripping share: a skeleton from a source, with the source
 * let go of whatever happens.
 */
#ifndef PROTO_OPEN_H
#define PROTO_OPEN_H

#include "base/arena.h"
#include "base/diag.h"
#include "proto/skim.h"
#include "proto/source.h"

/* What to do with the skeleton, whose memory ends with the call. */
typedef enum status skeleton_use(void *arg, const struct emit *skeleton,
				 const struct source *, struct arena *, struct diags *);

/*
 * Skims the source and hands the skeleton on; closes the source.  A file that
 * is no model is explained.  The skeleton holds a graph.
 */
enum status with_skeleton(struct source *, enum skim_mode, skeleton_use *, void *arg,
			  struct arena *, struct diags *);

#endif
