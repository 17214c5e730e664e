/*
 * What the attention operators share, in all domains.
 */
#ifndef ANALYZER_ATTENTION_H
#define ANALYZER_ATTENTION_H

#include "analyzer/infer.h"

/* Q, K or V, whatever its layout; DIM_UNKNOWN where it is not known. */
struct heads {
	int64_t batch, heads, seq, size;
};

/* From [batch, heads, seq, size], or [batch, seq, heads x size]. */
void attention_heads(const struct type *, int64_t heads, struct heads *);

/*
 * The batch of a result: where that of Q goes (its axis I to TO[I], virtual
 * beyond N), else axis 0 when only the keys have one.
 */
int32_t attention_batch(const struct infer *, const struct type *q,
			const struct type *k, const int32_t *to, int32_t n);

/* Output I: the cache after this step, [batch, heads, total, size]. */
struct type *attention_cache(struct infer *, struct node *, int i,
			     const struct type *past, const struct type *now,
			     const struct heads *, int64_t total, enum dtype);

#endif
