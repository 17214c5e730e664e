/*
 * Real networks exported at several batches: runs of the same file, and the
 * same network exported at batch 4.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/tests/conformance.h"

/* Whether the value is made from a graph input, not from constants alone. */
static bool
from_input(const struct run *r, value_id id)
{
	const struct value *v = id == NO_VALUE ? NULL : &r->graph->values[id];

	return !v || (v->kind != VALUE_WEIGHT && v->kind != VALUE_CONSTANT);
}

static int64_t
truth_elements(const json_t *truth)
{
	const json_t *dims = json_object_get(truth, "dims");
	int64_t n = 1;
	size_t i;

	for (i = 0; i < json_array_size(dims); i++)
		n *= json_integer_value(json_array_get(dims, i));
	return n;
}

static int64_t
elements_at(const struct run *r, value_id id, int64_t batch)
{
	const struct type *t = id == NO_VALUE ? NULL : &r->graph->values[id].type;
	int64_t n = t ? type_elements(t) : -1;

	return n < 0 || t->batch == BATCH_NONE ? n : n * batch / r->graph->batch;
}

/* Elements at batch 4 against the twin's, tensor by tensor. */
static void
count_bytes(struct tally *t, const struct run *r, const char *path, const char *name,
	    value_id id, const json_t *truth)
{
	const struct value *v = id == NO_VALUE ? NULL : &r->graph->values[id];
	int64_t want = truth_elements(truth), found = elements_at(r, id, 4);

	t->tensors++;
	t->by[found < 0                       ? UNRESOLVED
	      : found == want                 ? RIGHT
	      : v->type.bound && found > want ? BOUNDED
					      : WRONG]++;
	if (verbose && found != want)
		printf("%s %s '%s' (%s): truth %lld elements, found %lld batch %d\n",
		       t->suite, path, name,
		       v && v->producer != NO_NODE
			       ? r->graph->nodes[v->producer].op_type
			       : "-",
		       (long long)want, (long long)found, v ? (int)v->type.batch : 0);
}

static int
by_size(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

static void
match_sizes(struct tally *t, const char *path, const int64_t *want, size_t n,
	    const int64_t *found, size_t m)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		while (k < m && found[k] < want[i])
			k++;
		t->tensors++;
		if (k < m && found[k] == want[i]) {
			t->by[RIGHT]++;
			k++;
			continue;
		}
		t->by[WRONG]++;
		if (verbose)
			printf("%s %s: no tensor of %lld elements is left\n", t->suite,
			       path, (long long)want[i]);
	}
}

/* The two graphs differ: sizes in any order, each matched once. */
static void
count_multiset(struct tally *t, const struct run *r, const char *path,
	       const json_t *twin)
{
	json_t *truths = json_object_get(twin, "tensors"), *truth;
	size_t n = 0, m = 0;
	int64_t *want = calloc(json_object_size(truths) + 1, sizeof(*want));
	int64_t *found = calloc((size_t)r->graph->n_values + 1, sizeof(*found));
	const char *name;
	value_id v;

	json_object_foreach(truths, name, truth) want[n++] = truth_elements(truth);
	for (v = 0; v < r->graph->n_values; v++)
		if (r->graph->values[v].producer != NO_NODE)
			found[m++] = elements_at(r, v, 4);
	qsort(want, n, sizeof(*want), by_size);
	qsort(found, m, sizeof(*found), by_size);
	match_sizes(t, path, want, n, found, m);
	free(want);
	free(found);
}

/*
 * T[0]: elements at batch 4 of what depends on an input; T[1]: its dims;
 * T[2]: elements of what is made from constants alone.
 */
static void
one_twin(struct tally *t, const char *path, const json_t *inputs, const json_t *twin,
	 const char *note)
{
	const char *name;
	json_t *truth;
	struct run r;
	value_id id;

	t[0].models++;
	t[1].models++;
	t[2].models++;
	if (!run_model(&r, path, inputs, SIZES) || !r.graph)
		count_refused(&t[0], &r, path);
	if (strstr(note, "names differ") || strstr(note, "op sequence differs")) {
		if (r.graph)
			count_multiset(&t[0], &r, path, twin);
		run_close(&r);
		return;
	}
	json_object_foreach(json_object_get(twin, "tensors"), name, truth)
	{
		id = r.graph ? graph_find(r.graph, name) : NO_VALUE;
		if (!from_input(&r, id)) {
			count_bytes(&t[2], &r, path, name, id, truth);
			continue;
		}
		count_bytes(&t[0], &r, path, name, id, truth);
		count_value(&t[1], &r, path, name, id, truth, 4);
	}
	run_close(&r);
}

static void
each_export(struct tally *t, const char *path, const json_t *truth)
{
	const char *label;
	json_t *batch;

	one_run(&t[0], path, json_object_get(truth, "inputs"), GIVEN,
		json_object_get(truth, "tensors"),
		json_object_get(truth, "subgraph_tensors"));
	json_object_foreach(json_object_get(truth, "batches"), label, batch)
	{
		bool same = strcmp(truth_text(batch, "source"), "same file") == 0;

		if (strcmp(label, "4") == 0)
			one_twin(same ? &t[6] : &t[3], path,
				 json_object_get(truth, "inputs"), batch,
				 truth_text(truth, "note"));
		if (same)
			one_run(&t[1], path, json_object_get(batch, "inputs"), GIVEN,
				json_object_get(batch, "tensors"),
				json_object_get(batch, "subgraph_tensors"));
		else if (strcmp(label, "4") != 0)
			one_run(&t[2], path, json_object_get(batch, "inputs"), GIVEN,
				json_object_get(batch, "tensors"), NULL);
	}
}

int
suite_exports(const char *corpus, struct tally *t)
{
	static const char *const names[] = {
		"exports",     "exports-runs", "exports-hires",
		"twins-bytes", "twins-dims",   "twins-constants",
		"runs-bytes",  "runs-dims",    "runs-constants"};
	char pattern[4096];
	int i;

	for (i = 0; i < 9; i++)
		t[i].suite = names[i];
	snprintf(pattern, sizeof(pattern), "%s/exports/*/*.shapes.json", corpus);
	each_truth(pattern, each_export, t);
	return 9;
}
