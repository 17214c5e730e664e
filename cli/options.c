/*
 * From argv to a struct request, driven by options.def.
 */
#include "cli/options.h"

#include <getopt.h>
#include <string.h>

#include "cli/escape.h"

/* Options that only keep their argument, or only that they were given. */
#define KEEP(id, field)                                                                \
	enum status option_##id(struct request *r, const char *s)                      \
	{                                                                              \
		r->field = s;                                                          \
		return OK;                                                             \
	}
#define SET(id, field)                                                                 \
	enum status option_##id(struct request *r, const char *s)                      \
	{                                                                              \
		(void)s;                                                               \
		r->field = true;                                                       \
		return OK;                                                             \
	}
#define NOTHING(id)                                                                    \
	enum status option_##id(struct request *r, const char *s)                      \
	{                                                                              \
		(void)r;                                                               \
		(void)s;                                                               \
		return OK;                                                             \
	}
KEEP(target, target)
KEEP(output, output)
KEEP(tensor, tensor)
KEEP(config, config)
KEEP(baseline, baseline)
KEEP(dump, dump)
KEEP(json, files[FORMAT_JSON])
KEEP(csv, files[FORMAT_CSV])
KEEP(md, files[FORMAT_MD])
KEEP(html, files[FORMAT_HTML])
KEEP(junit, files[FORMAT_JUNIT])
KEEP(openmetrics, files[FORMAT_OPENMETRICS])
SET(keep_inputs, keep_inputs)
SET(keep_outputs, keep_outputs)
SET(update, update)
SET(github, github)
NOTHING(help)
NOTHING(version)

const struct option_row option_table[OPT_COUNT] = {
#define OPTION(id, name, argument, help) {name, argument, help, option_##id},
#include "cli/options.def"
#undef OPTION
};

static void
set_defaults(struct request *r)
{
	r->level = LEVEL_FUSED;
	r->sram = r->step = r->rows = -1;
	r->within = r->latency = r->headroom = r->frames = -1;
	r->per_frame = -1;
	r->memory = (int64_t)1 << 30;
	r->effort = r->shard = r->shards = 1;
}

static enum status
unknown_option(struct request *r, const char *word)
{
	const char *names[OPT_COUNT], *near;
	size_t n = 0, length = strcspn(word, "=");
	int i = 0;

	if (strncmp(word, "--", 2))
		return diag_error(
			r->diags, ERR_USAGE, "unknown-option",
			"'%s' is not an option of %s; see 'tidemark %s --help'", word,
			r->command->name, r->command->name);
	for (i = 0; i < OPT_COUNT; i++)
		if (command_accepts(r->command, i))
			names[n++] = option_table[i].name;
	near = nearest(arena_strndup(r->arena, word + 2, length - 2), names, n);
	return diag_error(r->diags, ERR_USAGE, "unknown-option",
			  "%.*s is not an option of %s%s%s; see 'tidemark %s --help'",
			  (int)length, word, r->command->name,
			  near ? "; did you mean --" : "", near ? near : "",
			  r->command->name);
}

static enum status
check_arguments(struct request *r)
{
	const struct command *c = r->command;

	if (r->given >> OPT_help & 1)
		return OK;
	if (r->n_arguments < c->least)
		return diag_error(r->diags, ERR_USAGE, "missing-argument",
				  "%s needs %s; see 'tidemark %s --help'", c->name,
				  c->arguments, c->name);
	if (c->most >= 0 && r->n_arguments > c->most)
		return diag_error(r->diags, ERR_USAGE, "extra-argument",
				  "%s takes %s; '%s' is too much", c->name,
				  *c->arguments ? c->arguments : "no argument",
				  r->arguments[c->most]);
	return OK;
}

static void
remember(struct request *r, int option, const char *argument)
{
	if (!(decisive_options >> option & 1))
		return;
	r->decisive = arena_grow(r->arena, r->decisive, (size_t)r->n_decisive,
				 (size_t)r->n_decisive + 1, sizeof(*r->decisive));
	r->decisive[r->n_decisive++] =
		arena_printf(r->arena, argument ? "--%s=%s" : "--%s",
			     option_table[option].name, argument);
}

enum status
options_read(struct request *r, int argc, char **argv)
{
	struct option_list {
		struct option list[OPT_COUNT + 1];
	} *all = arena_new(r->arena, struct option_list, 1);
	int i, c, n = 0;

	set_defaults(r);
	for (i = 0; i < OPT_COUNT; i++)
		if (command_accepts(r->command, i))
			all->list[n++] = (struct option){option_table[i].name,
							 option_table[i].argument
								 ? required_argument
								 : no_argument,
							 NULL, 256 + i};
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, ":ho:", all->list, NULL)) != -1) {
		if (c == 'h')
			c = 256 + OPT_help;
		if (c == 'o' && command_accepts(r->command, OPT_output))
			c = 256 + OPT_output;
		if (c == ':')
			return diag_error(r->diags, ERR_USAGE, "missing-argument",
					  "%s needs an argument", argv[optind - 1]);
		if (c < 256)
			return unknown_option(r, argv[optind - 1]);
		r->given |= UINT64_C(1) << (c - 256);
		TRY(option_table[c - 256].read(r, optarg));
		remember(r, c - 256, optarg);
	}
	r->arguments = arena_new(r->arena, const char *, (size_t)argc);
	r->n_arguments = 0;
	while (optind < argc)
		r->arguments[r->n_arguments++] = argv[optind++];
	return check_arguments(r);
}
