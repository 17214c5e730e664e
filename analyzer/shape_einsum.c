/*
 * Einsum: dims named by letters, "bij,bjk->bik"; "..." stands for the dims
 * that are not named.
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include "base/num.h"

#include <string.h>

enum {
	LETTERS = 128,
	ELLIPSIS = '.', /* the key under which unnamed dims are counted */
	LABELS_MAX = 256,
};

/* What one term names: letters in order, and where "..." stands, or -1. */
struct term {
	unsigned char labels[LABELS_MAX];
	int32_t n, ellipsis;
};

struct einsum {
	int64_t dims[LETTERS]; /* of each letter; 0 when not used */
	int32_t uses[LETTERS];
	bool batch[LETTERS]; /* the copies lie along this letter */
	bool batched, bound;
	struct type rest; /* the dims of "...", broadcast together */
};

/* Reads one term up to ',' or '-' or the end; NULL when it is malformed. */
static const char *
read_term(const char *s, struct term *t)
{
	t->n = 0;
	t->ellipsis = -1;
	for (; *s && *s != ',' && *s != '-'; s++) {
		if (*s == ' ')
			continue;
		if (!strncmp(s, "...", 3) && t->ellipsis < 0) {
			t->ellipsis = t->n;
			s += 2;
			continue;
		}
		if (t->n == LABELS_MAX || *s == '.' || (unsigned char)*s >= LETTERS)
			return NULL;
		t->labels[t->n++] = (unsigned char)*s;
	}
	return s;
}

/* Enters one input's dims under the letters of its term. */
static enum status
enter(struct infer *in, const struct node *node, const struct term *t,
      const struct type *x, struct einsum *e)
{
	int32_t unnamed = x->rank - t->n, from = t->ellipsis < 0 ? t->n : t->ellipsis;
	struct type rest = *x, joint = e->rest;

	if (unnamed < 0 || (unnamed > 0 && t->ellipsis < 0))
		return infer_error(in, node, "%d letters for a tensor of rank %d", t->n,
				   x->rank);
	e->bound |= x->bound;
	e->batched |= x->batch != BATCH_NONE;
	for (int32_t k = 0; k < t->n; k++) {
		int32_t axis = k < from ? k : k + unnamed;
		int64_t *dim = &e->dims[t->labels[k]], d = x->dims[axis];

		if (e->uses[t->labels[k]]++ == 0 || *dim == 1)
			*dim = d;
		else if (d != 1 && !shape_merge_dim(dim, d))
			return infer_error(in, node, "'%c' is %lld and %lld",
					   t->labels[k], (long long)*dim, (long long)d);
		e->batch[t->labels[k]] |= axis == x->batch;
	}
	rest.dims = x->dims + from;
	rest.rank = unnamed;
	rest.batch = x->batch >= from && x->batch < from + unnamed ? x->batch - from
								   : BATCH_NONE;
	TRY(infer_broadcast(in, node, &e->rest, &rest, &joint));
	e->rest = joint;
	return OK;
}

/* Without "->": unnamed dims first, then letters used once, in their order. */
static void
implied_term(const struct einsum *e, struct term *t)
{
	t->n = 0;
	t->ellipsis = 0;
	for (int c = 0; c < LETTERS; c++)
		if (e->uses[c] == 1)
			t->labels[t->n++] = (unsigned char)c;
}

static void
emit(struct infer *in, struct node *node, const struct term *t, const struct einsum *e,
     enum dtype dtype)
{
	int32_t rest = t->ellipsis < 0 ? 0 : e->rest.rank, at = 0;
	struct type *y = infer_output(in, node, 0, dtype, t->n + rest);

	y->bound = e->bound;
	y->batch = e->batched ? BATCH_VIRTUAL : BATCH_NONE;
	for (int32_t k = 0; k <= t->n; k++) {
		if (k == t->ellipsis) {
			for (int32_t i = 0; i < rest; i++)
				y->dims[at + i] = e->rest.dims[i];
			if (rest && e->rest.batch >= 0)
				y->batch = at + e->rest.batch;
			at += rest;
		}
		if (k == t->n)
			break;
		if (e->batch[t->labels[k]])
			y->batch = at;
		y->dims[at++] = e->dims[t->labels[k]];
	}
	shape_revive_batch(in, y);
}

/* Enters all inputs; *s is left behind the last term.  False: not readable. */
static enum status
enter_all(struct infer *in, struct node *node, const char **s, struct einsum *e,
	  bool *readable)
{
	struct term t;

	e->rest = (struct type){.kind = TYPE_TENSOR, .batch = BATCH_NONE};
	*readable = true;
	for (int i = 0; i < node->n_inputs; i++) {
		const struct type *x = infer_input(in, node, i);

		*s = read_term(*s, &t);
		*readable = *s && infer_ranked(x) &&
			    (**s == ',') == (i + 1 < node->n_inputs);
		if (!*readable)
			return OK;
		*s += **s == ',';
		TRY(enter(in, node, &t, x, e));
	}
	return OK;
}

enum status
shape_einsum(struct infer *in, struct node *node)
{
	const char *s = attr_string(node, "equation", "");
	enum dtype dtype = shape_dtype(infer_input(in, node, 0));
	struct einsum *e = arena_new(in->arena, struct einsum, 1);
	struct term t;
	bool readable;

	TRY(enter_all(in, node, &s, e, &readable));
	if (!readable)
		return infer_unknown(in, node, 0, dtype);
	implied_term(e, &t);
	if (s[0] == '-' && s[1] == '>') {
		s = read_term(s + 2, &t);
		if (!s || *s)
			return infer_error(in, node,
					   "the equation's result cannot be read");
	}
	emit(in, node, &t, e, dtype);
	return OK;
}

/*
 * A product over every combination of letters, when there are at least two
 * operands; dims of "..." count as often as the largest operand has them.
 */
int64_t
cost_einsum(const struct graph *g, const struct node *node)
{
	const char *s = attr_string(node, "equation", "");
	bool seen[LETTERS] = {false};
	int64_t macs = 1, unnamed = 1;
	struct term t;

	for (int i = 0; node->n_inputs > 1 && i < node->n_inputs; i++) {
		const struct type *x = node->inputs[i] == NO_VALUE
					       ? NULL
					       : &g->values[node->inputs[i]].type;
		int32_t rest, from;

		s = read_term(s, &t);
		if (!s || !infer_ranked(x) || !type_resolved(x) || x->rank < t.n)
			return 0;
		s += *s == ',';
		rest = x->rank - t.n;
		from = t.ellipsis < 0 ? t.n : t.ellipsis;
		for (int32_t k = 0; k < t.n; k++) {
			if (!seen[t.labels[k]])
				macs = mul_sat(macs, x->dims[k < from ? k : k + rest]);
			seen[t.labels[k]] = true;
		}
		unnamed = max_i64(unnamed, shape_product(x->dims + from, rest));
	}
	return node->n_inputs > 1 ? mul_sat(macs, unnamed) : 0;
}
