#include "proto/open.h"

#include <string.h>

#include "proto/sniff.h"

static bool
has_graph(const struct emit *skeleton)
{
	const unsigned char *p = skeleton->bytes, *end = p + skeleton->n;
	struct emitted f;

	while (emitted_next(&p, end, &f))
		if (f.number == MODEL_GRAPH)
			return true;
	return false;
}

/* As skim(), with a file that is no model explained rather than dissected. */
static enum status
skim_or_explain(struct emit *skeleton, const struct opening *o, struct diags *d)
{
	struct source *s = o->source;
	struct diags *attempt = diags_new(skeleton->arena);
	unsigned char head[SNIFF_BYTES];
	size_t n = source_need(s, sizeof(head)), i;
	enum status status;

	n = n < sizeof(head) ? n : sizeof(head);
	memcpy(head, s->p, n);
	status = skim(skeleton, s, o->mode, o->sink, attempt);
	if (status == OK && has_graph(skeleton))
		return OK;
	if (!s->error)
		TRY(sniff(head, n, s->path, d));
	for (i = 0; i < attempt->n; i++)
		diag_error(d, status, attempt->list[i].id, "%s",
			   attempt->list[i].message);
	if (status != OK)
		return status;
	return diag_error(d, ERR_INPUT, "not-a-model",
			  "%s has no graph, an ONNX model is wanted", s->path);
}

enum status
with_skeleton(const struct opening *o, struct arena *a, struct diags *d)
{
	jmp_buf here, *before;
	struct arena *scratch = arena_open(&here, arena_left(a));
	struct emit skeleton;
	enum status status;

	if (!scratch) {
		source_close(o->source);
		arena_exhausted(a);
	}
	before = arena_trap(a, &here);
	if (setjmp(here)) {
		source_close(o->source);
		arena_close(scratch);
		arena_trap(a, before);
		arena_exhausted(a);
	}
	emit_open(&skeleton, scratch);
	status = skim_or_explain(&skeleton, o, d);
	source_close(o->source);
	if (status == OK)
		status = o->use(o->arg, &skeleton, o->source, a, d);
	arena_close(scratch);
	arena_trap(a, before);
	return status;
}
