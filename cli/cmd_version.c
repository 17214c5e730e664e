#include "cli/command.h"

enum status
cmd_version(struct request *r)
{
	text_puts(&r->out, "tidemark " TIDEMARK_VERSION "\n");
	return OK;
}
