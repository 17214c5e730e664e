/*
 * What --help prints, from the tables of commands and options.
 */
#include "cli/options.h"

#include <stdio.h>

void
help_program(struct text *t)
{
	int32_t i;

	text_puts(t, "tidemark: which tensors of an ONNX model stay in SRAM, at every "
		     "batch size\n\n"
		     "usage: tidemark COMMAND [OPTIONS] ...\n\n");
	for (i = 0; i < n_commands; i++)
		text_printf(t, "  %-9s %s\n", commands[i].name, commands[i].summary);
	text_puts(t,
		  "\n'tidemark COMMAND --help' explains one; MODEL is a file, or - for "
		  "standard input.\n"
		  "exit status: 0 yes or done, 1 the answer is no, 2 usage, 3 the "
		  "model cannot "
		  "be\nread or resolved, 4 internal error or a resource limit\n");
}

void
help_command(struct text *t, const struct command *c)
{
	const char *dash;
	char left[64];
	int i = 0;

	text_printf(t, "usage: tidemark %s %s%s[OPTIONS]\n\n%s\n\n", c->name,
		    c->arguments, *c->arguments ? " " : "", c->summary);
	for (i = 0; i < OPT_COUNT; i++) {
		if (!command_accepts(c, i))
			continue;
		dash = option_table[i].argument ? " " : "";
		snprintf(left, sizeof(left), "--%s%s%s", option_table[i].name, dash,
			 option_table[i].argument ? option_table[i].argument : "");
		text_printf(t, "  %-26s %s\n", left, option_table[i].help);
	}
}
