#include "cli/diff.h"

#include <inttypes.h>

#include "base/num.h"

static const char *
change(const struct diff_row *r, struct arena *a)
{
	char b[GROUPED_MAX];

	if (!r->peak)
		return "";
	return arena_printf(a, " (%s%s B at the peak)", r->peak < 0 ? "-" : "+",
			    format_grouped(r->peak < 0 ? -r->peak : r->peak, b));
}

int32_t
diff_causes(const struct diff *d, const char **lines, int32_t most, struct arena *a)
{
	static const char *const words[DIFF_KINDS] = {[DIFF_NEW] = " is new: ",
						      [DIFF_DEL] = " is gone: ",
						      [DIFF_SIZE] = " is ",
						      [DIFF_LIFE] = " ",
						      [DIFF_WAIT] = " "};
	const struct diff_row *r;
	int32_t n = 0, i;

	for (i = 0; i < d->n_tensors && n < most - (d->n_notes > 0); i++) {
		r = &d->tensors[i];
		lines[n++] = arena_printf(a, "%s%s%s%s", diff_tensor_title(d, r, a),
					  words[r->kind], r->why, change(r, a));
	}
	for (i = 0; i < d->n_notes && n < most; i++)
		lines[n++] = d->notes[i];
	for (i = 0; i < d->n_layers && n < most; i++) {
		r = &d->layers[i];
		lines[n++] = *r->why ? arena_printf(a, "layer %s: %s",
						    diff_layer_name(d, r), r->why)
				     : arena_printf(a,
						    "layer %s: %+" PRId64
						    " B of weights, %+" PRId64 " MACs",
						    diff_layer_name(d, r), r->peak,
						    r->effect);
	}
	return n;
}
