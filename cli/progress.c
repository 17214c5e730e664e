#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
progress_open(struct progress *p)
{
	*p = (struct progress){.wanted = isatty(STDERR_FILENO)};
	if (p->wanted)
		p->start = p->last = now();
}

void
progress_tell(void *context, int64_t done, int64_t all)
{
	struct progress *p = context;
	double t;

	if (!p->wanted)
		return;
	t = now();
	if (t - p->start < 0.5 || t - p->last < 0.1)
		return;
	fprintf(stderr, "\r\033[K%s%" PRId64 " of %" PRId64 " cells",
		p->what ? p->what : "", done, all);
	p->last = t;
	p->shown = true;
}

void
progress_close(struct progress *p)
{
	if (p->shown)
		fprintf(stderr, "\r\033[K");
}
