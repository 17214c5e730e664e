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
struct opening {
	struct source *source;
	enum skim_mode mode;
	struct sink *sink; /* or NULL; only good if `use` succeeds as well */
	skeleton_use *use;
	void *arg;
};
enum status with_skeleton(const struct opening *, struct arena *, struct diags *);

#endif
