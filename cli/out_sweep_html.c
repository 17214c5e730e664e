/*
 * A surface as a page: curves over the batch, what they are made of, the map of
 * all cells, and what SRAM buys for one batch.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/num.h"
#include "cli/out_sweep.h"
#include "cli/svg.h"

enum { LINES = 12, COLUMNS = 16, ROWS = 32, PANELS = 9 };
/* A page this long gets curves and words only of the models that follow. */
enum { PAGE = 250000 };
enum { CURVE_HEIGHT = 340, PANEL_HEIGHT = 110, STAIR_HEIGHT = 260, SAMPLES = 192 };

/* Every which one is drawn, so that at most MOST of N are. */
static int32_t
stride(int32_t n, int32_t most)
{
	return (n + most - 1) / most;
}

static bool
shows(const struct sweep_report *p, int32_t b)
{
	return p->options.n_batches <= ROWS || sweep_shows(p, b);
}

static int32_t
batches_shown(const struct sweep_report *p)
{
	int32_t b, n = 0;

	for (b = 0; b < p->options.n_batches; b++)
		n += shows(p, b);
	return n;
}

static const char *
cell_tip(const struct sweep_cell *c, struct arena *a)
{
	char sram[GROUPED_MAX], frame[MEGABYTES_MAX], act[MEGABYTES_MAX],
		wei[MEGABYTES_MAX];

	if (!c->fits)
		return arena_printf(a, "batch %" PRId64 ", SRAM %s: does not fit",
				    c->batch, format_size(c->sram, sram));
	return arena_printf(a,
			    "batch %" PRId64 ", SRAM %s: %s per frame\n"
			    "activations %s, weights %s%s",
			    c->batch, format_size(c->sram, sram),
			    format_megabytes(cell_per_frame(c), frame),
			    format_megabytes(cell_activations(c), act),
			    format_megabytes(cell_weights(c), wei),
			    c->optimal ? "" : "\nnot proven to be the least");
}

/* The least and the most bytes per frame of all cells; false: none fits. */
static bool
extent(const struct sweep_report *p, double *least, double *most)
{
	int64_t n = (int64_t)p->options.n_batches * p->options.n_srams, i;
	const struct sweep_cell *c;
	bool any = false;

	for (i = 0; i < n; i++) {
		c = &p->surface.cells[i];
		if (!c->fits)
			continue;
		if (!any || cell_per_frame(c) < *least)
			*least = cell_per_frame(c);
		if (!any || cell_per_frame(c) > *most)
			*most = cell_per_frame(c);
		any = true;
	}
	return any;
}

/* --- bytes per frame over the batch --- */

static struct chart
batch_chart(const struct sweep_report *p, double most)
{
	const struct sweep_options *o = &p->options;
	double first = (double)o->batches[0],
	       last = (double)o->batches[o->n_batches - 1];

	return (struct chart){
		.x0 = first, .x1 = last, .y1 = most * 1.04, .log_x = last >= first * 8};
}

/* A gap in the line is where a batch does not fit. */
static void
draw_curve(struct chart *c, const struct sweep_report *p, int32_t s, const char *class)
{
	const struct sweep_cell *cell;
	bool open = false;
	int32_t b;

	for (b = 0; b < p->options.n_batches; b++) {
		cell = sweep_cell_of(p, b, s);
		if (open && !cell->fits)
			chart_path_end(c);
		if (!open && cell->fits)
			chart_path_begin(c, class);
		open = cell->fits;
		if (open)
			chart_path_to(c, (double)cell->batch, cell_per_frame(cell));
	}
	if (open)
		chart_path_end(c);
}

static const char *
line_class(const struct sweep_report *p, int32_t s, struct arena *a)
{
	int32_t n = (p->options.n_srams - 1) / stride(p->options.n_srams, LINES),
		i = s / stride(p->options.n_srams, LINES);

	return arena_printf(a, "l%d", n ? i * (LINES - 1) / n : 0);
}

static void
curves_html(struct text *t, const struct sweep_report *p, double most)
{
	int32_t step = stride(p->options.n_srams, LINES), s;
	struct chart c = batch_chart(p, most);
	const struct sweep_cell *best;
	char size[GROUPED_MAX];

	text_puts(t, "<h3>DRAM bytes per frame, by batch</h3>\n");
	legend_begin(t);
	for (s = 0; s < p->options.n_srams; s += step)
		legend_entry(t, line_class(p, s, t->arena),
			     format_size(p->options.srams[s], size));
	legend_end(t);
	text_puts(t, "<figure>\n");
	chart_begin(&c, t, CURVE_HEIGHT, "DRAM bytes per frame, one line per SRAM");
	chart_axis_y(&c, AXIS_MEGABYTES);
	chart_axis_x(&c, AXIS_NUMBER, "batch");
	for (s = 0; s < p->options.n_srams; s += step)
		draw_curve(&c, p, s, line_class(p, s, t->arena));
	for (s = 0; s < p->options.n_srams; s += step) {
		best = p->verdicts[s].best;
		if (best)
			chart_dot(&c, "best", (double)best->batch, cell_per_frame(best),
				  cell_tip(best, t->arena));
	}
	chart_end(&c);
	text_puts(t, "<figcaption>One line per SRAM size; a ring marks its best "
		     "batch.</figcaption>\n</figure>\n");
}

/* --- weights and activations --- */

static void
panel_html(struct text *t, const struct sweep_report *p, int32_t s, double most)
{
	struct chart c = {.x1 = batches_shown(p), .y1 = most};
	int32_t b, n = -1;
	const struct sweep_cell *cell;
	char size[GROUPED_MAX];
	double act, wei;

	text_printf(t, "<figure>\n<figcaption>%s of SRAM</figcaption>\n",
		    format_size(p->options.srams[s], size));
	chart_begin(&c, t, PANEL_HEIGHT, "weights and activations per frame");
	chart_axis_y(&c, AXIS_MEGABYTES);
	for (b = 0; b < p->options.n_batches; b++) {
		if (!shows(p, b))
			continue;
		n++;
		cell = sweep_cell_of(p, b, s);
		chart_words(&c, "middle", n + .5, 0, 0, 16,
			    arena_printf(t->arena, "%" PRId64, cell->batch));
		if (!cell->fits)
			continue;
		act = cell_activations(cell);
		wei = cell_weights(cell);
		chart_rect(&c, "act bar", n + .08, n + .92, 0, act,
			   cell_tip(cell, t->arena));
		chart_rect(&c, "wei bar", n + .08, n + .92, act, act + wei,
			   cell_tip(cell, t->arena));
	}
	chart_end(&c);
	text_puts(t, "</figure>\n");
}

static void
panels_html(struct text *t, const struct sweep_report *p, double most)
{
	int32_t step = stride(p->options.n_srams, PANELS), s;

	text_puts(t, "<h3>What the bytes of a frame are, by batch</h3>\n");
	legend_begin(t);
	legend_entry(t, "act", "activations");
	legend_entry(t, "wei", "weights");
	legend_end(t);
	for (s = 0; s < p->options.n_srams; s += step)
		panel_html(t, p, s, most);
}

/* --- all cells --- */

static void
map_cell(struct text *t, const struct sweep_report *p, const struct sweep_cell *c,
	 int32_t s, double least, double most)
{
	double share = most > least ? (cell_per_frame(c) - least) / (most - least) : 0;

	if (!c->fits) {
		text_printf(t, "<td class=\"n dim\" title=\"%s\">&#8211;</td>",
			    cell_tip(c, t->arena));
		return;
	}
	text_printf(t,
		    "<td class=\"n\" title=\"%s\" style=\"background:"
		    "rgba(var(--hot),%.2f)\">%s%.3f%s%s</td>",
		    cell_tip(c, t->arena), .04 + .6 * share,
		    c == p->verdicts[s].best ? "<strong>" : "", cell_per_frame(c) / 1e6,
		    c == p->verdicts[s].best ? " &#9675;</strong>" : "",
		    c->optimal ? "" : " *");
}

static void
map_row(struct text *t, const struct sweep_report *p, int32_t b, double least,
	double most)
{
	int32_t step = stride(p->options.n_srams, COLUMNS), s;

	text_printf(t, "<tr><th class=\"n\">%" PRId64 "</th>", p->options.batches[b]);
	for (s = 0; s < p->options.n_srams; s += step)
		map_cell(t, p, sweep_cell_of(p, b, s), s, least, most);
	text_puts(t, "</tr>\n");
}

static void
map_html(struct text *t, const struct sweep_report *p, double least, double most)
{
	int32_t step = stride(p->options.n_srams, COLUMNS), b, s;
	char size[GROUPED_MAX];

	text_puts(t, "<h3>MB per frame: batch by SRAM</h3>\n<div class=\"scroll\">"
		     "<table>\n<thead><tr><th class=\"n\">batch</th>");
	for (s = 0; s < p->options.n_srams; s += step)
		text_printf(t, "<th class=\"n\">%s</th>",
			    format_size(p->options.srams[s], size));
	text_puts(t, "</tr></thead>\n<tbody>\n");
	for (b = 0; b < p->options.n_batches; b++)
		if (shows(p, b))
			map_row(t, p, b, least, most);
	text_puts(t, "</tbody></table></div>\n<p class=\"dim\">The stronger the "
		     "colour, the more "
		     "bytes; &#9675; the best batch of a column, * not proven to be "
		     "the least.</p>\n");
}

/* --- bytes over SRAM, for one batch --- */

/* The best batch of the largest size, or else the first. */
static int64_t
stair_batch(const struct sweep_report *p)
{
	const struct sweep_cell *best = p->verdicts[p->options.n_srams - 1].best;

	return best ? best->batch : p->options.batches[0];
}

/*
 * Cells of one batch by SRAM: where cells scale they are look-ups, and a sample
 * between the sizes asked for costs nothing.
 */
static enum status
stair_cells(const struct sweep_report *p, int64_t batch, struct sweep_cell *list,
	    int32_t *n)
{
	const struct sweep_options *o = &p->options;
	int64_t first = o->srams[0], last = o->srams[o->n_srams - 1];
	int32_t b = 0, i;

	*n = 0;
	if (p->surface.scaled && o->n_srams > 1) {
		for (i = 0; i <= SAMPLES; i++)
			TRY(sweep_at(p->surface.sweep, batch,
				     first + (last - first) / SAMPLES * i,
				     &list[(*n)++]));
		return OK;
	}
	while (b < o->n_batches - 1 && o->batches[b] != batch)
		b++;
	for (i = 0; i < o->n_srams; i++)
		list[(*n)++] = *sweep_cell_of(p, b, i);
	return OK;
}

static void
draw_stairs(struct chart *c, const struct sweep_cell *list, int32_t n)
{
	double before = -1, y;
	bool open = false;
	int32_t i;

	for (i = 0; i < n; i++) {
		if (!list[i].fits)
			continue;
		y = cell_per_frame(&list[i]);
		if (!open)
			chart_path_begin(c, "l8");
		else
			chart_path_to(c, (double)list[i].sram, before);
		chart_path_to(c, (double)list[i].sram, y);
		open = true;
		before = y;
	}
	if (open)
		chart_path_end(c);
}

static enum status
stairs_html(struct text *t, const struct sweep_report *p)
{
	int64_t batch = stair_batch(p);
	const struct sweep_options *o = &p->options;
	struct sweep_cell *list = arena_new(t->arena, struct sweep_cell,
					    (size_t)max_i64(o->n_srams, SAMPLES) + 1);
	struct chart c = {.x0 = (double)o->srams[0],
			  .x1 = (double)o->srams[o->n_srams - 1]};
	int32_t n, i;

	if (o->n_srams < 2)
		return OK;
	TRY(stair_cells(p, batch, list, &n));
	for (i = 0; i < n; i++)
		if (list[i].fits && cell_per_frame(&list[i]) * 1.04 > c.y1)
			c.y1 = cell_per_frame(&list[i]) * 1.04;
	text_printf(t, "<h3>What SRAM buys at batch %" PRId64 "</h3>\n<figure>\n",
		    batch);
	chart_begin(&c, t, STAIR_HEIGHT, "DRAM bytes per frame by SRAM");
	chart_axis_y(&c, AXIS_MEGABYTES);
	chart_axis_x(&c, AXIS_BYTES, "SRAM");
	draw_stairs(&c, list, n);
	chart_end(&c);
	text_printf(t,
		    "<figcaption>DRAM bytes per frame, planned at %d sizes of SRAM; "
		    "each step holds until the next.</figcaption>\n</figure>\n",
		    n);
	return OK;
}

/* --- in words --- */

static void
sentence(struct text *t, const char *s)
{
	text_printf(t, "<li>%s</li>\n", s);
}

static void
verdicts_html(struct text *t, const struct sweep_report *p)
{
	int32_t step = stride(p->options.n_srams, COLUMNS), s;
	char size[GROUPED_MAX], bytes[GROUPED_MAX];

	text_puts(t, "<h3>In words</h3>\n");
	for (s = 0; s < p->options.n_srams; s += step) {
		text_printf(t, "<p><strong>%s</strong> (%s bytes)</p>\n<ul>\n",
			    format_size(p->options.srams[s], size),
			    format_grouped(p->options.srams[s], bytes));
		sweep_sentences(t, p, &p->verdicts[s], SINK_HTML, sentence);
		text_puts(t, "</ul>\n");
	}
	if (p->surface.timed)
		text_puts(t, "<p class=\"dim\">Times are modelled, not "
			     "measured.</p>\n");
}

enum status
sweep_html(struct text *t, const struct sweep_report *p)
{
	double least = 0, most = 0;

	text_printf(t, "<h2>%s, level %s, target %s</h2>\n<p>",
		    html_name(t->arena, p->analysis.graph->facts.name),
		    level_names[p->analysis.layers.level],
		    html_name(t->arena, p->target.name));
	sweep_proof(t, p);
	text_puts(t, ".</p>\n");
	if (!extent(p, &least, &most)) {
		text_puts(t, "<p>No batch fits any of these sizes.</p>\n");
		return OK;
	}
	curves_html(t, p, most);
	if (t->n < PAGE) {
		map_html(t, p, least, most);
		panels_html(t, p, most);
	}
	TRY(stairs_html(t, p));
	verdicts_html(t, p);
	return OK;
}
