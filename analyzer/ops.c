#include "analyzer/ops.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/rules.h"

#define NONE NULL
static const struct op rows[] = {
#define OP(domain, id, versions, shape, fold, cost, memory, fusion, window)            \
	{domain, id, versions, shape, fold, cost, memory, fusion, window},
#include "analyzer/ops.def"
#undef OP
	{NULL},
};
#undef NONE

enum { N_ROWS = sizeof(rows) / sizeof(rows[0]) - 1 };

const struct op *
op_find(const char *domain, const char *name)
{
	const struct op *op;

	if (strcmp(domain, "ai.onnx") == 0)
		domain = "";
	for (op = rows; op->name; op++)
		if (strcmp(op->name, name) == 0 && strcmp(op->domain, domain) == 0)
			return op;
	return NULL;
}

bool
op_is_random(const struct op *op)
{
	return op->fold == fold_random;
}

bool
op_is_evaluated(const struct op *op)
{
	return op->fold && !op_is_random(op);
}

static int
by_name(const void *left, const void *right)
{
	const struct op *a = *(const struct op *const *)left;
	const struct op *b = *(const struct op *const *)right;
	int order = strcmp(a->domain, b->domain);

	return order ? order : strcmp(a->name, b->name);
}

const struct op **
ops_all(struct arena *arena, int32_t *n)
{
	const struct op **all = arena_new(arena, const struct op *, N_ROWS + 1);
	int32_t i;

	for (i = 0; i < N_ROWS; i++)
		all[i] = &rows[i];
	qsort(all, N_ROWS, sizeof(*all), by_name);
	*n = N_ROWS;
	return all;
}
