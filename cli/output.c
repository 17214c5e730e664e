#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

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
