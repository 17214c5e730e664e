#include <inttypes.h>
#include <string.h>

#include "cli/diff_rows.h"

enum { NOTES_MAX = 64 };

static void
note(struct diff *d, const char *text)
{
	if (d->n_notes < NOTES_MAX)
		d->notes[d->n_notes++] = text;
}

/* "the symbol 'N'", "fixed at 8" or "none" */
static const char *
batch_of(const struct graph *g, struct arena *a)
{
	int32_t i;

	for (i = 0; i < g->n_symbols; i++)
		if (g->symbols[i].batch)
			return arena_printf(a, "the symbol '%s'", g->symbols[i].name);
	return g->batched ? arena_printf(a, "fixed at %" PRId64, g->batch) : "none";
}

static void
note_batch(struct diff *d, struct arena *a)
{
	const char *old = batch_of(d->side[0].report.analysis.graph, a),
		   *now = batch_of(d->side[1].report.analysis.graph, a);

	/* another name for the symbol is a renaming */
	if (strcmp(old, now) && (*old != 't' || *now != 't')) {
		note(d, arena_printf(a, "the batch is %s now, was %s", now, old));
		d->same = false;
	}
}

static bool
at_boundary(const struct outline_value *v, bool outputs)
{
	return v->owner < 0 && (outputs ? v->is_output : v->def < 0);
}

static void
note_interface(struct diff *d, int side, bool outputs, struct arena *a)
{
	const struct outline *o = &d->side[side].outline;
	const char *what = outputs ? "output" : "input";
	const struct outline_value *v;
	int32_t i, k;

	for (i = 0; i < o->n_values; i++) {
		v = &o->values[i];
		if (!at_boundary(v, outputs))
			continue;
		k = d->match.values[side][i];
		if (k == UNMATCHED ||
		    !at_boundary(&d->side[!side].outline.values[k], outputs))
			note(d,
			     arena_printf(a, "%s %s %s", v->name,
					  side ? "is a new" : "is no more an", what));
		else if (side && strcmp(v->name, d->side[0].outline.values[k].name))
			note(d,
			     arena_printf(a, "the %s %s was called %s", what, v->name,
					  d->side[0].outline.values[k].name));
	}
}

static const char *
step_text(const struct outline *o, struct arena *a)
{
	if (o->peak < 0)
		return "nowhere";
	if (o->peak >= o->n_layers)
		return arena_printf(a, "step %d", o->peak);
	return arena_printf(a, "step %d, %s", o->peak, o->layers[o->peak].name);
}

static void
note_peak(struct diff *d, struct arena *a)
{
	const struct outline *old = &d->side[0].outline, *now = &d->side[1].outline;
	bool moved = old->peak != now->peak;

	if (old->analysis && now->analysis && old->peak >= 0 && now->peak >= 0)
		moved = d->match.layers[0][old->peak] != now->peak;
	if (moved)
		note(d, arena_printf(a, "the peak is at %s now, was at %s",
				     step_text(now, a), step_text(old, a)));
}

void
diff_notes(struct diff *d, struct arena *a)
{
	bool graphs = d->side[0].outline.analysis && d->side[1].outline.analysis;

	d->notes = arena_new(a, const char *, NOTES_MAX);
	if (graphs) {
		note_batch(d, a);
		note_interface(d, 0, false, a);
		note_interface(d, 1, false, a);
		note_interface(d, 0, true, a);
		note_interface(d, 1, true, a);
	}
	note_peak(d, a);
}
