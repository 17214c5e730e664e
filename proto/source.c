#include "proto/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The first read takes a good part of a small model; after a jump only the
 * header of the next tensor is wanted; sequential reads grow.
 */
enum { STEP_FIRST = 16 * 1024, STEP_JUMP = 512, JUMP_FROM = 4096 };

static enum status
cannot(const char *verb, const char *path, int error, struct diags *d)
{
	return diag_error(d, ERR_INPUT, "unreadable", "cannot %s %s: %s", verb, path,
			  strerror(error));
}

static enum status
start(struct source *s, struct diags *d)
{
	struct stat st;

	if (fstat(s->fd, &st))
		return cannot("read", s->path, errno, d);
	if (S_ISDIR(st.st_mode))
		return diag_error(d, ERR_INPUT, "directory",
				  "%s is a directory, a model file is wanted", s->path);
	s->seekable = S_ISREG(st.st_mode);
	s->size = INT64_MAX;
	if (!s->seekable)
		return OK;
	s->size = st.st_size;
	s->end_offset = s->fd == STDIN_FILENO ? lseek(s->fd, 0, SEEK_CUR) : 0;
	/* The kernel must not read weights ahead of us. */
	posix_fadvise(s->fd, 0, 0, POSIX_FADV_RANDOM);
	return OK;
}

enum status
source_open(struct source *s, const char *path, struct diags *d)
{
	enum status status;

	memset(s, 0, offsetof(struct source, window));
	s->path = strcmp(path, "-") ? path : "standard input";
	s->step = STEP_FIRST;
	s->p = s->end = s->window;
	s->fd = s->path == path ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (s->fd < 0)
		return cannot("open", path, errno, d);
	status = start(s, d);
	if (status != OK)
		source_close(s);
	return status;
}

void
source_memory(struct source *s, const void *bytes, size_t n, const char *path)
{
	memset(s, 0, offsetof(struct source, window));
	s->path = path;
	s->fd = -1;
	s->size = s->end_offset = (int64_t)n;
	s->p = n ? bytes : s->window;
	s->end = s->p + n;
}

void
source_close(struct source *s)
{
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	s->fd = -1;
}

/* Bytes that were got, 0 at the end. */
static size_t
read_some(struct source *s, unsigned char *to, size_t room)
{
	ssize_t n;

	do {
		n = s->seekable ? pread(s->fd, to, room, s->end_offset)
				: read(s->fd, to, room);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		s->error = errno;
	if (n <= 0) {
		s->size = s->end_offset;
		return 0;
	}
	s->end_offset += n;
	return (size_t)n;
}

size_t
source_fill(struct source *s, size_t n)
{
	size_t have = (size_t)(s->end - s->p), got, room;

	if (s->fd < 0 || s->end_offset >= s->size)
		return have;
	memmove(s->window, s->p, have);
	s->p = s->window;
	while (have < n) {
		room = s->step > n - have ? s->step : n - have;
		if (room > SOURCE_WINDOW - have)
			room = SOURCE_WINDOW - have;
		got = read_some(s, s->window + have, room);
		if (!got)
			break;
		have += got;
		s->step = s->step * 2 < SOURCE_WINDOW ? s->step * 2 : SOURCE_WINDOW;
	}
	s->end = s->window + have;
	return have;
}

bool
source_copy(struct source *s, void *to, size_t n)
{
	unsigned char *out = to;
	size_t piece, want;

	while (n) {
		want = n < SOURCE_WINDOW ? n : SOURCE_WINDOW;
		piece = source_need(s, want);
		if (!piece)
			return false;
		if (piece > n)
			piece = n;
		memcpy(out, s->p, piece);
		s->p += piece;
		out += piece;
		n -= piece;
	}
	return true;
}

static bool
skip_by_reading(struct source *s, int64_t n)
{
	while (n > 0) {
		s->p = s->end = s->window;
		if (!source_fill(s, 1))
			return false;
		if (s->end - s->p >= n) {
			s->p += n;
			return true;
		}
		n -= s->end - s->p;
	}
	return true;
}

bool
source_skip(struct source *s, int64_t n)
{
	int64_t have = s->end - s->p;

	if (n <= have) {
		s->p += n;
		return true;
	}
	s->p = s->end;
	n -= have;
	if (s->fd < 0)
		return false;
	if (!s->seekable)
		return skip_by_reading(s, n);
	if (n > s->size - s->end_offset) {
		s->end_offset = s->size;
		return false;
	}
	s->end_offset += n;
	if (n > JUMP_FROM)
		s->step = STEP_JUMP;
	return true;
}
