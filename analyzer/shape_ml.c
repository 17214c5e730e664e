/*
 * ai.onnx.ml: classical learners.  X is [N, features]; an X of one dim is a
 * single example.
 */
#include <string.h>

#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

/* Number of labels, whichever of the two lists holds them. */
static int64_t
labels(const struct node *node, const char *ints, const char *strings)
{
	return max_i64(attr_count(node, ints), attr_count(node, strings));
}

static int64_t
examples(const struct type *x)
{
	return infer_ranked(x) && x->rank == 1 ? 1 : dim_of(x, 0);
}

static int32_t
example_batch(const struct type *x)
{
	int32_t batch = batch_of(x);

	return batch <= 0 ? batch : BATCH_VIRTUAL;
}

/* [N, columns], or [N] without any. */
static void
per_example(struct infer *in, struct node *node, int i, enum dtype dtype, bool flat,
	    int64_t columns)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t dims[2] = {examples(x), columns};
	struct type *y = output_dims(in, node, i, dtype, flat ? 1 : 2, dims);

	y->bound = x && x->bound;
	y->batch = example_batch(x);
}

static void
classes(struct infer *in, struct node *node, const char *strings, int64_t columns)
{
	bool named = attr_count(node, strings) > 0;

	per_example(in, node, 0, named ? DTYPE_STRING : DTYPE_INT64, true, 0);
	per_example(in, node, 1, DTYPE_FLOAT, false, columns);
}

/* --- element by element --- */

/* Normalizer, Scaler: any number becomes float. */
enum status
shape_ml_float(struct infer *in, struct node *node)
{
	return shape_as(in, node, 0, infer_input(in, node, 0), DTYPE_FLOAT);
}

enum status
shape_category_mapper(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	return shape_as(in, node, 0, x,
			shape_dtype(x) == DTYPE_STRING ? DTYPE_INT64 : DTYPE_STRING);
}

static enum dtype
label_dtype(const struct node *node)
{
	static const struct {
		const char *attr;
		enum dtype dtype;
	} rows[] = {
		{"values_floats", DTYPE_FLOAT},
		{"values_int64s", DTYPE_INT64},
		{"values_strings", DTYPE_STRING},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (attr_present(node, rows[i].attr))
			return rows[i].dtype;
	return attr_tensor_dtype(node, "values_tensor");
}

/* The type is that of the values.  Opset 1 maps strings to integers and back. */
enum status
shape_label_encoder(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	enum dtype dtype = label_dtype(node);

	if (attr_present(node, "classes_strings"))
		dtype = shape_dtype(x) == DTYPE_STRING ? DTYPE_INT64 : DTYPE_STRING;
	return shape_as(in, node, 0, x, dtype);
}

/* One more dim: the categories. */
enum status
shape_one_hot_encoder(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, DTYPE_FLOAT);
	y = shape_from(in, node, 0, x, x->rank + 1);
	y->dtype = DTYPE_FLOAT;
	for (int32_t i = 0; i < x->rank; i++)
		y->dims[i] = x->dims[i];
	y->dims[x->rank] = labels(node, "cats_int64s", "cats_strings");
	y->batch = batch_of(x);
	return OK;
}

/* --- features --- */

/* X [..., F], Y [n] -> [..., n]; an X of one dim gives [1, n]. */
enum status
shape_array_features(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0), *at = infer_input(in, node, 1);
	struct type *y;
	int32_t last;

	if (!infer_ranked(x) || x->rank < 1)
		return infer_unknown(in, node, 0, shape_dtype(x));
	if (x->rank == 1) {
		y = infer_output(in, node, 0, x->dtype, 2);
		y->dims[0] = 1;
		y->batch = x->batch == BATCH_NONE ? BATCH_NONE : BATCH_VIRTUAL;
	} else {
		y = infer_output_like(in, node, 0, x);
	}
	last = y->rank - 1;
	y->dims[last] = at ? type_elements(at) : DIM_UNKNOWN;
	if (y->batch == last)
		y->batch = BATCH_VIRTUAL;
	if (y->batch == BATCH_NONE && at && at->batch != BATCH_NONE)
		y->batch = at->batch < 0 ? BATCH_VIRTUAL : last;
	return OK;
}

enum status
shape_feature_vectorizer(struct infer *in, struct node *node)
{
	int32_t n;
	const int64_t *widths = attr_ints(node, "inputdimensions", &n);
	int64_t sum = 0;

	for (int32_t i = 0; i < node->n_inputs; i++)
		sum = dim_add(sum,
			      i < n ? widths[i] : dim_of(infer_input(in, node, i), 1));
	per_example(in, node, 0, DTYPE_FLOAT, false, sum);
	return OK;
}

/* A map's values in the vocabulary's order: [1, words]. */
enum status
shape_dict_vectorizer(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t dims[2] = {1, labels(node, "int64_vocabulary", "string_vocabulary")};
	enum dtype dtype = x && x->element ? x->element->dtype : DTYPE_UNDEFINED;

	output_dims(in, node, 0, dtype, 2, dims);
	return OK;
}

/* Sparse maps have max_map columns; of dense ones only the run knows. */
enum status
shape_cast_map(struct infer *in, struct node *node)
{
	const char *to = attr_string(node, "cast_to", "TO_FLOAT");
	bool sparse = strcmp(attr_string(node, "map_form", "DENSE"), "SPARSE") == 0;
	int64_t dims[2] = {1,
			   sparse ? max_i64(attr_int(node, "max_map", 1), DIM_UNKNOWN)
				  : DIM_UNKNOWN};
	enum dtype dtype = strcmp(to, "TO_STRING") == 0  ? DTYPE_STRING
			   : strcmp(to, "TO_INT64") == 0 ? DTYPE_INT64
							 : DTYPE_FLOAT;

	output_dims(in, node, 0, dtype, 2, dims);
	return OK;
}

/* [N, E] -> a sequence of N maps. */
enum status
shape_zip_map(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y = infer_output_kind(in, node, 0, TYPE_SEQUENCE);
	int64_t last = infer_ranked(x) && x->rank > 0 ? x->dims[x->rank - 1] : -1;

	y->length = examples(x);
	y->batch = batch_of(x) == BATCH_NONE ? BATCH_NONE : BATCH_VIRTUAL;
	y->element = arena_new(in->arena, struct type, 1);
	*y->element = (struct type){.kind = TYPE_MAP,
				    .dtype = DTYPE_FLOAT,
				    .rank = RANK_UNKNOWN,
				    .batch = y->batch,
				    .length = last};
	return OK;
}

/* --- learners --- */

/* Two labels with one row of coefficients still give two scores. */
enum status
shape_linear_classifier(struct infer *in, struct node *node)
{
	int64_t rows = attr_count(node, "intercepts");
	int64_t names = labels(node, "classlabels_ints", "classlabels_strings");

	classes(in, node, "classlabels_strings",
		rows > 1 ? rows : max_i64(names, rows));
	return OK;
}

enum status
shape_linear_regressor(struct infer *in, struct node *node)
{
	per_example(in, node, 0, DTYPE_FLOAT, false,
		    max_i64(attr_int(node, "targets", 1), DIM_UNKNOWN));
	return OK;
}

/* Without probabilities a machine of C classes gives C (C - 1) / 2 votes. */
enum status
shape_svm_classifier(struct infer *in, struct node *node)
{
	int64_t n = labels(node, "classlabels_ints", "classlabels_strings");
	bool vectors = attr_count(node, "vectors_per_class") > 0;

	if (vectors && attr_count(node, "prob_a") == 0)
		n = n > 2 ? mul_sat(n, n - 1) / 2 : 2;
	classes(in, node, "classlabels_strings", n);
	return OK;
}

enum status
shape_svm_regressor(struct infer *in, struct node *node)
{
	per_example(in, node, 0, DTYPE_FLOAT, false, 1);
	return OK;
}

enum status
shape_tree_classifier(struct infer *in, struct node *node)
{
	classes(in, node, "classlabels_strings",
		labels(node, "classlabels_int64s", "classlabels_strings"));
	return OK;
}

enum status
shape_tree_regressor(struct infer *in, struct node *node)
{
	per_example(in, node, 0, DTYPE_FLOAT, false,
		    max_i64(attr_int(node, "n_targets", 1), DIM_UNKNOWN));
	return OK;
}

enum status
shape_tree_ensemble(struct infer *in, struct node *node)
{
	per_example(in, node, 0, shape_dtype(infer_input(in, node, 0)), false,
		    max_i64(attr_int(node, "n_targets", 1), DIM_UNKNOWN));
	return OK;
}
