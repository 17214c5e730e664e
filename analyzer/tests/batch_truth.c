#include "analyzer/tests/batch_truth.h"

#include <check.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

#include "analyzer/sizes.h"
#include "analyzer/tests/graph_text.h"
#include "base/str.h"

/* The text with the batch written in. */
static const char *
at_batch(const char *text, int64_t n, struct arena *arena)
{
	struct text t;

	text_open(&t, arena);
	for (const char *s = text; *s;) {
		if (*s != '$') {
			text_add(&t, s++, 1);
			continue;
		}
		char *end;
		int64_t times =
			isdigit((unsigned char)s[1]) ? strtoll(s + 1, &end, 10) : 1;

		s = isdigit((unsigned char)s[1]) ? end : s + 1;
		text_printf(&t, "%" PRId64, times * n);
	}
	return t.s;
}

static void
check_value(const char *text, const struct graph *g, value_id id,
	    const struct type *truth, int64_t n)
{
	const struct value *v = &g->values[id];
	const struct type *t = &v->type;
	int64_t bytes = value_bytes_at(g, id, n);

	ck_assert_msg(
		bytes == type_bytes(truth) || (t->batch == BATCH_NONE && v->literal),
		"%s\n  %s: %" PRId64 " bytes at batch %" PRId64 ", wanted %" PRId64,
		text, v->name, bytes, n, type_bytes(truth));
	if (t->batch == BATCH_VIRTUAL)
		return;
	ck_assert_msg(t->rank == truth->rank, "%s\n  %s: rank %d, wanted %d", text,
		      v->name, t->rank, truth->rank);
	for (int32_t i = 0; i < t->rank; i++) {
		int64_t d = t->dims[i] * (t->batch == i ? n / g->batch : 1);

		ck_assert_msg(d == truth->dims[i],
			      "%s\n  %s: axis %d is %" PRId64 " at batch %" PRId64
			      ", wanted %" PRId64,
			      text, v->name, i, d, n, truth->dims[i]);
	}
}

void
batch_truth_check(const char *text, int64_t shipped, int64_t n)
{
	struct arena *arena = test_arena();
	const struct graph *small =
		graph_inferred(at_batch(text, shipped, arena), OK, arena);
	const struct graph *large = graph_inferred(at_batch(text, n, arena), OK, arena);

	ck_assert_int_eq(small->batch, shipped);
	ck_assert_int_eq(small->n_values, large->n_values);
	for (int32_t i = 0; i < small->n_values; i++)
		check_value(text, small, i, &large->values[i].type, n);
	ck_assert_msg(total_macs(small) * n == total_macs(large) * shipped,
		      "%s\n  %" PRId64 " MACs at %" PRId64 ", %" PRId64 " at %" PRId64,
		      text, total_macs(small), shipped, total_macs(large), n);
	arena_close(arena);
}
