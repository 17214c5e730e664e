#include "cli/input.h"

#include <string.h>

#include "proto/source.h"

enum status
input_read(struct request *r, const char *path, struct text *all)
{
	struct source *s = arena_new(r->arena, struct source, 1);
	size_t n;

	TRY(source_open(s, path, r->diags));
	text_open(all, r->arena);
	while ((n = source_need(s, 1)) > 0) {
		text_add(all, (const char *)s->p, n);
		s->p += n;
	}
	source_close(s);
	if (s->error)
		return diag_error(r->diags, ERR_INPUT, "cannot-read",
				  "cannot read '%s': %s", path, strerror(s->error));
	return OK;
}
