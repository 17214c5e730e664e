#include "cli/svg.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "cli/escape.h"

/* Pixels: the picture, and the margins of the plot in it. */
enum { WIDTH = 1080, LEFT = 84, RIGHT = 36, TOP = 22, BOTTOM = 42 };
enum { NAME_BYTES = 160, TICKS = 7, TICKS_X = 14 };

/* --- the page --- */

static const char *const style[] = {
	":root{color-scheme:light dark;--bg:#fff;--fg:#1c2430;--dim:#5b6675;",
	"--grid:#dfe4ea;--act:#4c8fd6;--wei:#e0a13a;--win:#7fb56b;--wor:#a07cc5;",
	"--cap:#c8322b;--edge:#fff;--hot:201,74,38;--t0:#4c8fd6;--t1:#2b5c96;",
	"--t2:#c8322b;--t3:#e77f72;--t4:#8a93a0;--t5:#e0a13a}\n",
	"@media(prefers-color-scheme:dark){:root{--bg:#14181e;--fg:#e4e8ee;",
	"--dim:#98a3b1;--grid:#2c343f;--act:#4a86c5;--wei:#c58a2b;--win:#669a54;",
	"--wor:#8b69ad;--cap:#ff6b60;--edge:#14181e;--hot:235,110,62;--t0:#4a86c5;",
	"--t1:#86b4e6;--t2:#e0554c;--t3:#b5584d;--t4:#76808d;--t5:#c58a2b}}\n",
	"@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--dim:#444;",
	"--grid:#ccc;--edge:#fff}figure,tr,h2{break-inside:avoid}",
	"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n",
	"body{background:var(--bg);color:var(--fg);",
	"font:15px/1.45 system-ui,sans-serif;",
	"max-width:1120px;margin:24px auto;padding:0 20px}\n",
	"h1{font-size:24px}h2{font-size:19px;margin:36px 0 8px}h3{font-size:15px;",
	"margin:22px 0 4px}\n",
	"figure{margin:8px 0 18px}figcaption,.dim{color:var(--dim);font-size:13px}\n",
	"svg{width:100%;height:auto;display:block}\n",
	"svg text{fill:var(--fg);font-size:12px;stroke:none}\n",
	".scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px}\n",
	"th,td{padding:3px 10px;border-bottom:1px solid var(--grid);text-align:left;",
	"vertical-align:top}\n",
	"td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:",
	"tabular-nums}td.name{overflow-wrap:anywhere;min-width:180px}\n",
	"rect{stroke:var(--edge);stroke-width:.6}.grid{stroke:var(--grid)}",
	".axis{stroke:var(--dim)}\n",
	".act{fill:var(--act)}.wei{fill:var(--wei)}.win{fill:var(--win)}",
	".wor{fill:var(--wor)}.pair{fill:url(#hatch);stroke:var(--fg)}\n",
	".none{fill:url(#hatch);stroke:var(--grid)}.cap{stroke:var(--cap);",
	"stroke-width:2;fill:none}.peak{stroke:var(--fg);stroke-dasharray:5 4}\n",
	".t0{fill:var(--t0)}.t1{fill:var(--t1)}.t2{fill:var(--t2)}.t3{fill:var(--t3)}",
	".t4{fill:var(--t4)}.t5{fill:var(--t5)}\n",
	".best{fill:var(--bg);stroke:var(--fg);stroke-width:2.5}",
	".bar{stroke-width:.3}path{fill:none;stroke-width:2.2}\n",
	"rect:hover{stroke:var(--fg);stroke-width:1.6}\n",
	".key{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:0;",
	"margin:6px 0;font-size:13px}.key svg{display:inline-block;width:14px;",
	"height:14px;vertical-align:-2px;margin-right:6px}\n",
	"dt{font-weight:600;margin-top:6px}dd{margin:0 0 0 18px}\n",
};

/* Lines of a family, from the smallest to the largest: red over green to violet. */
static void
family_style(struct text *t)
{
	enum { LINES = 12 };
	int i;

	for (i = 0; i < LINES; i++)
		text_printf(
			t,
			"path.l%d{stroke:hsl(%d 65%% 48%%)}rect.l%d{fill:hsl(%d 65%% "
			"48%%)}\n",
			i, 10 + i * 24, i, 10 + i * 24);
}

void
page_begin(struct text *t, const char *title)
{
	size_t i;

	text_puts(t, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		     "<meta charset=\"utf-8\">\n"
		     "<meta name=\"viewport\" content=\"width=device-width\">\n");
	text_printf(t, "<title>%s</title>\n<style>\n", title);
	for (i = 0; i < sizeof(style) / sizeof(*style); i++)
		text_puts(t, style[i]);
	family_style(t);
	text_puts(t,
		  "</style>\n</head>\n<body>\n"
		  "<svg width=\"0\" height=\"0\" style=\"position:absolute\">"
		  "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
		  "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		  "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"currentColor\" "
		  "stroke-width=\"1.4\"/></pattern></defs></svg>\n");
	text_printf(t, "<h1>%s</h1>\n", title);
}

void
page_end(struct text *t)
{
	text_puts(t, "</body>\n</html>\n");
}

const char *
html_name(struct arena *a, const char *name)
{
	char cut[NAME_BYTES + 1];

	if (strlen(name) <= NAME_BYTES)
		return escaped(a, SINK_HTML, name);
	memcpy(cut, name, NAME_BYTES);
	cut[NAME_BYTES] = '\0';
	return arena_printf(a, "%s&#8230;", escaped(a, SINK_HTML, cut));
}

void
legend_begin(struct text *t)
{
	text_puts(t, "<ul class=\"key\">\n");
}

void
legend_entry(struct text *t, const char *class, const char *word)
{
	text_printf(t,
		    "<li><svg viewBox=\"0 0 14 14\"><rect class=\"%s\" width=\"14\" "
		    "height=\"14\"/></svg>%s</li>\n",
		    class, word);
}

void
legend_end(struct text *t)
{
	text_puts(t, "</ul>\n");
}

/* --- the chart --- */

static double
at_x(const struct chart *c, double x)
{
	double share = c->log_x ? log2(x / c->x0) / log2(c->x1 / c->x0)
				: (x - c->x0) / (c->x1 - c->x0);

	return LEFT + share * (WIDTH - LEFT - RIGHT);
}

static double
at_y(const struct chart *c, double y)
{
	return TOP + (1 - (y - c->y0) / (c->y1 - c->y0)) * c->height;
}

void
chart_begin(struct chart *c, struct text *t, double height, const char *label)
{
	c->text = t;
	c->height = height;
	if (c->x1 <= c->x0)
		c->x1 = c->log_x ? c->x0 * 2 : c->x0 + 1;
	if (c->y1 <= c->y0)
		c->y1 = c->y0 + 1;
	text_printf(t, "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"%s\">\n",
		    WIDTH, height + TOP + BOTTOM, label);
}

void
chart_end(struct chart *c)
{
	text_puts(c->text, "</svg>\n");
}

static void
tip_and_close(struct text *t, const char *element, const char *tip)
{
	if (tip)
		text_printf(t, "><title>%s</title></%s>\n", tip, element);
	else
		text_puts(t, "/>\n");
}

void
chart_rect(struct chart *c, const char *class, double x0, double x1, double y0,
	   double y1, const char *tip)
{
	text_printf(c->text,
		    "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" "
		    "height=\"%.2f\"",
		    class, at_x(c, x0), at_y(c, y1), at_x(c, x1) - at_x(c, x0),
		    at_y(c, y0) - at_y(c, y1));
	tip_and_close(c->text, "rect", tip);
}

void
chart_line(struct chart *c, const char *class, double x0, double y0, double x1,
	   double y1)
{
	text_printf(c->text,
		    "<line class=\"%s\" x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" "
		    "y2=\"%.2f\"/>\n",
		    class, at_x(c, x0), at_y(c, y0), at_x(c, x1), at_y(c, y1));
}

void
chart_dot(struct chart *c, const char *class, double x, double y, const char *tip)
{
	text_printf(c->text, "<circle class=\"%s\" cx=\"%.2f\" cy=\"%.2f\" r=\"5\"",
		    class, at_x(c, x), at_y(c, y));
	tip_and_close(c->text, "circle", tip);
}

void
chart_words(struct chart *c, const char *anchor, double x, double y, double dx,
	    double dy, const char *words)
{
	text_printf(c->text,
		    "<text text-anchor=\"%s\" x=\"%.2f\" y=\"%.2f\">%s</text>\n",
		    anchor, at_x(c, x) + dx, at_y(c, y) + dy, words);
}

void
chart_path_begin(struct chart *c, const char *class)
{
	text_printf(c->text, "<path class=\"%s\" d=\"M", class);
}

void
chart_path_to(struct chart *c, double x, double y)
{
	text_printf(c->text, " %.2f %.2f", at_x(c, x), at_y(c, y));
}

void
chart_path_end(struct chart *c)
{
	text_puts(c->text, "\"/>\n");
}

/* --- axes --- */

/* Round steps: 1, 2 or 5 times a power of ten; for bytes a power of two. */
static double
step_of(double span, enum axis_unit unit, int most)
{
	static const double decimal[] = {2, 2.5, 2};
	double step = 1;
	int i;

	for (i = 0; span / step > most; i++)
		step *= unit == AXIS_BYTES ? 2 : decimal[i % 3];
	return step;
}

static const char *
tick_words(double v, double top, enum axis_unit unit, char b[GROUPED_MAX])
{
	double scale = top >= 1e6 ? 1e6 : top >= 1e3 ? 1e3 : 1;

	if (unit == AXIS_BYTES)
		return format_size((int64_t)v, b);
	if (unit == AXIS_MEGABYTES)
		snprintf(b, GROUPED_MAX, "%.6g %s", v / scale,
			 scale > 1e3 ? "MB"
			 : scale > 1 ? "kB"
				     : "B");
	else
		snprintf(b, GROUPED_MAX, "%.0f", v);
	return b;
}

void
chart_axis_y(struct chart *c, enum axis_unit unit)
{
	double step = step_of(c->y1 - c->y0, unit, TICKS), y;
	char b[GROUPED_MAX];

	for (y = c->y0; y <= c->y1; y += step) {
		chart_line(c, "grid", c->x0, y, c->x1, y);
		chart_words(c, "end", c->x0, y, -8, 4, tick_words(y, c->y1, unit, b));
	}
}

static void
tick_x(struct chart *c, double x, enum axis_unit unit)
{
	char b[GROUPED_MAX];

	chart_line(c, "grid", x, c->y0, x, c->y1);
	chart_words(c, "middle", x, c->y0, 0, 16, tick_words(x, c->x1, unit, b));
}

void
chart_axis_x(struct chart *c, enum axis_unit unit, const char *name)
{
	double step = step_of(c->x1 - c->x0, unit, TICKS_X), x;

	if (c->log_x)
		for (x = exp2(ceil(log2(c->x0))); x <= c->x1; x *= 2)
			tick_x(c, x, unit);
	else
		for (x = ceil(c->x0 / step) * step; x <= c->x1; x += step)
			tick_x(c, x, unit);
	chart_words(c, "end", c->x1, c->y0, 0, 34, name);
	chart_line(c, "axis", c->x0, c->y0, c->x1, c->y0);
}
