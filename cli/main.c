/*
 * The program: find the command, read its options, run it, print, exit.
 */
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "cli/command.h"
#include "cli/escape.h"
#include "cli/json.h"
#include "cli/output.h"

static const struct command *
find_command(const char *name)
{
	int32_t i;

	for (i = 0; i < n_commands; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static enum status
unknown_command(struct request *r, const char *name)
{
	const char *names[64], *near;
	int32_t i;

	for (i = 0; i < n_commands && i < 64; i++)
		names[i] = commands[i].name;
	near = nearest(name, names, (size_t)i);
	return diag_error(
		r->diags, ERR_USAGE, "unknown-command",
		"there is no command '%s'%s%s%s; 'tidemark --help' lists them", name,
		near ? "; did you mean '" : "", near ? near : "", near ? "'" : "");
}

static enum status
run(struct request *r, int argc, char **argv)
{
	if (argc < 2) {
		help_program(&r->out);
		return diag_error(r->diags, ERR_USAGE, "no-command",
				  "a command is missing");
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		r->command = argc > 2 ? find_command(argv[2]) : NULL;
		if (argc > 2 && !r->command)
			return unknown_command(r, argv[2]);
		if (r->command)
			help_command(&r->out, r->command);
		else
			help_program(&r->out);
		return OK;
	}
	if (!strcmp(argv[1], "--version")) {
		text_puts(&r->out, "tidemark " TIDEMARK_VERSION "\n");
		return OK;
	}
	r->command = find_command(argv[1]);
	if (!r->command)
		return unknown_command(r, argv[1]);
	TRY(options_read(r, argc - 1, argv + 1));
	if (r->given >> OPT_help & 1) {
		help_command(&r->out, r->command);
		return OK;
	}
	arena_set_limit(r->arena, (size_t)r->memory);
	return r->command->run(r);
}

static enum status
give_up(const struct request *r)
{
	char bytes[GROUPED_MAX];

	if (r->memory)
		fprintf(stderr,
			"tidemark: error: more than %s of memory would be needed, or "
			"than there is; --memory SIZE sets another limit\n",
			format_size(r->memory, bytes));
	else
		fputs("tidemark: error: out of memory\n", stderr);
	return ERR_INTERNAL;
}

int
main(int argc, char **argv)
{
	static jmp_buf trap;
	static struct request r;
	enum status status;

	if (setjmp(trap))
		return give_up(&r);
	r.arena = arena_open(&trap, 0);
	if (!r.arena)
		return give_up(&r);
	json_use_arena(r.arena);
	r.diags = diags_new(r.arena);
	text_open(&r.out, r.arena);
	status = output_print(&r, run(&r, argc, argv));
	arena_close(r.arena);
	return status;
}
