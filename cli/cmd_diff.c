#include "cli/command.h"
#include "proto/write.h"
#include "cli/diff.h"
#include "cli/output.h"

static void
print_as(struct text *t, const struct diff *d, enum format f, const struct request *r)
{
	if (f == FORMAT_JSON)
		json_print(t, diff_json(d, r->arena));
	else if (f == FORMAT_MD)
		diff_md(t, d, r->rows);
	else
		diff_text(t, d, r->rows);
}

enum status
cmd_diff(struct request *r)
{
	static const enum format files[] = {FORMAT_JSON, FORMAT_MD};
	struct diff d = {0};
	struct text t;
	size_t i;

	TRY(require_format(r, 1u << FORMAT_TEXT | 1u << FORMAT_JSON | 1u << FORMAT_MD));
	json_use_arena(r->arena);
	TRY(diff_open(&d, r, r->arguments[0], r->arguments[1]));
	diff_run(&d, r);
	print_as(&r->out, &d, r->format, r);
	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (!r->files[files[i]])
			continue;
		text_open(&t, r->arena);
		print_as(&t, &d, files[i], r);
		TRY(file_write(r->files[files[i]], t.s, t.n, r->diags));
	}
	return d.same ? OK : NO;
}
