/*
 * measure RUNS COMMAND...: starts a command RUNS times, after one run that is not
 * counted, and prints the medians of wall time, CPU time and peak resident memory
 * on one line.  The command's standard output is thrown away.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct run {
	double wall, cpu; /* seconds */
	double peak;      /* bytes */
	int status;       /* exit status, 128 + signal when killed */
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void
become(char **command)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	execvp(command[0], command);
	perror(command[0]);
	_exit(127);
}

static struct run
run_once(char **command)
{
	double start = now();
	struct rusage usage;
	struct run r;
	int status;
	pid_t child;

	child = fork();
	if (child == 0)
		become(command);
	if (child < 0 || wait4(child, &status, 0, &usage) != child) {
		perror("measure");
		exit(2);
	}
	r.wall = now() - start;
	r.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	r.peak = (double)usage.ru_maxrss * 1024;
	r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return r;
}

static int
ascending(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return a < b ? -1 : a > b;
}

static double
median(double *x, int n)
{
	qsort(x, (size_t)n, sizeof(*x), ascending);
	return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

int
main(int argc, char **argv)
{
	enum { RUNS_MAX = 1000 };
	static double wall[RUNS_MAX], cpu[RUNS_MAX], peak[RUNS_MAX];
	int runs = argc > 2 ? atoi(argv[1]) : 0;
	struct run r;

	if (runs < 1 || runs > RUNS_MAX) {
		fprintf(stderr, "usage: measure RUNS COMMAND...\n");
		return 2;
	}
	for (int i = -1; i < runs; i++) {
		r = run_once(argv + 2);
		if (r.status != 0) {
			fprintf(stderr, "%s: exit status %d\n", argv[2], r.status);
			return 1;
		}
		if (i < 0)
			continue;
		wall[i] = r.wall;
		cpu[i] = r.cpu;
		peak[i] = r.peak;
	}
	printf("%9.2f ms wall  %9.2f ms CPU  %8.1f MB peak  median of %d\n",
	       median(wall, runs) * 1e3, median(cpu, runs) * 1e3,
	       median(peak, runs) / 1e6, runs);
	return 0;
}
