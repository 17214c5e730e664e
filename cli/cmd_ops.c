#include <string.h>

#include "analyzer/ops.h"
#include "cli/command.h"
#include "cli/json.h"

static const char *const memories[] = {
	[MEMORY_NEW] = "new",     [MEMORY_INPLACE] = "in place",
	[MEMORY_VIEW] = "view",   [MEMORY_CAST] = "cast",
	[MEMORY_SLICE] = "slice", [MEMORY_SPLIT] = "split",
	[MEMORY_CONCAT] = "join",
};
static const char *const fusions[] = {
	[FUSION_NONE] = "",
	[FUSION_BASE] = "base",
	[FUSION_BASE_SUM] = "base + sum",
	[FUSION_TAIL] = "tail",
	[FUSION_ADD] = "add",
	[FUSION_SCALE] = "scale",
	[FUSION_QUANTIZE] = "quantize",
	[FUSION_HEAD] = "head",
};
static const char *const windows[] = {
	[WINDOW_ROW] = "row",
	[WINDOW_KERNEL] = "kernel",
	[WINDOW_PANEL] = "panel",
	[WINDOW_WHOLE] = "whole",
};

static const char *
domain_of(const struct op *op)
{
	return *op->domain ? op->domain : "ai.onnx";
}

static void
ops_json(struct request *r, const struct op **all, int32_t n)
{
	json_t *j = json_object(), *list = json_array();
	int32_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(
			list,
			json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:b}", "domain",
				  domain_of(all[i]), "name", all[i]->name, "versions",
				  all[i]->versions, "memory", memories[all[i]->memory],
				  "fusion", fusions[all[i]->fusion], "window",
				  windows[all[i]->window], "macs", all[i]->cost != NULL,
				  "evaluated", op_is_evaluated(all[i])));
	json_object_set_new(j, "format", json_string("tidemark.ops"));
	json_object_set_new(j, "format_version", json_string("1.0"));
	json_object_set_new(j, "ops", list);
	json_print(&r->out, j);
}

static void
ops_md(struct text *t, const struct op **all, int32_t n)
{
	const char *domain = NULL;
	int32_t i;

	for (i = 0; i < n; i++) {
		if (!domain || strcmp(domain, all[i]->domain))
			text_printf(t,
				    "\n## %s\n\n| operator | versions | memory | "
				    "fusion | window | "
				    "MACs | evaluated |\n"
				    "| --- | --- | --- | --- | --- | --- | --- |\n",
				    domain_of(all[i]));
		domain = all[i]->domain;
		text_printf(t, "| %s | %s | %s | %s | %s | %s | %s |\n", all[i]->name,
			    all[i]->versions, memories[all[i]->memory],
			    fusions[all[i]->fusion], windows[all[i]->window],
			    all[i]->cost ? "yes" : "",
			    op_is_evaluated(all[i]) ? "yes" : "");
	}
}

static void
ops_text(struct text *t, const struct op **all, int32_t n)
{
	int32_t i;

	text_printf(t, "%-28s %-32s %-9s %-9s %-7s %-5s %-9s %s\n", "domain",
		    "operator", "memory", "fusion", "window", "MACs", "evaluated",
		    "versions");
	for (i = 0; i < n; i++)
		text_printf(t, "%-28s %-32s %-9s %-9s %-7s %-5s %-9s %s\n",
			    domain_of(all[i]), all[i]->name, memories[all[i]->memory],
			    fusions[all[i]->fusion], windows[all[i]->window],
			    all[i]->cost ? "yes" : "-",
			    op_is_evaluated(all[i]) ? "yes" : "-", all[i]->versions);
	text_printf(t, "%d operators\n", n);
}

enum status
cmd_ops(struct request *r)
{
	const struct op **all;
	int32_t n;

	TRY(require_format(r, 1u << FORMAT_TEXT | 1u << FORMAT_JSON | 1u << FORMAT_MD));
	all = ops_all(r->arena, &n);
	if (r->format == FORMAT_JSON)
		ops_json(r, all, n);
	else if (r->format == FORMAT_MD)
		ops_md(&r->out, all, n);
	else
		ops_text(&r->out, all, n);
	return OK;
}
