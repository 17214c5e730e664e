#include "planner/pack_csv.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

enum { COLUMNS_MAX = 16 };

struct reader {
	struct pack_table *table;
	const char *file;
	int32_t line, room;
	const struct column *columns[COLUMNS_MAX]; /* NULL behind the last */
	int32_t n_columns;
	char *fields[COLUMNS_MAX];
	const char **ties; /* the id each buffer is tied to, or NULL */
	struct names *ids;
	struct arena *arena;
	struct diags *diags;
};

/* One cell; the buffer is the one of this line. */
typedef enum status cell(struct reader *, struct pack_buffer *, const char *);

static enum status
bad(const struct reader *r, const char *what, const char *found, const char *wanted)
{
	return diag_error(r->diags, ERR_INPUT, "bad-csv",
			  "%s:%" PRId32 ": %s '%s'; wanted %s", r->file, r->line, what,
			  found, wanted);
}

static enum status
number(const struct reader *r, const char *what, const char *s, int64_t *value)
{
	if (!parse_i64(s, value))
		return bad(r, what, s, "a whole number");
	return OK;
}

static enum status
natural(const struct reader *r, const char *what, const char *s, int64_t *value)
{
	TRY(number(r, what, s, value));
	if (*value < 0)
		return bad(r, what, s, "a number that is not negative");
	return OK;
}

static enum status
cell_id(struct reader *r, struct pack_buffer *b, const char *s)
{
	int32_t i = (int32_t)(b - r->table->buffers);

	if (!*s)
		return bad(r, "id", s, "a name");
	if (names_get(r->ids, s) >= 0)
		return bad(r, "id", s, "a name that no line above has");
	r->table->names[i] = s;
	names_put(r->ids, s, i);
	return OK;
}

static enum status
cell_lower(struct reader *r, struct pack_buffer *b, const char *s)
{
	return number(r, "start", s, &b->from);
}

static enum status
cell_upper(struct reader *r, struct pack_buffer *b, const char *s)
{
	return number(r, "end", s, &b->to);
}

static enum status
cell_end(struct reader *r, struct pack_buffer *b, const char *s)
{
	r->table->inclusive = true;
	TRY(number(r, "end", s, &b->to));
	if (b->to == INT64_MAX)
		return bad(r, "end", s, "a smaller number");
	b->to++;
	return OK;
}

static enum status
cell_size(struct reader *r, struct pack_buffer *b, const char *s)
{
	return natural(r, "size", s, &b->size);
}

static enum status
cell_alignment(struct reader *r, struct pack_buffer *b, const char *s)
{
	r->table->aligned = true;
	return *s ? natural(r, "alignment", s, &b->alignment) : OK;
}

/* "3-7" at *s, and past it; a first number may be negative. */
static bool
read_span(const char **s, struct pack_span *span)
{
	char *end;

	errno = 0;
	span->from = strtoll(*s, &end, 10);
	if (end == *s || *end != '-')
		return false;
	*s = end + 1;
	span->to = strtoll(*s, &end, 10);
	if (end == *s || (*end && *end != ' ') || errno || span->to == INT64_MAX)
		return false;
	*s = end;
	return true;
}

static enum status
cell_gaps(struct reader *r, struct pack_buffer *b, const char *s)
{
	struct pack_span *gaps;
	const char *p = s;
	int32_t n = 0;

	r->table->gapped = true;
	gaps = arena_new(r->arena, struct pack_span, strlen(s) / 3 + 1);
	for (;;) {
		while (*p == ' ')
			p++;
		if (!*p)
			break;
		if (!read_span(&p, &gaps[n++]))
			return bad(r, "gaps", s, "FROM-TO pairs, blanks between");
	}
	b->gaps = gaps;
	b->n_gaps = n;
	return OK;
}

static enum status
cell_offset(struct reader *r, struct pack_buffer *b, const char *s)
{
	return *s ? natural(r, "offset", s, &b->fixed) : OK;
}

static enum status
cell_hint(struct reader *r, struct pack_buffer *b, const char *s)
{
	return *s ? natural(r, "hint", s, &b->hint) : OK;
}

static enum status
cell_tie(struct reader *r, struct pack_buffer *b, const char *s)
{
	r->table->tied = true;
	r->ties[b - r->table->buffers] = *s ? s : NULL;
	return OK;
}

/* Columns with the same reader are spellings of one; `need` is one of NEEDS. */
static const struct column {
	const char *name;
	cell *read;
	int32_t need;
} columns[] = {
	{"id", cell_id, 1},        {"buffer", cell_id, 1},
	{"buffer_id", cell_id, 1}, {"lower", cell_lower, 2},
	{"start", cell_lower, 2},  {"begin", cell_lower, 2},
	{"upper", cell_upper, 4},  {"end", cell_end, 4},
	{"size", cell_size, 8},    {"alignment", cell_alignment, 0},
	{"gaps", cell_gaps, 0},    {"offset", cell_offset, 0},
	{"tie", cell_tie, 0},      {"hint", cell_hint, 0},
};

static const struct need {
	int32_t bit;
	const char *spellings;
} needs[] = {
	{1, "id, buffer or buffer_id"},
	{2, "lower, start or begin"},
	{4, "upper or end"},
	{8, "size"},
};

#define COUNT(array) ((int32_t)(sizeof(array) / sizeof(*(array))))

/* Cuts the line at its commas; false when there are too many fields. */
static bool
cut(struct reader *r, char *line, int32_t *n)
{
	char *comma;

	for (*n = 0; *n < COLUMNS_MAX; line = comma + 1) {
		while (*line == ' ' || *line == '\t')
			line++;
		comma = strchr(line, ',');
		r->fields[(*n)++] = line;
		if (!comma)
			return true;
		*comma = '\0';
	}
	return false;
}

static const struct column *
find_column(const char *name)
{
	int32_t i;

	for (i = 0; i < COUNT(columns); i++)
		if (!strcmp(columns[i].name, name))
			return &columns[i];
	return NULL;
}

static enum status
read_header(struct reader *r, char *line)
{
	const struct column *c;
	int32_t i, k, seen = 0;

	if (!cut(r, line, &r->n_columns))
		return bad(r, "header", line, "at most 16 columns");
	for (i = 0; i < r->n_columns; i++) {
		c = find_column(r->fields[i]);
		if (!c)
			return bad(r, "column", r->fields[i],
				   "id, lower, upper, size, alignment, gaps, offset, "
				   "tie or hint");
		for (k = 0; k < i; k++)
			if (r->columns[k]->read == c->read ||
			    (c->need && r->columns[k]->need == c->need))
				return bad(r, "column", r->fields[i], "each one once");
		r->columns[i] = c;
		seen |= c->need;
	}
	for (k = 0; k < COUNT(needs); k++)
		if (!(seen & needs[k].bit))
			return bad(r, "header without a column", needs[k].spellings,
				   "id, lower, upper, size at least");
	return OK;
}

static void
make_room(struct reader *r)
{
	struct pack_table *t = r->table;
	int32_t room = r->room ? r->room * 2 : 64;
	size_t n = (size_t)t->n, more = (size_t)room;

	if (t->n < r->room)
		return;
	t->buffers = arena_grow(r->arena, t->buffers, n, more, sizeof(*t->buffers));
	t->names = arena_grow(r->arena, t->names, n, more, sizeof(*t->names));
	r->ties = arena_grow(r->arena, r->ties, n, more, sizeof(*r->ties));
	r->room = room;
}

static enum status
read_row(struct reader *r, char *line)
{
	struct pack_buffer *b;
	int32_t i, n;

	make_room(r);
	b = &r->table->buffers[r->table->n];
	*b = (struct pack_buffer){PACK_DEFAULTS};
	if (!cut(r, line, &n) || n != r->n_columns)
		return diag_error(r->diags, ERR_INPUT, "bad-csv",
				  "%s:%" PRId32 ": %" PRId32 " fields; the header has "
				  "%" PRId32,
				  r->file, r->line, n, r->n_columns);
	for (i = 0; i < n; i++)
		TRY(r->columns[i]->read(r, b, r->fields[i]));
	if (b->to < b->from)
		return bad(r, "end before the start in", r->table->names[r->table->n],
			   "an end that is not below it");
	r->table->n++;
	return OK;
}

/* What a line can only say once all columns, or all lines, are known. */
static enum status
finish(struct reader *r)
{
	struct pack_table *t = r->table;
	struct pack_span *gaps;
	int32_t i, g;

	for (i = 0; i < t->n; i++) {
		r->line = i + 2;
		if (r->ties[i]) {
			t->buffers[i].tie = names_get(r->ids, r->ties[i]);
			if (t->buffers[i].tie < 0)
				return bad(r, "tie", r->ties[i], "the id of a line");
		}
		gaps = (struct pack_span *)t->buffers[i].gaps;
		for (g = 0; t->inclusive && g < t->buffers[i].n_gaps; g++)
			gaps[g].to++;
	}
	return OK;
}

static char *
trim(char *line)
{
	size_t n = strlen(line);

	while (n && strchr(" \t\r", line[n - 1]))
		line[--n] = '\0';
	return line;
}

enum status
pack_csv_read(struct pack_table *t, const char *text, size_t n, const char *file,
	      struct arena *a, struct diags *d)
{
	struct reader r = {.table = t, .file = file, .arena = a, .diags = d};
	char *at = arena_strndup(a, text, n), *end;

	*t = (struct pack_table){0};
	r.ids = names_new(a);
	if (!strncmp(at, "\xef\xbb\xbf", 3))
		at += 3;
	for (; at; at = end) {
		r.line++;
		end = strchr(at, '\n');
		if (end)
			*end++ = '\0';
		trim(at);
		if (!r.n_columns)
			TRY(read_header(&r, at));
		else if (*at)
			TRY(read_row(&r, at));
	}
	return finish(&r);
}

static void
write_gaps(struct text *out, const struct pack_buffer *b, int64_t last)
{
	int32_t g;

	for (g = 0; g < b->n_gaps; g++)
		text_printf(out, "%s%" PRId64 "-%" PRId64, g ? " " : "",
			    b->gaps[g].from, b->gaps[g].to - last);
}

void
pack_csv_write(struct text *out, const struct pack_table *t, const int64_t *offsets)
{
	int64_t last = t->inclusive ? 1 : 0;
	const struct pack_buffer *b;
	int32_t i;

	text_printf(out, "id,%s,size%s%s%s,offset\n",
		    t->inclusive ? "start,end" : "lower,upper",
		    t->aligned ? ",alignment" : "", t->gapped ? ",gaps" : "",
		    t->tied ? ",tie" : "");
	for (i = 0; i < t->n; i++) {
		b = &t->buffers[i];
		text_printf(out, "%s,%" PRId64 ",%" PRId64 ",%" PRId64, t->names[i],
			    b->from, b->to - last, b->size);
		if (t->aligned)
			text_printf(out, ",%" PRId64, max_i64(b->alignment, 1));
		if (t->gapped) {
			text_puts(out, ",");
			write_gaps(out, b, last);
		}
		if (t->tied)
			text_printf(out, ",%s",
				    b->tie == PACK_UNTIED ? "" : t->names[b->tie]);
		text_printf(out, ",%" PRId64 "\n", offsets[i]);
	}
}
