#include "proto/attr_text.h"

#include <inttypes.h>

#include "proto/model.h"

static void
tensor_text(struct text *t, const struct tensor_def *tensor)
{
	int32_t i;

	if (!tensor) {
		text_puts(t, "none");
		return;
	}
	text_printf(t, "tensor(%" PRId32 ")[", tensor->dtype);
	for (i = 0; i < tensor->n_dims; i++)
		text_printf(t, "%s%" PRId64, i ? "," : "", tensor->dims[i]);
	text_puts(t, "]");
}

static void
ints_text(struct text *t, const struct attr_def *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		text_printf(t, "%s%" PRId64, i ? "," : "", a->ints[i]);
}

static void
strings_text(struct text *t, const struct attr_def *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		text_printf(t, "%s'%s'", i ? "," : "", a->strings[i]);
}

static const char *const words[] = {
	[ATTR_GRAPH] = "graph",
	[ATTR_FLOATS] = "floats",
	[ATTR_TENSORS] = "tensors",
	[ATTR_GRAPHS] = "graphs",
	[ATTR_SPARSE_TENSOR] = "sparse tensor",
	[ATTR_SPARSE_TENSORS] = "sparse tensors",
	[ATTR_TYPE] = "type",
	[ATTR_TYPES] = "types",
};

const char *
attr_name(const struct attr_def *a)
{
	return a->name;
}

void
attr_text(struct text *t, const struct attr_def *a)
{
	unsigned type = (unsigned)a->type;

	text_printf(t, "%s=", a->name);
	if (*a->ref_attr_name)
		text_printf(t, "@%s", a->ref_attr_name);
	else if (type == ATTR_INT)
		text_printf(t, "%" PRId64, a->i);
	else if (type == ATTR_FLOAT)
		text_printf(t, "%.9g", (double)a->f);
	else if (type == ATTR_STRING)
		text_printf(t, "'%s'", a->s);
	else if (type == ATTR_INTS)
		ints_text(t, a);
	else if (type == ATTR_STRINGS)
		strings_text(t, a);
	else if (type == ATTR_TENSOR)
		tensor_text(t, a->t);
	else if (type < sizeof(words) / sizeof(*words) && words[type])
		text_printf(t, "(%s %zu)", words[type], a->n);
}
