#include "cli/out_sum.h"

#include <string.h>

#include "base/num.h"

enum { COLUMNS = 100, INDENT = 8 };

void
sum_begin(struct sum *s, struct text *t, int64_t total)
{
	char b[GROUPED_MAX];

	*s = (struct sum){.text = t, .start = t->n};
	while (s->start && t->s[s->start - 1] != '\n')
		s->start--;
	text_printf(t, "%s B", format_grouped(total, b));
}

void
sum_add(struct sum *s, int64_t bytes, const char *name)
{
	char b[GROUPED_MAX];
	const char *term = arena_printf(s->text->arena, "%s %s %s", s->n++ ? "+" : "=",
					format_grouped(bytes, b),
					escaped(s->text->arena, s->sink, name));

	if (s->sink == SINK_TERMINAL && s->n > 1 &&
	    s->text->n - s->start + 1 + strlen(term) > COLUMNS) {
		text_puts(s->text, "\n");
		s->start = s->text->n;
		text_printf(s->text, "%*s", INDENT - 1, "");
	}
	text_puts(s->text, " ");
	text_puts(s->text, term);
}
