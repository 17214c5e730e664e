/*
 * Symbols, arithmetic in dims, and which dims of the inputs are the batch.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/analyze.h"
#include "analyzer/bind_expr.h"
#include "analyzer/tests/graph_text.h"

static bool
lookup(void *context, const char *name, int64_t *value)
{
	static const struct {
		const char *name;
		int64_t value;
	} known[] = {{"past", 31}, {"n", 8}, {"s0", 77}, {"batch-size", 3}, {"a/b", 5}};
	size_t i;

	(void)context;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].name, name) == 0) {
			*value = known[i].value;
			return true;
		}
	return false;
}

static const struct {
	const char *text;
	int64_t value; /* -1: not known */
} sums[] = {
	{"n", 8},
	{"past + 1", 32},
	{"past+1", 32},
	{"n-1", 7},
	{"2*(s0//2) + n", 84},
	{"floor(s0/2)", 38},
	{"ceiling(s0/2)", 39},
	{"Max(1, n - 9)", 1},
	{"min(n, past, 4)", 4},
	{"s0 % 10", 7},
	{"n**2", 64},
	{"12", 12},
	{"batch-size", 3},
	{"batch-size * 2", 6},
	{"a/b", 5},
	{"n / 0", -1},
	{"n - 9", -1},
	{"unheard + 1", -1},
	{"sin(n)", -1},
	{"((((((((((((((((((((((((((((((((((((((n", -1},
	{"", -1},
};

START_TEST(arithmetic_is_done)
{
	struct arena *arena = test_arena();
	int64_t value = -1;

	if (!expr_value(sums[_i].text, lookup, NULL, arena, &value))
		value = -1;
	ck_assert_msg(value == sums[_i].value, "'%s' is %lld, wanted %lld",
		      sums[_i].text, (long long)value, (long long)sums[_i].value);
	arena_close(arena);
}
END_TEST

/* OPTIONS: "bind N=2; input x=1x3; axis x=1; value n=3". */
static void
bind(struct bindings *b, const char *options, struct arena *arena, struct diags *d)
{
	char *copy = arena_strdup(arena, options), *save, *part, *rest;

	for (part = strtok_r(copy, ";", &save); part;
	     part = strtok_r(NULL, ";", &save)) {
		part += strspn(part, " ");
		rest = strchr(part, ' ') + 1;
		if (strncmp(part, "bind ", 5) == 0)
			bind_add_symbol(b, rest, arena, d);
		else if (strncmp(part, "input ", 6) == 0)
			bind_add_input(b, rest, arena, d);
		else if (strncmp(part, "axis ", 5) == 0)
			bind_add_axis(b, rest, arena, d);
		else
			bind_add_value(b, rest, arena, d);
	}
	ck_assert_int_eq(diags_count(d, DIAG_ERROR), 0);
}

/* The inputs x and z after binding; BATCH is what was shipped. */
static const struct {
	const char *text, *options, *x, *z;
	int64_t batch;
} rows[] = {
	/* symbols: a name like a batch, else what is not named after others */
	{"x:f32[batch,3]; z:f32[seq,3]", "bind seq=5", "f32[1@,3]", "f32[5,3]", 1},
	{"x:f32[N,3]; z:f32[2,N,3]", "bind N=4", "f32[4@,3]", "f32[2,4@,3]", 4},
	{"x:f32[unk__1,3]; z:f32[unk__2]", "", "f32[1@,3]", "f32[1@]", 1},
	{"x:f32[nodes,9]; z:i64[2,edges]", "bind *=7", "f32[7,9]", "i64[2,7]", 1},
	{"x:f32[N,3]; z:f32[1,3]", "", "f32[1@,3]", "f32[1,3]", 1},
	{"x:f32[N,3,H]; z:f32[N,2]", "input x=8x3x5", "f32[8@,3,5]", "f32[8@,2]", 8},
	/* numbers: what all share, or the first axis of 1 */
	{"x:f32[1,3,8,8]; z:f32[1,4]", "", "f32[1@,3,8,8]", "f32[1@,4]", 1},
	{"x:f32[6,3,8,8]; z:f32[6,4]", "", "f32[6@,3,8,8]", "f32[6@,4]", 6},
	{"x:f32[256,3]; z:f32[256,3]", "", "f32[256@,3]", "f32[256@,3]", 1},
	{"x:f32[200,9]; z:i64[2,800]", "", "f32[200,9]", "i64[2,800]", 1},
	{"x:f32[1,512]; z:f32[2,1,64]", "", "f32[1@,512]", "f32[2,1@,64]", 1},
	{"x:f32[1,3]; z:f32[5,3]", "", "f32[1@,3]", "f32[5,3]", 1},
	{"x:f32[1]; z:f32[1]", "", "f32[1@]", "f32[1@]", 1},
	/* how an input is used */
	{"x:f32[1,3]; z:i64[1]; w = f32[9,4]; y = Gather(w, z)", "", "f32[1@,3]",
	 "i64[1@]", 1},
	{"x:f32[1,3]; z:f32[1]; y = Mul(x, z)", "", "f32[1@,3]", "f32[1]", 1},
	{"x:f32[1,3]; z:f32[1]; a = Mul(z, [2]); y = Unsqueeze(a, [1])", "",
	 "f32[1@,3]", "f32[1@]", 1},
	{"x:f32[7,2,4]; z:f32[3]; w = f32[1,9,4]; r = f32[1,9,3]; y = GRU(x, w, r)", "",
	 "f32[7,2@,4]", "f32[3]", 2},
	/* the user's word */
	{"x:f32[7,1,4]; z:f32[1,3]", "axis x=1; axis z=none", "f32[7,1@,4]", "f32[1,3]",
	 1},
	{"x:f32[1,3]; z:f32[1,3]", "input x=1x9", "f32[1@,9]", "f32[1@,3]", 1},
};

START_TEST(inputs_have_their_batch)
{
	struct arena *arena = test_arena();
	struct diags *diags = diags_new(arena);
	struct bindings b = {0};
	struct graph *g = graph_from(rows[_i].text, arena);

	bind(&b, rows[_i].options, arena, diags);
	infer_graph(g, &b, diags);
	ck_assert_msg(!strcmp(type_of(g, "x"), rows[_i].x), "%s: x is %s, wanted %s",
		      rows[_i].text, type_of(g, "x"), rows[_i].x);
	ck_assert_msg(!strcmp(type_of(g, "z"), rows[_i].z), "%s: z is %s, wanted %s",
		      rows[_i].text, type_of(g, "z"), rows[_i].z);
	ck_assert_int_eq(g->batch, rows[_i].batch);
	arena_close(arena);
}
END_TEST

static const struct {
	const char *text, *options, *message;
} refusals[] = {
	{"x:f32[N,seq,H]; y = Relu(x)", "",
	 "nothing says how large 'seq', 'H' are: add --bind 'seq=128' --bind 'H=128'"},
	{"x:f32; y = Relu(x)", "", "add --input 'x="},
	{"x:f32[1,3]; y = Relu(x)", "bind seq=3",
	 "no input of the model has a dimension"},
	{"x:f32[1,3]; y = Relu(x)", "input q=1x3", "the model has no input 'q'"},
	{"x:f32[1,3]; y = Relu(x)", "value x=1,2", "is [1,3], not 2 numbers"},
};

START_TEST(what_lacks_is_named)
{
	struct arena *arena = test_arena();
	struct diags *diags = diags_new(arena);
	struct bindings b = {0};
	struct graph *g = graph_from(refusals[_i].text, arena);
	bool named = false;
	size_t i;

	bind(&b, refusals[_i].options, arena, diags);
	ck_assert_int_ne(infer_graph(g, &b, diags), OK);
	for (i = 0; i < diags->n; i++)
		named |= strstr(diags->list[i].message, refusals[_i].message) != NULL;
	ck_assert_msg(named, "no message says '%s', but '%s'", refusals[_i].message,
		      diags->n ? diags->list[0].message : "");
	arena_close(arena);
}
END_TEST

/* Constants that need the batch; N of them, and the type of t. */
static const struct {
	const char *text, *type;
	int32_t n;
} tiles[] = {
	{"x:f32[1,5,8]; c = f32[1,1,8]; t = Expand(c, [1,1,8]); y = Concat(t, x) "
	 "{axis=1}",
	 "f32[1@,1,8]", 1},
	{"x:f32[1,5,8]; c = f32[1,1,8]; t = Expand(c, [1,1,8]); y = Add(t, x)",
	 "f32[1,1,8]", 0},
	{"x:f32[3,1,4]; w = f32[1,9,4]; r = f32[1,9,3]; "
	 "t = ConstantOfShape([1,1,3]); y = GRU(x, w, r, , , t)",
	 "f32[1,1@,3]", 1},
	{"x:f32[1,5]; t = f32[1,2]; y = Concat(x, t) {axis=1}", "f32[1,2]", 1},
};

START_TEST(constants_are_tiled)
{
	struct arena *arena = test_arena();
	struct graph *g = graph_inferred(tiles[_i].text, OK, arena);

	ck_assert_str_eq(type_of(g, "t"), tiles[_i].type);
	ck_assert_int_eq(g->n_tiled, tiles[_i].n);
	arena_close(arena);
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof((list)[0])))

int
main(void)
{
	TCase *tc = tcase_create("bind");

	tcase_add_loop_test(tc, arithmetic_is_done, 0, COUNT(sums));
	tcase_add_loop_test(tc, inputs_have_their_batch, 0, COUNT(rows));
	tcase_add_loop_test(tc, what_lacks_is_named, 0, COUNT(refusals));
	tcase_add_loop_test(tc, constants_are_tiled, 0, COUNT(tiles));
	return suite_main("bind", tc);
}
