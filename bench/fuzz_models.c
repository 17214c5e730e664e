/*
 * Models made by chance through everything: valid graphs of any operators of the
 * table, with weights, symbols and bodies, and each again with changed attributes,
 * shapes, types, operands, operators and bodies.
 *
 *	fuzz_models [MODELS [CHANGES [SEED]]]
 *	fuzz_models MODELS CHANGES SEED FILE   the last model goes to the file
 *
 * The same numbers make the same models.  `make fuzz-models` runs it; in a build with
 * sanitizers it is a fuzzer that knows the format.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/attempt.h"
#include "bench/fuzz_spec.h"

static struct {
	int models, changes;
	uint64_t seed;
	const char *file;
	long nodes, bodies;
} all = {.models = 2000, .changes = 12, .seed = 1};

static jmp_buf trap;

static void
keep(const struct emit *e)
{
	FILE *f = fopen(all.file, "wb");

	if (!f || fwrite(e->bytes, 1, e->n, f) != e->n || fclose(f))
		exit(2);
}

static void
try(const struct spec *s, int model, int change)
{
	struct arena *a = arena_open(&trap, 0);
	char label[64];
	struct emit e;

	emit_open(&e, a);
	spec_write(s, &e);
	if (all.file && model == all.models - 1)
		keep(&e);
	snprintf(label, sizeof(label), "model %d, change %d", model, change);
	attempt(label, e.bytes, e.n);
	arena_close(a);
}

static void
run(int model, const struct op **ops, int32_t n_ops)
{
	static struct spec grown, changed;
	struct chance c = {all.seed * 1000003 + (uint64_t)model};
	int i, k;

	chance_below(&c, 2);
	spec_grow(&grown, &c, ops, n_ops, 3 + chance_below(&c, 20));
	all.nodes += grown.n_nodes;
	all.bodies += grown.n_graphs - 1;
	try(&grown, model, 0);
	for (i = 1; i <= all.changes; i++) {
		changed = grown;
		for (k = chance_below(&c, 3); k >= 0; k--)
			spec_mutate(&changed, &c, ops, n_ops);
		try(&changed, model, i);
	}
}

int
main(int argc, char **argv)
{
	const struct op **ops;
	struct arena *a;
	int32_t n_ops;
	int i;

	if (setjmp(trap))
		return 4;
	if (argc > 1)
		all.models = atoi(argv[1]);
	if (argc > 2)
		all.changes = atoi(argv[2]);
	if (argc > 3)
		all.seed = strtoull(argv[3], NULL, 10);
	if (argc > 4)
		all.file = argv[4];
	a = arena_open(&trap, 0);
	ops = ops_all(a, &n_ops);
	for (i = all.file ? all.models - 1 : 0; i < all.models; i++)
		run(i, ops, n_ops);
	arena_close(a);
	printf("%d models of %ld nodes and %ld bodies, %d changes each\n", all.models,
	       all.nodes, all.bodies, all.changes);
	return attempts_end("models");
}
