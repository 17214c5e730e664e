/*
 * Every operator with operands and attributes at random: no rule trusts what
 * a file says.  Whatever comes out must be a type that the rest can work with.
 *
 * The numbers are those that break arithmetic: 0, 1, -1, the ends of int32
 * and int64.  The seed is fixed, so a failure comes again.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "analyzer/ops.h"
#include "analyzer/tests/graph_text.h"
#include "analyzer/tests/hostile.h"
#include "base/str.h"

enum { GRAPHS_PER_OPERATOR = 24, STRIDE = 8 };

static const char *const dtypes[] = {"f32", "f32", "u8", "i8", "i32", "i64", "bool"};
static const int64_t numbers[] = {0,         1,         1,
				  2,         2,         3,
				  4,         8,         -1,
				  -2,        INT32_MAX, -INT64_C(2147483648),
				  INT64_MAX, INT64_MIN, INT64_C(1) << 40};

static uint32_t
next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

#define PICK(list, state) ((list)[next(state) % (sizeof(list) / sizeof((list)[0]))])

/* Small and sane in half of the graphs, so that rules get far. */
static int64_t
number(uint32_t *state, bool wild)
{
	return wild ? PICK(numbers, state) : (int64_t)(1 + next(state) % 4);
}

static void
write_list(struct text *t, uint32_t *state, bool wild, bool dims)
{
	int n = (int)(next(state) % 6);

	text_puts(t, "[");
	for (int i = 0; i < n; i++) {
		int64_t v = number(state, wild);

		if (dims && v < 0)
			v = 0;
		text_printf(t, "%s%" PRId64, i ? "," : "", v);
	}
	text_puts(t, "]");
}

static void
write_operands(struct text *t, uint32_t *state, int n, bool wild)
{
	for (int i = 0; i < n; i++) {
		bool weight = next(state) % 4 == 0;

		text_printf(t, weight ? "x%d = %s" : "x%d:%s", i, PICK(dtypes, state));
		if (weight || next(state) % 12)
			write_list(t, state, wild, true);
		text_puts(t, "; ");
	}
}

static void
write_call(struct text *t, uint32_t *state, const struct op *op, int n, bool wild)
{
	int outputs = 1 + (int)(next(state) % 4);

	for (int i = 0; i < outputs; i++)
		text_printf(t, "%sy%d", i ? ", " : "", i);
	text_printf(t, " = %s%s%s(", op->domain, *op->domain ? ":" : "", op->name);
	for (int i = 0; i < n; i++) {
		text_puts(t, i ? ", " : "");
		switch (next(state) % 5) {
		case 0:
			break;
		case 1:
			write_list(t, state, wild, false);
			break;
		default:
			text_printf(t, "x%d", i);
		}
	}
	text_puts(t, ")");
}

static void
write_attributes(struct text *t, uint32_t *state, bool wild)
{
	text_puts(t, " {rank=1");
	for (size_t i = 0; i < sizeof(int_attributes) / sizeof(int_attributes[0]); i++)
		if (next(state) % 4 == 0)
			text_printf(t, ", %s=%" PRId64, int_attributes[i],
				    number(state, wild));
	for (size_t i = 0; i < sizeof(list_attributes) / sizeof(list_attributes[0]);
	     i++)
		if (next(state) % 4 == 0) {
			text_printf(t, ", %s=", list_attributes[i]);
			write_list(t, state, wild, false);
		}
	text_printf(t, ", %s=\"%s\"}", PICK(text_attributes, state),
		    PICK(texts, state));
}

static void
check_type(const char *text, const struct type *t)
{
	ck_assert_msg(t->rank < 0 || t->batch < t->rank, "%s\n  batch %d of rank %d",
		      text, t->batch, t->rank);
	for (int32_t i = 0; i < t->rank; i++)
		ck_assert_msg(t->dims[i] >= DIM_UNKNOWN, "%s\n  axis %d is %" PRId64,
			      text, i, t->dims[i]);
	ck_assert_int_ge(type_bytes(t), -1);
}

static void
check_operator(const struct op *op, uint32_t *state)
{
	struct arena *arena = test_arena();
	struct bindings none = {0};
	struct text t;
	struct graph *g;
	bool wild = next(state) % 2;
	int n = (int)(next(state) % 8);

	text_open(&t, arena);
	text_printf(&t, "opset %d; ", (int)(1 + next(state) % 27));
	write_operands(&t, state, n, wild);
	write_call(&t, state, op, n, wild);
	write_attributes(&t, state, wild);
	g = graph_from(t.s, arena);
	infer_graph(g, &none, diags_new(arena));
	for (int32_t i = 0; i < g->n_values; i++)
		check_type(t.s, &g->values[i].type);
	for (int32_t i = 0; i < g->n_nodes; i++)
		ck_assert_msg(g->nodes[i].macs >= 0, "%s\n  %" PRId64 " MACs", t.s,
			      g->nodes[i].macs);
	arena_close(arena);
}

/* A part of the table per test, so that a crash names its neighbourhood. */
START_TEST(no_rule_trusts_the_file)
{
	struct arena *arena = test_arena();
	int32_t n;
	const struct op **all = ops_all(arena, &n);

	for (int32_t i = _i; i < n; i += STRIDE) {
		uint32_t state = (uint32_t)i * 7919 + 1;

		for (int k = 0; k < GRAPHS_PER_OPERATOR; k++)
			check_operator(all[i], &state);
	}
	arena_close(arena);
}
END_TEST

int
main(void)
{
	TCase *tc = tcase_create("operators");

	tcase_add_loop_test(tc, no_rule_trusts_the_file, 0, STRIDE);
	return suite_main("shape_hostile", tc);
}
