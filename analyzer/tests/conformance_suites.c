#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/tests/conformance.h"

bool verbose;
const char *only; /* models whose path contains this */

static bool
wanted(const char *path)
{
	return !only || strstr(path, only);
}

/* {name: truth} of the top graph, or of bodies. */
static void
count_all(struct tally *t, const struct run *r, const char *path, const json_t *truths,
	  bool bodies, int64_t batch)
{
	const char *name;
	json_t *truth;

	json_object_foreach((json_t *)truths, name, truth)
		count_value(t, r, path, name,
			    !r->graph ? NO_VALUE
			    : bodies  ? find_in_body(r->graph, name)
				      : graph_find(r->graph, name),
			    truth, batch);
}

/* One run against one set of truths. */
void
one_run(struct tally *t, const char *path, const json_t *inputs, enum values values,
	const json_t *truths, const json_t *bodies)
{
	struct run r;

	t->models++;
	if (!run_model(&r, path, inputs, values) || r.status != OK)
		count_refused(t, &r, path);
	count_all(t, &r, path, truths, false, 0);
	count_all(t, &r, path, bodies, true, 0);
	run_close(&r);
}

/* FILE.shapes.json's model, and its truth. */
static json_t *
load_truth(const char *file, char *path, size_t room)
{
	json_t *truth = json_load_file(file, 0, NULL);

	snprintf(path, room, "%s", file);
	strcpy(strstr(path, ".shapes.json"), ".onnx");
	return truth;
}

const char *
truth_text(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

/* The inputs at batch 2, as run_model() wants them. */
static json_t *
inputs_of_batch2(const json_t *truth)
{
	json_t *sizes = json_object_get(json_object_get(truth, "batch2"), "inputs");
	json_t *inputs = json_deep_copy(json_object_get(truth, "inputs"));
	const char *name;
	json_t *dims;

	json_object_foreach(sizes, name, dims)
	{
		json_object_set(json_object_get(inputs, name), "dims", dims);
	}
	return inputs;
}

/* Batch 2's truths are dims alone: the dtype is that of batch 1. */
static void
count_batch2(struct tally *t, const char *path, const json_t *truth,
	     const json_t *inputs, int64_t batch)
{
	const json_t *types = json_object_get(truth, "tensors");
	const char *name;
	struct run r;
	json_t *dims, *full;

	t->models++;
	if (!run_model(&r, path, inputs, GIVEN) || !r.graph)
		count_refused(t, &r, path);
	else if (batch)
		run_batch(&r, batch);
	json_object_foreach(
		json_object_get(json_object_get(truth, "batch2"), "tensors"), name,
		dims)
	{
		full = json_pack("{sssO}", "dtype",
				 truth_text(json_object_get(types, name), "dtype"),
				 "dims", dims);
		count_value(t, &r, path, name,
			    r.graph ? graph_find(r.graph, name) : NO_VALUE, full,
			    batch);
		json_decref(full);
	}
	run_close(&r);
}

/* T[0]: the file at batch 1, then --batch 2; T[1]: its inputs at batch 2. */
static void
one_batch2(struct tally *t, const char *path, const json_t *truth)
{
	json_t *inputs;

	if (strcmp(truth_text(json_object_get(truth, "batch2"), "status"), "ok") != 0)
		return;
	count_batch2(&t[0], path, truth, json_object_get(truth, "inputs"), 2);
	inputs = inputs_of_batch2(truth);
	count_batch2(&t[1], path, truth, inputs, 0);
	json_decref(inputs);
}

void
each_truth(const char *pattern,
	   void (*each)(struct tally *, const char *, const json_t *), struct tally *t)
{
	glob_t found;
	char path[4096];
	size_t i;

	if (glob(pattern, 0, NULL, &found) != 0)
		return;
	for (i = 0; i < found.gl_pathc; i++) {
		json_t *truth = load_truth(found.gl_pathv[i], path, sizeof(path));

		if (truth && wanted(path))
			each(t, path, truth);
		json_decref(truth);
	}
	globfree(&found);
}

static void
each_model(struct tally *t, const char *path, const json_t *truth)
{
	one_run(&t[0], path, json_object_get(truth, "inputs"), GIVEN,
		json_object_get(truth, "tensors"),
		json_object_get(truth, "subgraph_tensors"));
	one_batch2(&t[1], path, truth);
}

int
suite_models(const char *corpus, struct tally *t)
{
	char pattern[4096];

	t[0].suite = "models";
	t[1].suite = "models-batch2";
	t[2].suite = "models-again2";
	snprintf(pattern, sizeof(pattern), "%s/*.shapes.json", corpus);
	each_truth(pattern, each_model, t);
	return 3;
}

/* Some tests' data has NaN and Infinity, which JSON lacks; no shape does. */
static void
spell_numbers(char *line)
{
	static const char *const words[] = {"NaN", "Infinity"};
	char *at;
	int i;

	for (i = 0; i < 2; i++)
		for (at = line; (at = strstr(at, words[i])); at++)
			if (strchr("[ -", at[-1])) {
				memset(at, ' ', strlen(words[i]));
				*at = '1';
			}
}

static void
each_line(const char *folder, const char *file, const char *key, struct tally *t,
	  void (*each)(struct tally *, const char *, const json_t *))
{
	char path[4096], *line = NULL;
	size_t room = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	f = fopen(path, "r");
	while (f && getline(&line, &room, f) > 0) {
		json_t *truth;

		spell_numbers(line);
		truth = json_loads(line, 0, NULL);
		snprintf(path, sizeof(path), "%s/%s%s", folder, truth_text(truth, key),
			 strcmp(key, "test") == 0 ? ".onnx" : "");
		if (truth && wanted(path))
			each(t, path, truth);
		json_decref(truth);
	}
	free(line);
	if (f)
		fclose(f);
}

static void
each_operator(struct tally *t, const char *path, const json_t *truth)
{
	one_run(t, path, json_object_get(truth, "inputs"), ZEROS,
		json_object_get(truth, "tensors"),
		json_object_get(truth, "subgraph_tensors"));
}

int
suite_lines(const char *corpus, struct tally *t)
{
	static const char *const names[] = {"ops_migraphx", "ops_burn"};
	char folder[4096];
	int i;

	for (i = 0; i < 2; i++) {
		t[i].suite = names[i];
		snprintf(folder, sizeof(folder), "%s/%s", corpus, names[i]);
		each_line(folder, "shapes.jsonl", "model", &t[i], each_operator);
	}
	return 2;
}

/* The actual dims are the truth: some are declared wrong. */
static void
each_test(struct tally *t, const char *path, const json_t *test)
{
	struct run r;
	json_t *output, *truth;
	size_t i;

	t->models++;
	if (!run_model(&r, path, json_object_get(test, "inputs"), GIVEN) ||
	    r.status != OK)
		count_refused(t, &r, path);
	json_array_foreach(json_object_get(test, "outputs"), i, output)
	{
		if (!json_object_get(output, "actual"))
			continue;
		truth = json_pack("{sssO}", "dtype", truth_text(output, "dtype"),
				  "dims", json_object_get(output, "actual"));
		count_value(t, &r, path, truth_text(output, "name"),
			    r.graph ? graph_find(r.graph, truth_text(output, "name"))
				    : NO_VALUE,
			    truth, 0);
		json_decref(truth);
	}
	run_close(&r);
}

int
suite_tests(const char *corpus, struct tally *t)
{
	static const char *const names[] = {"node_tests", "legacy_tests"};
	char folder[4096];
	int i;

	for (i = 0; i < 2; i++) {
		t[i].suite = names[i];
		snprintf(folder, sizeof(folder), "%s/%s", corpus, names[i]);
		each_line(folder, "expected.jsonl", "test", &t[i], each_test);
	}
	return 2;
}
