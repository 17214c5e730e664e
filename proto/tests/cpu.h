#ifndef PROTO_TESTS_CPU_H
#define PROTO_TESTS_CPU_H

#include <time.h>

/* Time that this process has computed; others do not count. */
static inline double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

#endif
