/*
 * Pages that stand alone: HTML with pictures as inline SVG, no script, nothing
 * fetched.  Light and dark, screen and paper.
 *
 *	page_begin(t, "tidemark plan");
 *	chart_begin(&c, t, 300, "SRAM at each step");
 *	chart_rect(&c, "weight", 0, 56, 0, 4096, tip);
 *	chart_end(&c);
 *	page_end(t);
 *
 * Strings that come in are already markup: names go through html_name() first.
 * Coordinates are printed with two decimals, so bytes are the same everywhere.
 */
#ifndef CLI_SVG_H
#define CLI_SVG_H

#include <stdbool.h>

#include "base/str.h"

void page_begin(struct text *, const char *title);
void page_end(struct text *);

/* A name as markup, cut after 160 bytes; it lives in the arena. */
const char *html_name(struct arena *, const char *);

/* A plot of [x0, x1] by [y0, y1], the latter upwards. */
struct chart {
	struct text *text;
	double x0, x1, y0, y1;
	bool log_x; /* x in powers of two; x0 > 0 */
	double height;
};

/* Ranges are set; the height is of the plot, in pixels of 960 in width. */
void chart_begin(struct chart *, struct text *, double height, const char *label);
void chart_end(struct chart *);

/* TIP is shown on hovering; NULL: none.  Classes are those of the style sheet. */
void chart_rect(struct chart *, const char *class, double x0, double x1, double y0,
		double y1, const char *tip);
void chart_line(struct chart *, const char *class, double x0, double y0, double x1,
		double y1);
void chart_dot(struct chart *, const char *class, double x, double y, const char *tip);
/* Anchored at its "start", "middle" or "end"; DX and DY are pixels, downwards. */
void chart_words(struct chart *, const char *anchor, double x, double y, double dx,
		 double dy, const char *words);
/* A line through points, one after the other. */
void chart_path_begin(struct chart *, const char *class);
void chart_path_to(struct chart *, double x, double y);
void chart_path_end(struct chart *);

/* Ticks with grid lines: bytes upwards, numbers or sizes to the right. */
enum axis_unit {
	AXIS_NUMBER,
	AXIS_BYTES,    /* B, KiB, MiB ...: memories */
	AXIS_MEGABYTES /* MB, or kB or B where all are less: traffic */
};
void chart_axis_y(struct chart *, enum axis_unit);
void chart_axis_x(struct chart *, enum axis_unit, const char *name);

/* A legend: a swatch of the class, and a word. */
void legend_begin(struct text *);
void legend_entry(struct text *, const char *class, const char *word);
void legend_end(struct text *);

#endif
