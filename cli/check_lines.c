#include "cli/check_lines.h"

#include <jansson.h>
#include <string.h>

struct scanner {
	const char *p;
	int32_t line;
	struct names *lines;
	struct arena *arena;
};

static void
skip_space(struct scanner *s)
{
	for (; *s->p && strchr(" \t\r\n", *s->p); s->p++)
		s->line += *s->p == '\n';
}

/* Past a string; its decoded text, or NULL when it is no text. */
static const char *
scan_string(struct scanner *s)
{
	const char *start = s->p++, *text = NULL;
	json_t *j;

	while (*s->p && *s->p != '"')
		s->p += s->p[0] == '\\' && s->p[1] ? 2 : 1;
	s->p += *s->p == '"';
	j = json_loadb(start, (size_t)(s->p - start), JSON_DECODE_ANY, NULL);
	if (json_is_string(j))
		text = arena_strdup(s->arena, json_string_value(j));
	return text;
}

static void scan_value(struct scanner *, const char *pointer);

static void
scan_member(struct scanner *s, const char *pointer, int32_t index, bool keyed)
{
	const char *key = NULL, *own;
	int32_t line = s->line;

	if (keyed) {
		key = scan_string(s);
		skip_space(s);
		s->p += *s->p == ':';
	}
	own = key ? arena_printf(s->arena, "%s/%s", pointer, key)
		  : arena_printf(s->arena, "%s/%d", pointer, index);
	names_put(s->lines, own, line);
	scan_value(s, own);
}

/* The depth is bounded by that of the parser. */
static void
scan_value(struct scanner *s, const char *pointer)
{
	bool keyed;
	int32_t i;

	skip_space(s);
	if (*s->p == '"') {
		scan_string(s);
		return;
	}
	if (*s->p != '{' && *s->p != '[') {
		s->p += strcspn(s->p, ",]} \t\r\n");
		return;
	}
	keyed = *s->p++ == '{';
	for (i = 0;; i++) {
		skip_space(s);
		if (!*s->p || *s->p == '}' || *s->p == ']')
			break;
		scan_member(s, pointer, i, keyed);
		skip_space(s);
		s->p += *s->p == ',';
	}
	s->p += *s->p != '\0';
}

struct names *
lines_find_all(const char *json, struct arena *a)
{
	struct scanner s = {json, 1, names_new(a), a};

	names_put(s.lines, "", 1);
	scan_value(&s, "");
	return s.lines;
}

int32_t
lines_get(const struct names *lines, const char *pointer, struct arena *a)
{
	char *shorter = arena_strdup(a, pointer), *slash;

	while (names_get(lines, shorter) < 0) {
		slash = strrchr(shorter, '/');
		if (!slash)
			return 1;
		*slash = '\0';
	}
	return names_get(lines, shorter);
}
