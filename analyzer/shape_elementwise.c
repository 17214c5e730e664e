/*
 * Operators that compute each element of the output from one element of each
 * input: about half of all operators share these rules.
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include <string.h>

enum status
shape_unary(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	return shape_as(in, node, 0, x, shape_dtype(x));
}

enum status
shape_predicate(struct infer *in, struct node *node)
{
	return shape_as(in, node, 0, infer_input(in, node, 0), DTYPE_BOOL);
}

/* Until opset 5 the element type is written as a word: "FLOAT", "INT64". */
static enum dtype
dtype_by_word(const char *word)
{
	static const struct {
		const char *word;
		enum dtype dtype;
	} words[] = {
#define DTYPE(id, onnx, bits, name, kind) {#id, DTYPE_##id},
#include "analyzer/dtypes.def"
#undef DTYPE
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(words[i].word, word))
			return words[i].dtype;
	return DTYPE_UNDEFINED;
}

enum status
shape_cast(struct infer *in, struct node *node)
{
	enum dtype to = dtype_by_onnx(attr_int(node, "to", 0));

	if (to == DTYPE_UNDEFINED)
		to = dtype_by_word(attr_string(node, "to", ""));
	return shape_as(in, node, 0, infer_input(in, node, 0), to);
}

enum status
shape_cast_like(struct infer *in, struct node *node)
{
	return shape_as(in, node, 0, infer_input(in, node, 0),
			shape_dtype(infer_input(in, node, 1)));
}

/* A copy of the input's dims with the type of attribute dtype, if there. */
enum status
shape_generate_like(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	enum dtype dtype = dtype_by_onnx(attr_int(node, "dtype", shape_dtype(x)));

	return shape_as(in, node, 0, x, dtype);
}

/* All inputs from FIRST broadcast together; the batch is that of the joint. */
static enum status
broadcast(struct infer *in, struct node *node, enum dtype dtype)
{
	struct type joint, next, scratch;

	for (int i = 0; i < node->n_inputs; i++) {
		const struct type *x = shape_operand(in, node, i, &scratch);

		if (!infer_ranked(x))
			return infer_unknown(in, node, 0, dtype);
		if (i == 0) {
			joint = *x;
			continue;
		}
		next = joint;
		TRY(infer_broadcast(in, node, &joint, x, &next));
		next.bound = joint.bound || x->bound;
		joint = next;
	}
	if (node->n_inputs == 0)
		return infer_unknown(in, node, 0, dtype);
	infer_output_like(in, node, 0, &joint)->dtype = dtype;
	return OK;
}

/* The first input whose element type is known, from FIRST on, decides. */
static enum dtype
joint_dtype(const struct infer *in, const struct node *node, int first)
{
	for (int i = first; i < node->n_inputs; i++) {
		enum dtype dtype = shape_dtype(infer_input(in, node, i));

		if (dtype != DTYPE_UNDEFINED)
			return dtype;
	}
	return DTYPE_UNDEFINED;
}

enum status
shape_broadcast(struct infer *in, struct node *node)
{
	return broadcast(in, node, joint_dtype(in, node, 0));
}

/* The exponent may be of another type than the base. */
enum status
shape_pow(struct infer *in, struct node *node)
{
	return broadcast(in, node, shape_dtype(infer_input(in, node, 0)));
}

enum status
shape_compare(struct infer *in, struct node *node)
{
	return broadcast(in, node, DTYPE_BOOL);
}

enum status
shape_where(struct infer *in, struct node *node)
{
	return broadcast(in, node, joint_dtype(in, node, 1));
}

/* The mask has the data's type before opset 10. */
enum status
shape_dropout(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	enum dtype mask = node->opset < 10 ? shape_dtype(x) : DTYPE_BOOL;

	TRY(shape_as(in, node, 0, x, shape_dtype(x)));
	return node->n_outputs > 1 ? shape_as(in, node, 1, x, mask) : OK;
}
