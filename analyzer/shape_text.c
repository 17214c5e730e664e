/*
 * Tensors of strings.
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include "base/num.h"

/* The longest row: none of no strings, at most one more than splits; or -1. */
static int64_t
most_substrings(const struct node *node, const struct type *x)
{
	int64_t splits = attr_int(node, "maxsplit", -1);

	if (type_elements(x) == 0)
		return 0;
	return splits < 0 ? DIM_UNKNOWN : add_sat(splits, 1);
}

/* Each string becomes a row of substrings; how many depends on data. */
enum status
shape_string_split(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y;

	TRY(shape_as(in, node, 1, x, DTYPE_INT64));
	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, DTYPE_STRING);
	y = shape_from(in, node, 0, x, x->rank + 1);
	y->dtype = DTYPE_STRING;
	y->batch = x->batch;
	for (int32_t i = 0; i < x->rank; i++)
		y->dims[i] = x->dims[i];
	y->dims[x->rank] = most_substrings(node, x);
	y->bound |= y->dims[x->rank] > 0;
	return OK;
}

/* Stop words are dropped, which strings these are depends on data. */
enum status
shape_string_normalizer(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, DTYPE_STRING);
	y = infer_output_like(in, node, 0, x);
	y->dtype = DTYPE_STRING;
	y->bound |= attr_strings_count(node, "stopwords") > 0;
	return OK;
}

/* The last dim becomes the number of n-grams that are counted. */
enum status
shape_tf_idf(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t largest = -1;
	const int64_t *at;
	struct type *y;
	int32_t n;

	at = attr_ints(node, "ngram_indexes", &n);
	for (int32_t i = 0; i < n; i++)
		largest = max_i64(largest, at[i]);
	if (!infer_ranked(x) || x->rank < 1)
		return infer_unknown(in, node, 0, DTYPE_FLOAT);
	y = infer_output_like(in, node, 0, x);
	y->dtype = DTYPE_FLOAT;
	y->dims[y->rank - 1] = at ? add_sat(largest, 1) : DIM_UNKNOWN;
	return OK;
}
