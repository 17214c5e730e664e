#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/escape.h"

static const char *const severities[] = {
	[DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};

static void
print_diags(const struct request *r)
{
	const struct diag *d;
	size_t i;

	for (i = 0; i < r->diags->n; i++) {
		d = &r->diags->list[i];
		fprintf(stderr, "tidemark: %s: %s\n", severities[d->severity],
			escaped(r->arena, SINK_TERMINAL, d->message));
	}
	if (r->diags->dropped)
		fprintf(stderr, "tidemark: note: %zu further messages are not shown\n",
			r->diags->dropped);
}

enum status
output_print(struct request *r, enum status status)
{
	print_diags(r);
	if (r->out.n == fwrite(r->out.s, 1, r->out.n, stdout) && !fflush(stdout))
		return status;
	if (errno != EPIPE)
		fprintf(stderr, "tidemark: error: cannot write the answer: %s\n",
			strerror(errno));
	return ERR_INTERNAL;
}

enum status
output_file(const char *path, const char *s, size_t n, struct diags *d)
{
	const char *temporary =
		arena_printf(d->arena, "%s.tmp%ld", path, (long)getpid());
	FILE *f = fopen(temporary, "wb");
	int bad;

	if (!f)
		return diag_error(d, ERR_USAGE, "cannot-write",
				  "cannot create '%s': %s", path, strerror(errno));
	bad = fwrite(s, 1, n, f) != n;
	bad |= fclose(f) != 0;
	if (!bad && !rename(temporary, path))
		return OK;
	diag_error(d, ERR_INTERNAL, "cannot-write", "cannot write '%s': %s", path,
		   strerror(errno));
	remove(temporary);
	return ERR_INTERNAL;
}
