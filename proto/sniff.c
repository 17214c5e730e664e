#include "proto/sniff.h"

#include <stdbool.h>
#include <string.h>

static const struct magic {
	size_t offset;
	const char *bytes;
	size_t n;
	const char *explanation;
} magics[] = {
#define MAGIC(offset, bytes, explanation)                                              \
	{offset, bytes, sizeof(bytes) - 1, explanation},
#include "proto/sniff.def"
#undef MAGIC
};

static const struct magic *
find_magic(const unsigned char *p, size_t n)
{
	const struct magic *m;
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		m = &magics[i];
		if (n >= m->offset + m->n && !memcmp(p + m->offset, m->bytes, m->n))
			return m;
	}
	return NULL;
}

/*
 * A model has control characters in its first bytes: tags and short lengths.
 * One with long lengths alone has many bytes that are not ASCII.
 */
static bool
is_text(const unsigned char *p, size_t n)
{
	size_t i, foreign = 0;

	n = n < 64 ? n : 64;
	for (i = 0; i < n; i++) {
		if (p[i] == 0x7f || (p[i] < 0x20 && !strchr("\t\n\r", p[i])))
			return false;
		foreign += p[i] >= 0x80;
	}
	return foreign <= n / 4;
}

enum status
sniff(const unsigned char *head, size_t n, const char *path, struct diags *d)
{
	const struct magic *m = find_magic(head, n);

	if (!n)
		return diag_error(d, ERR_INPUT, "empty-file", "%s is empty", path);
	if (m)
		return diag_error(d, ERR_INPUT, "not-a-model", "%s is %s", path,
				  m->explanation);
	if (is_text(head, n))
		return diag_error(d, ERR_INPUT, "not-a-model",
				  "%s is text, an ONNX model is wanted", path);
	return OK;
}
