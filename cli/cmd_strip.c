#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "proto/write.h"

enum status
cmd_strip(struct request *r)
{
	struct skeleton s;

	TRY(require_format(r, 1u << FORMAT_TEXT));
	if (!r->output && isatty(STDOUT_FILENO))
		return diag_error(
			r->diags, ERR_USAGE, "missing-argument",
			"strip writes a file that is no text: add -o SKELETON.onnx");
	TRY(model_strip(&s, r->arguments[0], r->arena, r->diags));
	if (r->output)
		return file_write(r->output, s.bytes, s.n, r->diags);
	text_add(&r->out, (const char *)s.bytes, s.n);
	return OK;
}
