#include "proto/write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/open.h"

static enum status
copy_out(void *arg, const struct emit *skeleton, const struct source *s,
	 struct arena *a, struct diags *d)
{
	struct skeleton *to = arg;

	(void)s, (void)d;
	to->bytes = arena_grow(a, skeleton->bytes, skeleton->n, skeleton->n, 1);
	to->n = skeleton->n;
	return OK;
}

enum status
model_strip(struct skeleton *to, const char *path, struct arena *a, struct diags *d)
{
	struct source s;
	struct opening o = {&s, SKIM_STRIP, NULL, copy_out, to};

	*to = (struct skeleton){0};
	TRY(source_open(&s, path, d));
	return with_skeleton(&o, a, d);
}

enum status
model_strip_bytes(struct skeleton *to, const void *bytes, size_t n, const char *name,
		  struct arena *a, struct diags *d)
{
	struct source s;
	struct opening o = {&s, SKIM_STRIP, NULL, copy_out, to};

	*to = (struct skeleton){0};
	source_memory(&s, bytes, n, name);
	return with_skeleton(&o, a, d);
}

static bool
write_all(FILE *f, const void *bytes, size_t n)
{
	bool good = fwrite(bytes, 1, n, f) == n;

	return fclose(f) == 0 && good;
}

/* Devices and pipes are written to; files are replaced. */
static bool
is_replaced(const char *path)
{
	struct stat st;

	return stat(path, &st) || S_ISREG(st.st_mode);
}

enum status
file_write(const char *path, const void *bytes, size_t n, struct diags *d)
{
	const char *name = path;
	bool replace = is_replaced(path);
	int error;
	FILE *f;

	if (replace)
		name = arena_printf(d->arena, "%s.%ld.tmp", path, (long)getpid());
	f = fopen(name, replace ? "wxe" : "we");
	if (f && write_all(f, bytes, n) && (!replace || !rename(name, path)))
		return OK;
	error = errno;
	if (f && replace)
		unlink(name);
	return diag_error(d, ERR_USAGE, "unwritable", "cannot write %s: %s", path,
			  strerror(error));
}
