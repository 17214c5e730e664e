/*
 * The table of options, and how the value of each is read.
 *
 * A reader gets the option's argument, or NULL where it takes none.  It keeps
 * what it read in the request, or adds an error and returns ERR_USAGE.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "cli/command.h"

typedef enum status read_option_fn(struct request *, const char *argument);

struct option_row {
	const char *name, *argument, *help;
	read_option_fn *read;
};

extern const struct option_row option_table[OPT_COUNT];

static inline bool
command_accepts(const struct command *c, int option)
{
	return c->accepts >> option & 1;
}

#define OPTION(id, name, argument, help) read_option_fn option_##id;
#include "cli/options.def"
#undef OPTION

#endif
