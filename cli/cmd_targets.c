#include "cli/command.h"
#include "cli/out_target.h"
#include "cli/setup.h"

enum status
cmd_targets(struct request *r)
{
	bool json = r->format == FORMAT_JSON;
	struct target t;

	TRY(require_format(r, 1u << FORMAT_TEXT | 1u << FORMAT_JSON));
	if (!r->n_arguments) {
		if (json)
			json_print(&r->out, targets_json());
		else
			targets_text(&r->out);
		return OK;
	}
	TRY(setup_named_target(r, r->arguments[0], &t));
	if (json)
		json_print(&r->out, target_json(&t));
	else
		target_text(&r->out, &t);
	return OK;
}
