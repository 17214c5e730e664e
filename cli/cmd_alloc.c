/*
 * tidemark alloc: the offset allocator on its own, from CSV.
 */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/num.h"
#include "cli/command.h"
#include "cli/escape.h"
#include "cli/input.h"
#include "cli/json.h"
#include "planner/pack_csv.h"

struct alloc {
	struct request *request;
	struct pack_table table;
	struct pack_problem problem;
	struct pack_result result;
};

static const char *const verdicts[] = {
	[PACK_OPTIMAL] = "optimal",
	[PACK_FITS] = "fits",
	[PACK_UNKNOWN] = "unknown",
	[PACK_IMPOSSIBLE] = "impossible",
};

static void
put_size(struct text *out, const char *label, int64_t bytes)
{
	char grouped[GROUPED_MAX], size[GROUPED_MAX];

	text_printf(out, "%-12s %s B (%s)\n", label, format_grouped(bytes, grouped),
		    format_size(bytes, size));
}

static void
put_refusal(struct alloc *a, struct text *out)
{
	const struct pack_refusal *why = &a->result.refusal;
	char grouped[GROUPED_MAX];
	int32_t i;

	if (a->result.verdict == PACK_UNKNOWN)
		text_puts(out, "no packing within the capacity was found; more "
			       "--effort may find one, or prove that there is none\n");
	else
		text_puts(out, "does not fit\n");
	put_size(out, "required", why->required);
	put_size(out, "available", why->available);
	put_size(out, "excess", why->excess);
	text_printf(out, "%-12s %" PRId64 "\n", "step", why->step);
	if (!why->n_blamed)
		return;
	text_printf(out, "%" PRId32 " buffers do not fit by themselves%s:\n",
		    why->n_blamed,
		    why->proven ? "; without any one of them the others do" : "");
	for (i = 0; i < why->n_blamed; i++)
		text_printf(out, "%14s B  %s\n",
			    format_grouped(a->problem.buffers[why->blamed[i]].size,
					   grouped),
			    escaped(a->request->arena, SINK_TERMINAL,
				    a->table.names[why->blamed[i]]));
}

static void
put_text(struct alloc *a, struct text *out)
{
	const struct pack_result *r = &a->result;
	int32_t i;

	if (r->verdict >= PACK_UNKNOWN) {
		put_refusal(a, out);
		return;
	}
	put_size(out, "height", r->height);
	put_size(out, "lower bound", r->lower_bound);
	put_size(out, "gap", r->gap);
	text_printf(out, "%-12s %s\n", "verdict", verdicts[r->verdict]);
	text_printf(out, "%-12s %s\n", "strategy", r->strategy);
	text_printf(out, "%-12s %" PRId64 "\n\n", "nodes", r->nodes);
	text_printf(out, "%14s %14s  steps            id\n", "offset", "size");
	for (i = 0; i < a->problem.n; i++)
		text_printf(
			out, "%14" PRId64 " %14" PRId64 "  %-16s %s\n", r->offsets[i],
			a->problem.buffers[i].size,
			arena_printf(a->request->arena, "[%" PRId64 ", %" PRId64 ")",
				     a->problem.buffers[i].from,
				     a->problem.buffers[i].to),
			escaped(a->request->arena, SINK_TERMINAL, a->table.names[i]));
}

/* A name as a JSON string; what is not UTF-8 is spelled out. */
static void
put_json_name(struct alloc *a, struct text *out, const char *name)
{
	json_t *s = json_string(name);

	if (!s)
		s = json_string(escaped(a->request->arena, SINK_TERMINAL, name));
	json_text(out, s, JSON_ENCODE_ANY);
	json_decref(s);
}

static void
put_json_refusal(struct alloc *a, struct text *out)
{
	const struct pack_refusal *why = &a->result.refusal;
	int32_t i;

	text_printf(out,
		    ",\n \"refusal\": {\"required\": %" PRId64
		    ", \"available\": %" PRId64 ", \"excess\": %" PRId64
		    ", \"step\": %" PRId64 ", \"irreducible\": %s,\n  \"blamed\": [",
		    why->required, why->available, why->excess, why->step,
		    why->n_blamed && why->proven ? "true" : "false");
	for (i = 0; i < why->n_blamed; i++) {
		text_puts(out, i ? ", " : "");
		put_json_name(a, out, a->table.names[why->blamed[i]]);
	}
	text_puts(out, "]}");
}

static void
put_json_buffers(struct alloc *a, struct text *out)
{
	const struct pack_buffer *b;
	int32_t i;

	for (i = 0; i < a->problem.n; i++) {
		b = &a->problem.buffers[i];
		text_puts(out, i ? ",\n  {\"id\": " : "\n  {\"id\": ");
		put_json_name(a, out, a->table.names[i]);
		text_printf(out,
			    ", \"bytes\": %" PRId64 ", \"from\": %" PRId64
			    ", \"to\": %" PRId64 ", \"offset\": %" PRId64 "}",
			    b->size, b->from, b->to, a->result.offsets[i]);
	}
}

static void
put_json(struct alloc *a, struct text *out)
{
	const struct pack_result *r = &a->result;
	bool fits = r->verdict <= PACK_FITS;

	text_puts(out, "{\"format\": \"tidemark.allocation\", "
		       "\"format_version\": \"1.0\",\n \"capacity\": ");
	if (a->problem.capacity)
		text_printf(out, "%" PRId64, a->problem.capacity);
	else
		text_puts(out, "null");
	text_printf(out,
		    ", \"fits\": %s, \"optimal\": %s, \"verdict\": \"%s\",\n "
		    "\"lower_bound\": %" PRId64 ", \"nodes\": %" PRId64,
		    fits ? "true" : "false",
		    r->verdict == PACK_OPTIMAL ? "true" : "false", verdicts[r->verdict],
		    r->lower_bound, r->nodes);
	if (!fits) {
		put_json_refusal(a, out);
		text_puts(out, "}\n");
		return;
	}
	text_printf(out,
		    ", \"height\": %" PRId64 ", \"gap\": %" PRId64
		    ", \"strategy\": \"%s\",\n \"buffers\": [",
		    r->height, r->gap, r->strategy);
	put_json_buffers(a, out);
	text_puts(out, "]}\n");
}

static void
put_csv(struct alloc *a, struct text *out)
{
	if (a->result.verdict <= PACK_FITS)
		pack_csv_write(out, &a->table, a->result.offsets);
}

static void (*const writers[FORMAT_COUNT])(struct alloc *, struct text *) = {
	[FORMAT_TEXT] = put_text,
	[FORMAT_JSON] = put_json,
	[FORMAT_CSV] = put_csv,
};

/* Refusals as CSV have no rows; their reason goes with the messages. */
static void
explain(struct alloc *a)
{
	const struct pack_refusal *why = &a->result.refusal;

	if (a->request->format == FORMAT_CSV)
		diag_note(a->request->diags, "does-not-fit",
			  "%s: required %" PRId64 " B, available %" PRId64
			  " B, excess %" PRId64 " B, step %" PRId64,
			  a->result.verdict == PACK_UNKNOWN ? "no packing was found"
							    : "does not fit",
			  why->required, why->available, why->excess, why->step);
}

enum status
cmd_alloc(struct request *r)
{
	struct alloc a = {.request = r};
	const char *path = r->arguments[0];
	enum status status;
	struct text all;

	TRY(require_format(r,
			   1u << FORMAT_TEXT | 1u << FORMAT_JSON | 1u << FORMAT_CSV));
	if (r->sram == 0)
		return diag_error(r->diags, ERR_USAGE, "bad-option",
				  "--sram: no memory at all; leave it out for the "
				  "least height");
	TRY(input_read(r, path, &all));
	TRY(pack_csv_read(&a.table, all.s, all.n, path, r->arena, r->diags));
	a.problem = (struct pack_problem){.buffers = a.table.buffers,
					  .n = a.table.n,
					  .capacity = r->sram < 0 ? 0 : r->sram,
					  .effort = r->effort};
	status = pack_run(&a.result, &a.problem, r->arena, r->diags);
	if (status != OK && status != NO)
		return status;
	if (status == NO)
		explain(&a);
	writers[r->format](&a, &r->out);
	return status;
}
