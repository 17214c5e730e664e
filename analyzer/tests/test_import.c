/*
 * Small models from testdata/cases, imported and inferred: what comes of
 * names, order, functions and bodies.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/analyze.h"
#include "analyzer/tests/graph_text.h"
#include "proto/model.h"

struct expected {
	const char *file, *value, *type;
};

static const struct expected expected[] = {
	/* a function in a function: cast to its attribute, doubled, transposed */
	{"functions", "y", "f16[6,2@]"},
	{"functions", "same", "f32[2@,3]"},
	{"functions", "call#0/Inner#1/c", "f16[2@,3]"},
	/* the branch that runs, and the larger of two */
	{"branches", "known", "f32[1@,3]"},
	{"branches", "open", "f32[1@,6] bound"},
	/* what grows, what stays, and one element for each turn */
	{"loops", "grown", "f32[1@,8]"},
	{"loops", "kept", "f32[1@,2]"},
	{"loops", "rows", "f32[3] virtual"},
	{"loops", "joined", "f32[1@,6]"},
	{"endless", "grown", "f32[1@,10] bound"},
	{"endless", "rows", "f32[4] virtual bound"},
	{"scans", "last", "f32[1@,4]"},
	{"scans", "steps", "f32[1@,7,4]"},
};

static enum status
load(struct graph **g, const char *file, struct arena *arena, struct diags *diags)
{
	const char *b = getenv("B");
	struct model *m;

	TRY(model_read(
		&m,
		arena_printf(arena, "%s/testdata/cases/%s.onnx", b ? b : "build", file),
		arena, diags));
	return import_graph(g, m, arena, diags);
}

START_TEST(values_have_their_types)
{
	const struct expected *e = &expected[_i];
	struct bindings none = {0};
	struct arena *arena = test_arena();
	struct diags *diags = diags_new(arena);
	struct graph *g;
	const char *found;

	ck_assert_int_eq(load(&g, e->file, arena, diags), OK);
	ck_assert_int_eq(infer_graph(g, &none, diags), OK);
	found = type_of(g, e->value);
	ck_assert_msg(!strcmp(found, e->type), "%s: '%s' is %s, wanted %s", e->file,
		      e->value, found, e->type);
	arena_close(arena);
}
END_TEST

struct refused {
	const char *file, *message;
};

static const struct refused refused[] = {
	{"bad_cycle",
	 "node 0 (Add, 'first') needs node 1 (Relu, 'second') needs node 0"},
	{"bad_function_recursion", "'Forever' calls itself"},
	{"bad_twice", "is defined twice"},
	{"bad_undefined", "which nothing defines"},
};

START_TEST(contradictions_are_named)
{
	const struct refused *r = &refused[_i];
	struct arena *arena = test_arena();
	struct diags *diags = diags_new(arena);
	struct graph *g;
	bool named = false;
	size_t i;

	load(&g, r->file, arena, diags);
	for (i = 0; i < diags->n; i++)
		named |= diags->list[i].severity == DIAG_ERROR &&
			 strstr(diags->list[i].message, r->message);
	ck_assert_msg(named, "%s: no error says '%s', the first is '%s'", r->file,
		      r->message, diags->n ? diags->list[0].message : "(none)");
	arena_close(arena);
}
END_TEST

START_TEST(nodes_stand_after_what_they_need)
{
	struct arena *arena = test_arena();
	struct diags *diags = diags_new(arena);
	const struct node *node;
	struct graph *g;
	int32_t i, k;

	ck_assert_int_eq(load(&g, "unsorted", arena, diags), OK);
	for (i = 0; i < g->n_nodes; i++) {
		node = &g->nodes[g->scopes[TOP_SCOPE].nodes[i]];
		for (k = 0; k < node->n_inputs; k++)
			ck_assert_int_lt(g->values[node->inputs[k]].producer, i);
	}
	arena_close(arena);
}
END_TEST

START_TEST(trips_and_branches_are_known)
{
	struct arena *arena = test_arena();
	struct diags *diags = diags_new(arena);
	struct bindings none = {0};
	struct graph *g;
	value_id v;

	ck_assert_int_eq(load(&g, "loops", arena, diags), OK);
	ck_assert_int_eq(infer_graph(g, &none, diags), OK);
	v = graph_find(g, "grown");
	ck_assert_int_eq(g->nodes[g->values[v].producer].trip_count, 3);
	ck_assert_str_eq(literal_of(g, "length"), "3");
	ck_assert_int_eq(load(&g, "branches", arena, diags), OK);
	ck_assert_int_eq(infer_graph(g, &none, diags), OK);
	v = graph_find(g, "known");
	ck_assert_int_eq(g->nodes[g->values[v].producer].branch, 0);
	v = graph_find(g, "open");
	ck_assert_int_eq(g->nodes[g->values[v].producer].branch, -1);
	arena_close(arena);
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof((list)[0])))

int
main(void)
{
	TCase *tc = tcase_create("import");

	tcase_add_loop_test(tc, values_have_their_types, 0, COUNT(expected));
	tcase_add_loop_test(tc, contradictions_are_named, 0, COUNT(refused));
	tcase_add_test(tc, nodes_stand_after_what_they_need);
	tcase_add_test(tc, trips_and_branches_are_known);
	return suite_main("import", tc);
}
