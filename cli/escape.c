#include "cli/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The next code point; invalid bytes come back negative, one at a time. */
static int32_t
next_point(const unsigned char **s)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p = *s;
	uint32_t c = *p;
	int n, i;

	(*s)++;
	if (c < 0x80)
		return (int32_t)c;
	n = c >= 0xf0 && c < 0xf8   ? 4
	    : c >= 0xe0 && c < 0xf0 ? 3
	    : c >= 0xc0 && c < 0xe0 ? 2
				    : 0;
	if (!n)
		return -(int32_t)c;
	c &= 0x7fu >> n;
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return -(int32_t)*p;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return -(int32_t)*p;
	*s = p + n;
	return (int32_t)c;
}

/* What moves a cursor, changes colours, or reorders what is read. */
static bool
is_unsafe(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       c == 0x61c || c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) ||
	       (c & 0xfffe) == 0xfffe || (c >= 0xe0000 && c <= 0xe007f);
}

static void
add_unsafe(struct text *t, int32_t c, const char *backslash)
{
	text_puts(t, backslash);
	if (c < 0)
		text_printf(t, "x%02x", (unsigned)-c);
	else if (c == '\n')
		text_puts(t, "n");
	else if (c == '\t')
		text_puts(t, "t");
	else if (c < 0x80)
		text_printf(t, "x%02x", (unsigned)c);
	else
		text_printf(t, "u{%x}", (unsigned)c);
}

/* What a sink writes instead of a character. */
struct replacement {
	char c;
	const char *instead;
};

static const struct replacement none[] = {{0, NULL}};
static const struct replacement csv[] = {{'"', "\"\""}, {0, NULL}};
static const struct replacement xml[] = {{'&', "&amp;"},  {'<', "&lt;"},
					 {'>', "&gt;"},   {'"', "&quot;"},
					 {'\'', "&#39;"}, {0, NULL}};
static const struct replacement github[] = {{'%', "%25"}, {0, NULL}};
static const struct replacement property[] = {
	{'%', "%25"}, {':', "%3A"}, {',', "%2C"}, {0, NULL}};
/* Inside a code span nothing is markup, a mention or a link. */
static const struct replacement md[] = {{'`', "\\x60"}, {'|', "\\x7c"}, {0, NULL}};
static const struct replacement metrics[] = {{'\\', "\\\\"}, {'"', "\\\""}, {0, NULL}};

static const struct {
	const struct replacement *replacements;
	const char *before, *after;
	const char *formula;   /* put before a name that a spreadsheet would run */
	const char *backslash; /* as the sink wants it */
	const char *empty;     /* for a name that is none */
} sinks[SINK_COUNT] = {
	[SINK_TERMINAL] = {none, "", "", "", "\\", ""},
	[SINK_CSV] = {csv, "\"", "\"", "'", "\\", ""},
	[SINK_MD] = {md, "`", "`", "", "\\", "\"\""},
	[SINK_XML] = {xml, "", "", "", "\\", ""},
	[SINK_HTML] = {xml, "", "", "", "\\", ""},
	[SINK_GITHUB] = {github, "", "", "", "\\", ""},
	[SINK_GITHUB_PROPERTY] = {property, "", "", "", "\\", ""},
	[SINK_OPENMETRICS] = {metrics, "\"", "\"", "", "\\\\", ""},
};

static const char *
find_instead(const struct replacement *r, int32_t c)
{
	for (; r->c; r++)
		if (r->c == c)
			return r->instead;
	return NULL;
}

/* A log of a CI runs "::command" at the start of a line and "##[" anywhere. */
static bool
is_command(enum sink sink, const char *s, const char *name)
{
	if (sink != SINK_TERMINAL && sink != SINK_GITHUB)
		return false;
	return !strncmp(s, "##[", 3) ||
	       (sink == SINK_TERMINAL && s == name && !strncmp(name, "::", 2));
}

void
text_name(struct text *t, enum sink sink, const char *name)
{
	const unsigned char *s = (const unsigned char *)name, *start;
	const char *instead;
	int32_t c;

	text_puts(t, sinks[sink].before);
	if (!*name)
		text_puts(t, sinks[sink].empty);
	if (*name && strchr("=+-@\t\r", *name))
		text_puts(t, sinks[sink].formula);
	while (*s) {
		start = s;
		c = next_point(&s);
		if (is_command(sink, (const char *)start, name)) {
			text_printf(t, "\\x%02x", (unsigned)c);
			continue;
		}
		instead = c < 0 ? NULL : find_instead(sinks[sink].replacements, c);
		if (instead)
			text_puts(t, instead);
		else if (is_unsafe(c))
			add_unsafe(t, c, sinks[sink].backslash);
		else
			text_add(t, (const char *)start, (size_t)(s - start));
	}
	text_puts(t, sinks[sink].after);
}

const char *
escaped(struct arena *a, enum sink sink, const char *name)
{
	struct text t;

	text_open(&t, a);
	text_name(&t, sink, name);
	return t.s;
}

static bool
is_plain(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x7f)
			return false;
	return true;
}

void
text_json(struct text *t, const char *s, size_t n)
{
	const unsigned char *p, *from;
	int32_t c;

	if (is_plain(s, n)) {
		text_add(t, s, n);
		return;
	}
	for (p = (const unsigned char *)arena_strndup(t->arena, s, n); *p;) {
		from = p;
		c = next_point(&p);
		if (c < 0x7f || !is_unsafe(c))
			text_add(t, (const char *)from, (size_t)(p - from));
		else if (c <= 0xffff)
			text_printf(t, "\\u%04x", (unsigned)c);
		else
			text_printf(t, "\\u%04x\\u%04x",
				    0xd800 + (unsigned)(c - 0x10000) / 0x400,
				    0xdc00 + (unsigned)(c - 0x10000) % 0x400);
	}
}
