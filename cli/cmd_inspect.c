#include "cli/command.h"
#include "cli/dump.h"
#include "cli/out_inspect.h"
#include "cli/setup.h"
#include "planner/pipeline.h"

enum status
cmd_inspect(struct request *r)
{
	struct analysis a, at;
	enum status status;
	int64_t n;

	TRY(require_format(r, 1u << FORMAT_TEXT | 1u << FORMAT_JSON | 1u << FORMAT_CSV |
				      1u << FORMAT_TEXTCONV));
	if (r->dump)
		return dump_run(r);
	status = pipeline_analyse(&a, r->arguments[0], &r->bindings, r->level, r->arena,
				  r->diags);
	if (status == OK)
		status = setup_joins(r, &a, target_find("generic"));
	n = a.graph ? setup_batches(r, a.graph).list[0] : 1;
	at = a;
	if (status == OK)
		pipeline_at(&at, &a, n);
	if (r->format == FORMAT_TEXTCONV) {
		inspect_textconv(r, &at, n, status == OK);
		return OK;
	}
	if (!a.graph)
		return status;
	if (r->format == FORMAT_JSON)
		inspect_json(r, &at, n);
	else if (r->format == FORMAT_CSV)
		inspect_csv(r, &at, n);
	else
		inspect_text(r, &at, n);
	return status;
}
