/*
 * Attention, for queries of S places and TOTAL keys:
 *
 *	Q x K'   elements of Q x total       (batch x heads x S x total x size)
 *	P x V    elements of y x total
 *
 * plus the projections of operators that hold the weights: elements of x x
 * columns of the weights.  The linear form keeps a state of key size x value
 * size per head, and each place writes and reads it once; the delta rules
 * read it once more.
 */
#include <string.h>

#include "analyzer/cost.h"
#include "analyzer/dims.h"
#include "analyzer/infer.h"
#include "analyzer/rules.h"

/* Both products, when Q is as large as y or is packed with K and V. */
static int64_t
both(int64_t y, int64_t q, int64_t total)
{
	return dim_add(dim_mul(q, total), dim_mul(y, total));
}

/* Length of [batch, heads, seq, size], [batch, seq, hidden] or packed. */
static int64_t
length(const struct type *t)
{
	return dim_of(t, infer_ranked(t) && t->rank == 4 ? 2 : 1);
}

static int64_t
with_past(const struct graph *g, const struct node *node, int past, int64_t now)
{
	const struct type *t = cost_input(g, node, past);

	if (!t || t->kind == TYPE_UNKNOWN)
		return now;
	if (attr_int(node, "past_present_share_buffer", 0))
		return dim_of(t, -2);
	return dim_add(now, dim_of(t, -2));
}

int64_t
cost_attention(const struct graph *g, const struct node *node)
{
	int64_t total = with_past(g, node, 4, length(cost_input(g, node, 1)));

	return cost_total(both(cost_elements(cost_output(g, node, 0)),
			       cost_elements(cost_input(g, node, 0)), total));
}

int64_t
cost_flex_attention(const struct graph *g, const struct node *node)
{
	return cost_total(both(cost_elements(cost_output(g, node, 0)),
			       cost_elements(cost_input(g, node, 0)),
			       length(cost_input(g, node, 1))));
}

static int64_t
multi_head(const struct graph *g, const struct node *node, int past)
{
	const struct type *k = cost_input(g, node, 1);
	int64_t y = cost_elements(cost_output(g, node, 0));
	int64_t total = length(k ? k : cost_input(g, node, 0));

	return cost_total(both(y, y, with_past(g, node, past, total)));
}

int64_t
cost_multi_head_attention(const struct graph *g, const struct node *node)
{
	return multi_head(g, node, 6);
}

int64_t
cost_masked_multi_head_attention(const struct graph *g, const struct node *node)
{
	return multi_head(g, node, 5);
}

/* The cache that comes out has the total length. */
int64_t
cost_cached_attention(const struct graph *g, const struct node *node)
{
	const struct type *present = cost_output(g, node, 1);
	int64_t y = cost_elements(cost_output(g, node, 0));
	int64_t total = present ? dim_of(present, 2)
				: with_past(g, node, 3, length(cost_input(g, node, 0)));

	return cost_total(both(y, y, total));
}

/* Pages hold block x blocks places; a sequence sees those of its table. */
int64_t
cost_paged_attention(const struct graph *g, const struct node *node)
{
	int64_t y = cost_elements(cost_output(g, node, 0));
	int64_t total = dim_mul(dim_of(cost_input(g, node, 7), 1),
				dim_of(cost_input(g, node, 3), 1));

	return cost_total(both(y, y, total));
}

static int64_t
projected(const struct graph *g, const struct node *node, int past, int64_t total)
{
	const struct type *x = cost_input(g, node, 0);
	int64_t y = cost_elements(cost_output(g, node, 0));
	int64_t weights = dim_mul(cost_elements(x), dim_of(cost_input(g, node, 1), -1));

	if (past >= 0)
		total = with_past(g, node, past, total);
	return cost_total(dim_add(weights, both(y, y, total)));
}

int64_t
cost_ms_attention(const struct graph *g, const struct node *node)
{
	return projected(g, node, 4, dim_of(cost_input(g, node, 0), 1));
}

int64_t
cost_qattention(const struct graph *g, const struct node *node)
{
	return projected(g, node, 8, dim_of(cost_input(g, node, 0), 1));
}

int64_t
cost_qordered_attention(const struct graph *g, const struct node *node)
{
	const struct type *x = cost_input(g, node, 0);
	int64_t y = cost_elements(cost_output(g, node, 0)), columns = 0;

	for (int i = 5; i < 8; i++)
		columns = dim_add(columns, dim_of(cost_input(g, node, i), -1));
	return cost_total(
		dim_add(dim_mul(cost_elements(x), columns), both(y, y, dim_of(x, 1))));
}

/* Tokens without padding; keys as if all sequences were the longest. */
int64_t
cost_packed_attention(const struct graph *g, const struct node *node)
{
	return projected(g, node, -1, dim_of(cost_input(g, node, 3), 1));
}

int64_t
cost_packed_multi_head_attention(const struct graph *g, const struct node *node)
{
	int64_t y = cost_elements(cost_output(g, node, 0));

	return cost_total(both(y, y, dim_of(cost_input(g, node, 4), 1)));
}

/* Each place sees WINDOW places on either side, and itself. */
static int64_t
longformer(const struct graph *g, const struct node *node, int weights)
{
	const struct type *x = cost_input(g, node, 0);
	int64_t y = cost_elements(cost_output(g, node, 0));
	int64_t near = dim_add(dim_mul(attr_int(node, "window", 0), 2), 1);
	int64_t columns = dim_of(cost_input(g, node, weights), -1);

	return cost_total(
		dim_add(dim_mul(cost_elements(x), columns), both(y, y, near)));
}

int64_t
cost_longformer(const struct graph *g, const struct node *node)
{
	return longformer(g, node, 1);
}

int64_t
cost_qordered_longformer(const struct graph *g, const struct node *node)
{
	return longformer(g, node, 2);
}

/* query [seq, batch, hidden] */
int64_t
cost_decoder_attention(const struct graph *g, const struct node *node)
{
	const struct type *q = cost_input(g, node, 0), *k = cost_input(g, node, 1);
	const struct type *cache = cost_output(g, node, 1);
	int64_t y = cost_elements(cost_output(g, node, 0)), hidden = dim_of(q, 2);
	int64_t keys = dim_mul(dim_mul(cost_elements(k), hidden), 2);
	int64_t total = cache ? dim_of(cache, 2) : dim_of(k, 0);

	return cost_total(dim_add(dim_add(dim_mul(cost_elements(q), hidden), keys),
				  both(y, y, total)));
}

int64_t
cost_linear_attention(const struct graph *g, const struct node *node)
{
	const char *rule = attr_string(node, "update_rule", "gated_delta");
	const struct type *q = cost_input(g, node, 0), *state = cost_output(g, node, 1);
	int64_t window = attr_int(node, "state_window", 0);
	int64_t held = cost_elements(state);
	int64_t heads = attr_int(node, "q_num_heads", 0);
	int64_t groups = attr_int(node, "kv_num_heads", 0);
	int64_t reads = held;

	if (window > 0)
		held = dim_div(held, window);
	if (heads > groups && groups > 0)
		reads = dim_mul(dim_div(held, groups), heads);
	if (strstr(rule, "delta"))
		reads = dim_add(reads, held);
	return cost_total(dim_mul(dim_of(q, 1), dim_add(held, reads)));
}

/* Depthwise: each output sees the kernel of its channel. */
int64_t
cost_causal_conv(const struct graph *g, const struct node *node)
{
	const struct type *w = cost_input(g, node, 1);

	return cost_total(dim_mul(cost_elements(cost_output(g, node, 0)),
				  dim_div(cost_elements(w), dim_of(w, 0))));
}
