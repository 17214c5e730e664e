#include "cli/command.h"
#include "cli/out_target.h"
#include "cli/setup.h"

static void
print_all(struct request *r)
{
	const struct target *all;
	int32_t n;

	all = targets_all(&n);
	if (r->format == FORMAT_JSON)
		json_print(&r->out, targets_json());
	else if (r->format == FORMAT_MD)
		targets_md(&r->out, all, n);
	else
		targets_text(&r->out);
}

enum status
cmd_targets(struct request *r)
{
	unsigned formats = 1u << FORMAT_TEXT | 1u << FORMAT_JSON;
	struct target t;

	TRY(require_format(r, r->n_arguments ? formats : formats | 1u << FORMAT_MD));
	if (!r->n_arguments) {
		print_all(r);
		return OK;
	}
	TRY(setup_named_target(r, r->arguments[0], &t));
	if (r->format == FORMAT_JSON)
		json_print(&r->out, target_json(&t));
	else
		target_text(&r->out, &t);
	return OK;
}
