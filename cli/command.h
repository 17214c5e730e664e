/*
 * A command: one row in cli/commands.def, one file cli/cmd_<name>.c.
 *
 * main() reads the options of the row into a struct request and calls the
 * command.  A command adds text to request->out and messages to
 * request->diags; main() prints both and exits with the status.  Only
 * cli/main.c and cli/output.c touch files and streams.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdint.h>

#include "analyzer/bind.h"
#include "analyzer/level.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "planner/demand.h"

enum format {
#define FORMAT(id, name) FORMAT_##id,
#include "cli/formats.def"
#undef FORMAT
	FORMAT_COUNT
};

/* Every option has a number; a command accepts a set of them. */
enum option_id {
#define OPTION(id, name, argument, help) OPT_##id,
#include "cli/options.def"
#undef OPTION
	OPT_COUNT
};

enum objective { OBJECTIVE_BYTES, OBJECTIVE_ENERGY, OBJECTIVE_TIME };

/* Numbers counted up: 1..64..8 is 1, 9, 17 ... */
struct numbers {
	int64_t *list;
	int32_t n;
};

/* What the command line asks for.  Absent options have the values below. */
struct request {
	struct arena *arena;
	struct diags *diags;
	const struct command *command;
	struct text out; /* standard output */
	const char **arguments;
	int32_t n_arguments;
	uint64_t given; /* bit OPT_x: the option was on the command line */
	/* what decides the plan, as "--name=argument": a plan repeats it */
	const char **decisive;
	int32_t n_decisive;

	enum level level;       /* LEVEL_FUSED */
	int64_t sram;           /* -1: unlimited */
	struct numbers srams;   /* sweep: --sram 256K..64M, or one */
	const char *target;     /* NULL */
	struct numbers batches; /* n = 0: the model's own */
	struct bindings bindings;
	struct value_pin *pins;
	int32_t n_pins;
	enum window_rule window;
	int64_t window_bytes;
	bool keep_inputs, keep_outputs;
	enum objective objective;
	bool stream_weights, lie_still;
	int32_t effort; /* 1 */
	int64_t memory; /* 1 GiB */
	enum format format;
	const char *files[FORMAT_COUNT]; /* --json FILE and so on */
	const char *output;
	const char *tensor;
	int64_t step;                     /* -1 */
	double within, latency, headroom; /* < 0: absent; percent, seconds, percent */
	double frames;                    /* < 0: not asked */
	int64_t per_frame;                /* bytes; -1: not asked */
	int32_t shard, shards;            /* 1 of 1 */
	const char *config, *baseline, *dump;
	bool update, github;
	int64_t rows; /* -1 */
};

struct command {
	const char *name;
	const char *arguments; /* "MODEL", "OLD NEW" */
	int32_t least, most;   /* how many arguments; most -1: any */
	const char *summary;
	uint64_t accepts; /* bit OPT_x */
	enum status (*run)(struct request *);
};

#define COMMAND(id, arguments, least, most, accepts, summary)                          \
	enum status cmd_##id(struct request *);
#include "cli/commands.def"
#undef COMMAND

/* Options that decide what is planned, the batch and the target apart. */
extern const uint64_t decisive_options;

extern const struct command commands[];
extern const int32_t n_commands;

/* Reads argv into the request; the command's row is set first. */
enum status options_read(struct request *, int argc, char **argv);
/* The help text of the program, or of the request's command. */
void help_program(struct text *);
void help_command(struct text *, const struct command *);

extern const char *const level_names[LEVEL_COUNT];

/* ERR_USAGE when the format is not one of the bits (1 << FORMAT_x). */
enum status require_format(struct request *, unsigned formats);

#endif
