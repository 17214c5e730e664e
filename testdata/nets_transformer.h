/*
 * What transformers are made of, as PyTorch's exporter writes it: a
 * LayerNormalization is one node from opset 17 and nine before, Gelu one from
 * opset 20.  Shapes are constants, or computed by Shape, Gather, Unsqueeze
 * and Concat where the batch or the sequence length is symbolic.
 */
#ifndef TESTDATA_NETS_TRANSFORMER_H
#define TESTDATA_NETS_TRANSFORMER_H

#include "testdata/nets.h"

struct transformer {
	int64_t layers, hidden, heads, vocabulary, positions;
	double eps;
};

/* As published, or as the options say. */
struct transformer transformer_of(const struct net *, struct transformer published);

bool is_dynamic(const struct net *);

const char *unsqueeze(struct net *, const char *module, const char *x, int64_t axis);
/* x[:, :, ..., 0:end] along an axis; END is a vector of one element. */
const char *slice_to(struct net *, const char *module, const char *x, const char *end,
		     int64_t axis);
const char *transpose(struct net *, const char *module, const char *x,
		      const int64_t perm[4]);
const char *gather(struct net *, const char *module, const char *x, const char *indices,
		   int64_t axis);
const char *softmax_last(struct net *, const char *module, const char *x);

/* Dimension AXIS (0 batch, 1 sequence) of X, as a vector of one element. */
const char *dim_of(struct net *, const char *module, const char *x, int64_t axis);
/* X as [batch, sequence, tail ...], the first two as LIKE has them. */
const char *reshape_to(struct net *, const char *module, const char *x,
		       const char *like, int n_tail, const int64_t *tail);

/* An embedding's weight. */
const char *table(struct net *, const char *module, int64_t rows, int64_t hidden);
/* 0, 1, 2 ... as [1, sequence], cut out of a buffer if that is symbolic. */
const char *position_ids(struct net *, const char *module, int64_t max,
			 const char *ids);

const char *layer_norm(struct net *, const char *module, const char *x, int64_t hidden,
		       double eps, const char *as);
/* The tanh approximation, or by Erf. */
const char *gelu(struct net *, const char *module, const char *x, bool approximate);

/* softmax(q k' / sqrt(d), MASK applied) v, all [batch, heads, sequence, d]. */
struct heads {
	const char *q, *k, *v;
	int64_t count, size;
	const char *mask;
	const char *(*apply)(struct net *, const char *module, const char *scores,
			     const char *mask);
};
const char *attention(struct net *, const char *module, struct heads);
/* [batch, sequence, count * size] as [batch, count, sequence, size] */
const char *split_heads(struct net *, const char *module, const char *x, int64_t count,
			int64_t size, bool transposed);

#endif
