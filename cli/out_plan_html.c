/*
 * A plan as a page: for each batch a map of SRAM over the steps, DRAM bytes
 * under it, and a table of the values.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "cli/escape.h"
#include "cli/out_explain.h"
#include "cli/out_plan_html.h"
#include "cli/out_time.h"
#include "cli/svg.h"

/* Shared by the batches of a page, so that it stays small. */
enum { BATCHES_DRAWN = 8, RECTS = 800, ROWS = 360, BARS = 200 };
enum { PARTS_SHOWN = 6, MAP_HEIGHT = 380, STRIP_HEIGHT = 150 };

static const char *const part_class[] = {
	[PART_VALUE] = "act",
	[PART_WEIGHT] = "wei",
	[PART_WINDOW] = "win",
	[PART_WORKSPACE] = "wor",
};

static const char *const transfer_class[TRANSFER_KINDS] = {
	[TRANSFER_INPUT] = "t0", [TRANSFER_OUTPUT] = "t1", [TRANSFER_SPILL] = "t2",
	[TRANSFER_FETCH] = "t3", [TRANSFER_STREAM] = "t4", [TRANSFER_WEIGHTS] = "t5",
};

/* --- what lies where --- */

struct block {
	enum part_kind kind;
	value_id value; /* NO_VALUE: workspace */
	int64_t bytes, offset;
	int32_t from, to;
	int32_t number; /* in the order they were found */
};

struct blocks {
	struct block *list;
	int32_t n;
	int32_t elsewhere; /* in SRAM that is the caller's: without an offset */
};

static void
add_block(struct blocks *b, struct block x)
{
	x.number = b->n;
	b->list[b->n++] = x;
}

static void
value_blocks(struct blocks *b, const struct plan_value *v)
{
	const struct residency *r;
	int32_t i;

	for (i = 0; i < v->n_residency; i++) {
		r = &v->residency[i];
		if (r->sram && r->offset == NO_OFFSET)
			b->elsewhere++;
		if (!r->sram || r->offset == NO_OFFSET)
			continue;
		add_block(b,
			  (struct block){v->weight ? PART_WEIGHT : PART_VALUE, v->value,
					 v->bytes, r->offset, r->from, r->to, 0});
	}
}

static void
window_blocks(struct blocks *b, const struct window *list, int32_t n,
	      enum part_kind kind, value_id value)
{
	int32_t i;

	for (i = 0; i < n; i++)
		if (list[i].offset != NO_OFFSET)
			add_block(b, (struct block){kind, value, list[i].bytes,
						    list[i].offset, list[i].step,
						    list[i].step + 1, 0});
}

static int
larger_first(const void *pa, const void *pb)
{
	const struct block *a = pa, *b = pb;
	double x = (double)a->bytes * (a->to - a->from),
	       y = (double)b->bytes * (b->to - b->from);

	if (x != y)
		return x < y ? 1 : -1;
	return a->number < b->number ? -1 : a->number > b->number;
}

static struct blocks
blocks_of(const struct plan *p, struct arena *a)
{
	struct blocks b = {0};
	const struct plan_value *v;
	size_t n = (size_t)p->n_workspace + 1;
	int32_t i;

	for (i = 0; i < p->n_values; i++)
		n += (size_t)p->values[i].n_residency + (size_t)p->values[i].n_windows;
	b.list = arena_new(a, struct block, n);
	for (i = 0; i < p->n_values; i++) {
		v = &p->values[i];
		value_blocks(&b, v);
		window_blocks(&b, v->windows, v->n_windows, PART_WINDOW, v->value);
	}
	window_blocks(&b, p->workspace, p->n_workspace, PART_WORKSPACE, NO_VALUE);
	qsort(b.list, (size_t)b.n, sizeof(*b.list), larger_first);
	return b;
}

/* --- the map of SRAM --- */

static const char *
block_tip(const struct graph *g, const struct block *b, struct arena *a)
{
	static const char *const words[] = {"activation", "weight", "window of",
					    "workspace of a body"};
	char bytes[GROUPED_MAX], offset[GROUPED_MAX];

	return arena_printf(
		a, "%s %s\n%s bytes, steps %d to %d, offset %s", words[b->kind],
		b->value == NO_VALUE ? "" : html_name(a, g->values[b->value].name),
		format_grouped(b->bytes, bytes), b->from, b->to - 1,
		format_grouped(b->offset, offset));
}

static void
draw_pair(struct chart *c, const struct graph *g, const struct blocks *b,
	  const struct inplace *pair)
{
	struct arena *a = c->text->arena;
	const struct block *x;
	int32_t i;

	for (i = 0; i < b->n; i++) {
		x = &b->list[i];
		if (x->kind != PART_VALUE || x->value != pair->to ||
		    x->from > pair->step || x->to <= pair->step)
			continue;
		chart_rect(c, "pair", pair->step, pair->step + 1, (double)x->offset,
			   (double)(x->offset + x->bytes),
			   arena_printf(a, "in place at step %d: %s overwrites %s",
					pair->step,
					html_name(a, g->values[pair->to].name),
					html_name(a, g->values[pair->from].name)));
		return;
	}
}

/* A line far above everything would leave no room for what matters. */
static bool
shows_capacity(const struct plan *p)
{
	return p->capacity >= 0 && p->capacity / 4 <= p->high_water;
}

/* Then the words of the peak lie to the left of it, and those of the capacity go. */
static bool
in_right_half(const struct plan *p)
{
	return p->peak_step * 2 > p->steps;
}

static void
capacity_line(struct chart *c, const struct plan *p)
{
	bool right = in_right_half(p);
	char b[GROUPED_MAX];

	if (!shows_capacity(p))
		return;
	chart_line(c, "cap", c->x0, (double)p->capacity, c->x1, (double)p->capacity);
	chart_words(c, right ? "start" : "end", right ? c->x0 : c->x1,
		    (double)p->capacity, 0, -6,
		    arena_printf(c->text->arena, "capacity %s bytes",
				 format_grouped(p->capacity, b)));
}

static void
peak_mark(struct chart *c, const struct plan *p)
{
	const char *anchor = in_right_half(p) ? "end" : "start";
	char b[GROUPED_MAX];

	chart_line(c, "peak", p->peak_step, c->y0, p->peak_step, c->y1);
	chart_line(c, "peak", p->peak_step + 1, c->y0, p->peak_step + 1, c->y1);
	chart_words(c, anchor, p->peak_step, c->y1, 0, -6,
		    arena_printf(c->text->arena, "peak: step %d, %s bytes",
				 p->peak_step, format_grouped(p->peak, b)));
}

static void
map_notes(struct text *t, const struct plan *p, const struct blocks *b, int32_t drawn)
{
	char bytes[GROUPED_MAX];

	text_puts(t, "<figcaption>Across: steps of the schedule. Upwards: addresses in "
		     "SRAM. A rectangle is a residency.");
	if (p->n_moves)
		text_printf(t,
			    " %d times a value is copied within SRAM, %s bytes in all: "
			    "it has a rectangle for each place.",
			    p->n_moves, format_grouped(p->moved, bytes));
	if (p->capacity < 0)
		text_puts(t, " SRAM is unlimited.");
	else if (!shows_capacity(p))
		text_printf(t, " The capacity, %s bytes, is far above.",
			    format_grouped(p->capacity, bytes));
	if (drawn < b->n)
		text_printf(t, " %d smaller residencies are not drawn.", b->n - drawn);
	if (b->elsewhere)
		text_printf(t,
			    " %d residencies in the caller's memory have no address.",
			    b->elsewhere);
	text_puts(t, "</figcaption>\n");
}

static void
map_html(struct text *t, const struct plan_report *r, const struct plan *p,
	 int32_t most)
{
	const struct graph *g = r->analysis.graph;
	struct blocks b = blocks_of(p, t->arena);
	struct chart c = {.x1 = p->steps, .y1 = (double)p->high_water};
	int32_t i, drawn = (int32_t)min_i64(b.n, most);

	if (shows_capacity(p))
		c.y1 = (double)max_i64(p->capacity, p->high_water);
	text_puts(t, "<h3>SRAM</h3>\n<figure>\n");
	chart_begin(&c, t, MAP_HEIGHT, "SRAM addresses in use at each step");
	chart_axis_y(&c, AXIS_BYTES);
	chart_axis_x(&c, AXIS_NUMBER, "step");
	for (i = 0; i < drawn; i++)
		chart_rect(&c, part_class[b.list[i].kind], b.list[i].from, b.list[i].to,
			   (double)b.list[i].offset,
			   (double)(b.list[i].offset + b.list[i].bytes),
			   block_tip(g, &b.list[i], t->arena));
	for (i = 0; i < p->n_inplace && i < most; i++)
		draw_pair(&c, g, &b, &p->inplace[i]);
	capacity_line(&c, p);
	peak_mark(&c, p);
	chart_end(&c);
	map_notes(t, p, &b, drawn);
	text_puts(t, "</figure>\n");
}

/* --- DRAM per step --- */

struct bar {
	int64_t bytes[TRANSFER_KINDS];
};

/* Sums of `width` steps each. */
struct bars {
	struct bar *list;
	int32_t n, width;
	int64_t most;
};

static struct bars
bars_of(const struct plan *p, int32_t most, struct arena *a)
{
	struct bars b = {.width = (p->steps + most - 1) / most};
	int64_t sum;
	int32_t i, k;

	b.n = (p->steps + b.width - 1) / b.width;
	b.list = arena_new(a, struct bar, (size_t)b.n);
	for (i = 0; i < p->n_transfers; i++)
		b.list[p->transfers[i].step / b.width].bytes[p->transfers[i].kind] +=
			p->transfers[i].bytes;
	for (i = 0; i < b.n; i++) {
		for (sum = k = 0; k < TRANSFER_KINDS; k++)
			sum += b.list[i].bytes[k];
		b.most = max_i64(b.most, sum);
	}
	return b;
}

static void
draw_bar(struct chart *c, const struct plan_report *r, const struct bars *b, int32_t i)
{
	struct arena *a = c->text->arena;
	int32_t from = i * b->width, k;
	int64_t below = 0;
	char s[GROUPED_MAX];

	for (k = 0; k < TRANSFER_KINDS; k++) {
		if (!b->list[i].bytes[k])
			continue;
		chart_rect(
			c, transfer_class[k], from,
			min_i64(from + b->width, (int64_t)c->x1), (double)below,
			(double)(below + b->list[i].bytes[k]),
			arena_printf(a, "step %d, %s\n%s: %s bytes", from,
				     html_name(a, r->analysis.layers.list[from].name),
				     transfer_names[k],
				     format_grouped(b->list[i].bytes[k], s)));
		below += b->list[i].bytes[k];
	}
}

static void
strip_html(struct text *t, const struct plan_report *r, const struct plan *p,
	   int32_t most)
{
	struct bars b = bars_of(p, most, t->arena);
	struct chart c = {.x1 = p->steps, .y1 = (double)b.most};
	int32_t i;

	text_puts(t, "<h3>DRAM traffic</h3>\n");
	legend_begin(t);
	for (i = 0; i < TRANSFER_KINDS; i++)
		if (p->traffic[i])
			legend_entry(t, transfer_class[i], transfer_names[i]);
	legend_end(t);
	text_puts(t, "<figure>\n");
	chart_begin(&c, t, STRIP_HEIGHT, "DRAM bytes of each step");
	chart_axis_y(&c, AXIS_MEGABYTES);
	chart_axis_x(&c, AXIS_NUMBER, "step");
	for (i = 0; i < b.n; i++)
		draw_bar(&c, r, &b, i);
	chart_end(&c);
	text_puts(t, "<figcaption>Bytes that cross between SRAM and DRAM, ");
	if (b.width > 1)
		text_printf(t, "%d steps to a bar", b.width);
	else
		text_puts(t, "at each step");
	text_puts(t, ", by kind; reads and writes together.</figcaption>\n</figure>\n");
}

/* --- batches --- */

static void
peak_html(struct text *t, const struct plan_report *r, const struct plan *p)
{
	struct parts parts;

	explain_parts(&parts, p, &r->analysis, p->peak_step, t->arena);
	text_puts(t, "<p>Peak: ");
	parts_inline(t, r->analysis.graph, &parts, PARTS_SHOWN, SINK_HTML);
	text_printf(t, " at step %d, %s. ", p->peak_step,
		    html_name(t->arena, r->analysis.layers.list[p->peak_step].name));
	if (p->optimal)
		text_printf(t, "Proven: %s.</p>\n", proof_words(p));
	else
		text_puts(t, "Not proven to be the least.</p>\n");
}

static void
time_html(struct text *t, const struct plan_report *r, const struct plan *p)
{
	struct text words;

	text_open(&words, t->arena);
	if (time_words(&words, timer_of(r, p), p, p->analysis))
		text_printf(t, "<p>%s</p>\n", words.s);
}

static bool
has_windows(const struct plan *p)
{
	int32_t i;

	for (i = 0; i < p->n_values; i++)
		if (p->values[i].n_windows)
			return true;
	return false;
}

static void
one_html(struct text *t, const struct plan_report *r, const struct plan *p, int32_t n)
{
	text_printf(t, "<h2>Batch %" PRId64 "</h2>\n", p->batch);
	if (!p->fits) {
		text_printf(t, "<p>Does not fit: %s</p>\n",
			    escaped(t->arena, SINK_HTML, p->refusal));
		return;
	}
	if (!p->steps) {
		text_puts(t, "<p>No layer, nothing to place.</p>\n");
		return;
	}
	peak_html(t, r, p);
	time_html(t, r, p);
	legend_begin(t);
	legend_entry(t, "act", "activation");
	legend_entry(t, "wei", "resident weight");
	if (has_windows(p))
		legend_entry(t, "win", "window of a streamed operand");
	if (p->n_workspace)
		legend_entry(t, "wor", "workspace of a body");
	if (p->n_inplace)
		legend_entry(t, "pair", "in place");
	legend_end(t);
	map_html(t, r, p, RECTS / n);
	strip_html(t, r, p, BARS / n < 64 ? 64 : BARS / n);
	plan_values_html(t, r, p, ROWS / n);
}

static void
head_html(struct text *t, const struct plan_report *r)
{
	const struct target *target = &r->target;
	char b[GROUPED_MAX], size[GROUPED_MAX];

	text_printf(t, "<p>%d layers at level %s, target %s, ", r->analysis.layers.n,
		    level_names[r->analysis.layers.level],
		    html_name(t->arena, target->name));
	if (target->sram < 0)
		text_puts(t, "unlimited SRAM.</p>\n");
	else
		text_printf(t, "%s of SRAM (%s bytes).</p>\n",
			    format_size(target->sram, size),
			    format_grouped(target->sram, b));
}

void
plan_html(struct text *t, const struct plan_report *r)
{
	int32_t i, n = (int32_t)min_i64(r->n, BATCHES_DRAWN);

	page_begin(t, arena_printf(t->arena, "%s: memory plan",
				   html_name(t->arena, r->analysis.graph->facts.name)));
	head_html(t, r);
	plan_table_html(t, r);
	for (i = 0; i < n; i++)
		one_html(t, r, &r->plans[i], n);
	if (n < r->n)
		text_printf(t,
			    "<p class=\"dim\">Maps of %d further batches are left "
			    "out.</p>\n",
			    r->n - n);
	plan_words_html(t);
	page_end(t);
}
