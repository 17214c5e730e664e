#include "analyzer/sizes.h"

#include "base/num.h"

static bool
is_float(enum dtype t)
{
	return dtype_row(t)->kind == DTYPE_KIND_FLOAT;
}

int64_t
value_bytes(const struct graph *g, value_id v)
{
	const struct value *value = &g->values[v];
	enum dtype as =
		value->kind == VALUE_WEIGHT ? g->weight_type : g->activation_type;
	struct type t = value->type;

	if (as != DTYPE_UNDEFINED && t.kind == TYPE_TENSOR && is_float(t.dtype))
		t.dtype = as;
	return type_bytes(&t);
}

bool
value_batched(const struct graph *g, value_id v)
{
	return g->values[v].type.batch >= 0 || g->values[v].type.batch == BATCH_VIRTUAL;
}

int64_t
bytes_at(const struct graph *g, int64_t bytes, int64_t n)
{
	int64_t all;

	if (bytes < 0 || n == g->batch)
		return bytes;
	if (bytes % g->batch == 0)
		return mul_sat(bytes / g->batch, n);
	all = mul_sat(bytes, n);
	if (all == INT64_MAX)
		return all;
	return all % g->batch ? -1 : all / g->batch;
}

int64_t
value_bytes_at(const struct graph *g, value_id v, int64_t n)
{
	int64_t bytes = value_bytes(g, v);

	return value_batched(g, v) ? bytes_at(g, bytes, n) : bytes;
}

static bool
counts_as_none(const struct value *v)
{
	return v->kind != VALUE_CONSTANT && type_holds_strings(&v->type) &&
	       type_bytes(&v->type) >= 0;
}

void
sizes_warn(const struct graph *g, struct diags *d)
{
	const char *first = NULL;
	int32_t n = 0, i;

	for (i = 0; i < g->n_values; i++) {
		if (!counts_as_none(&g->values[i]))
			continue;
		first = first ? first : g->values[i].name;
		n++;
	}
	if (n == 1)
		diag_warn(d, "string-size",
			  "tensor '%s' holds strings, which have no fixed size and "
			  "count as 0 bytes",
			  first);
	else if (n)
		diag_warn(
			d, "string-size",
			"tensor '%s' and %d other%s hold strings, which have no fixed "
			"size and count as 0 bytes",
			first, (int)n - 1, n == 2 ? "" : "s");
}
