#include "cli/command.h"
#include "cli/dump.h"
#include "cli/plan_run.h"

enum status
cmd_plan(struct request *r)
{
	struct plan_report report = {.request = r};
	int32_t i;

	TRY(require_format(r, 1u << FORMAT_TEXT | 1u << FORMAT_JSON | 1u << FORMAT_CSV |
				      1u << FORMAT_MD | 1u << FORMAT_HTML));
	if (r->dump)
		return dump_run(r);
	TRY(plan_open(&report, &(struct model_input){.name = r->arguments[0]}));
	TRY(plan_batches(&report));
	TRY(plan_write(&report));
	for (i = 0; i < report.n; i++)
		if (!report.plans[i].fits)
			return NO;
	return OK;
}
