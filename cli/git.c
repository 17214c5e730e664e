#include "cli/git.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { ARGUMENTS_MAX = 12 };

/* All that comes out of a pipe. */
static void
drain(int fd, struct text *t)
{
	char piece[65536];
	ssize_t n;

	while ((n = read(fd, piece, sizeof(piece))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			text_add(t, piece, (size_t)n);
}

static int
spawn(char *const *argv, int out, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int failed;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
	failed = posix_spawnp(pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

/* Runs git; *code is its exit status. */
static enum status
run(const char *directory, const char *const *arguments, struct text *out, int *code,
    struct diags *d)
{
	char *argv[ARGUMENTS_MAX + 4];
	int pipes[2], n = 0, status = 0, failed;
	pid_t pid;

	argv[n++] = arena_strdup(d->arena, "git");
	argv[n++] = arena_strdup(d->arena, "-C");
	argv[n++] = arena_strdup(d->arena, directory);
	for (; *arguments; arguments++)
		argv[n++] = arena_strdup(d->arena, *arguments);
	argv[n] = NULL;
	if (pipe2(pipes, O_CLOEXEC))
		return diag_error(d, ERR_INTERNAL, "no-git", "cannot make a pipe: %s",
				  strerror(errno));
	failed = spawn(argv, pipes[1], &pid);
	close(pipes[1]);
	if (!failed)
		drain(pipes[0], out);
	close(pipes[0]);
	if (failed)
		return diag_error(d, ERR_USAGE, "no-git", "cannot run git: %s",
				  strerror(failed));
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	*code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	return OK;
}

/* One line of git's answer, or NULL. */
static enum status
ask(const char *directory, const char *const *arguments, const char **line,
    struct diags *d)
{
	struct text out;
	int code = 0;

	text_open(&out, d->arena);
	TRY(run(directory, arguments, &out, &code, d));
	*line = NULL;
	if (code == 0 && out.n) {
		out.s[strcspn(out.s, "\n")] = '\0';
		*line = out.s;
	}
	return OK;
}

enum status
git_merge_base(const char *directory, const char *revision, const char **commit,
	       struct diags *d)
{
	const char *object = arena_printf(d->arena, "%s^{commit}", revision), *own;
	const char *const parse[] = {"rev-parse",        "--verify", "--quiet",
				     "--end-of-options", object,     NULL};

	TRY(ask(directory, parse, &own, d));
	if (!own)
		return diag_error(d, ERR_USAGE, "no-revision",
				  "'%s' is no file and no revision that git knows in "
				  "'%s'; a shallow clone may have to fetch it first",
				  revision, directory);
	const char *const base[] = {"merge-base", own, "HEAD", NULL};

	TRY(ask(directory, base, commit, d));
	if (!*commit)
		*commit = own;
	return OK;
}

enum status
git_file(const char *directory, const char *commit, const char *path, struct text *out,
	 struct diags *d)
{
	const char *object = arena_printf(d->arena, "%s:%s", commit, path);
	const char *const exists[] = {"rev-parse",        "--verify", "--quiet",
				      "--end-of-options", object,     NULL};
	const char *const read[] = {"cat-file", "--filters", object, NULL};
	const char *id;
	int code = 0;

	if (*object == '-') /* no revision, but an option to git */
		return NO;
	text_open(out, d->arena);
	TRY(run(directory, read, out, &code, d));
	if (!code)
		return OK;
	TRY(ask(directory, exists, &id, d));
	if (!id)
		return NO;
	return diag_error(
		d, ERR_INPUT, "git-failed",
		"git cannot read '%s': 'git cat-file --filters' ends with exit "
		"status %d",
		object, code);
}
