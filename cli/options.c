/*
 * From argv to a struct request, driven by options.def.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "cli/command.h"
#include "cli/escape.h"

const char *const level_names[LEVEL_COUNT] = {
	[LEVEL_OPS] = "ops", [LEVEL_INPLACE] = "inplace", [LEVEL_FUSED] = "fused"};

static const char *const format_names[] = {
#define FORMAT(id, name) [FORMAT_##id] = name,
#include "cli/formats.def"
#undef FORMAT
};

static const char *const objective_names[] = {"bytes", "energy", "time"};

/* The position of a word in a list; an error that shows the list otherwise. */
static enum status
choose(struct request *r, const char *option, const char *word, const char *const *list,
       int n, int *chosen)
{
	struct text all;
	int i = 0;

	text_open(&all, r->arena);
	for (i = 0; i < n; i++) {
		if (!strcmp(list[i], word)) {
			*chosen = i;
			return OK;
		}
		text_printf(&all, "%s%s", i ? ", " : "", list[i]);
	}
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--%s: '%s' is not one of %s", option, word, all.s);
}

static enum status
read_count(struct request *r, const char *option, const char *s, int64_t least,
	   int64_t most, int64_t *n)
{
	if (parse_i64(s, n) && *n >= least && *n <= most)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--%s: '%s' is not a whole number from %" PRId64
			  " to %" PRId64,
			  option, s, least, most);
}

static enum status
read_percent(struct request *r, const char *option, const char *s, double *percent)
{
	char *end;

	*percent = strtod(s, &end);
	if (*end == '%')
		end++;
	if (end != s && !*end && *percent >= 0 && *percent <= 1e6)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--%s: '%s' is not a percentage such as 5%%", option, s);
}

enum { NUMBERS_MAX = 4096, BATCH_MAX = 1 << 20 };

static void
add_number(struct request *r, struct numbers *list, int64_t n)
{
	if (!(list->n & (list->n - 1)))
		list->list = arena_grow(r->arena, list->list, (size_t)list->n,
					list->n ? (size_t)list->n * 2 : 1,
					sizeof(*list->list));
	list->list[list->n++] = n;
}

/* One part of a list: 8, 1..64 or 1..64..8. */
static enum status
read_range(struct request *r, const char *option, char *part, struct numbers *list)
{
	char *last = strstr(part, ".."), *step = NULL;
	int64_t from, to, by = 1;

	if (last) {
		*last = '\0';
		last += 2;
		step = strstr(last, "..");
		if (step) {
			*step = '\0';
			step += 2;
		}
	}
	TRY(read_count(r, option, part, 1, BATCH_MAX, &from));
	to = from;
	if (last)
		TRY(read_count(r, option, last, from, BATCH_MAX, &to));
	if (step)
		TRY(read_count(r, option, step, 1, BATCH_MAX, &by));
	if ((to - from) / by >= NUMBERS_MAX - list->n)
		return diag_error(
			r->diags, ERR_USAGE, "bad-option",
			"--%s: more than %d numbers; use a step, as in 1..64..8",
			option, NUMBERS_MAX);
	for (; from <= to; from += by)
		add_number(r, list, from);
	return OK;
}

static enum status
option_batch(struct request *r, const char *s)
{
	char *copy = arena_strdup(r->arena, s), *part, *comma;

	for (part = copy; part; part = comma) {
		comma = strchr(part, ',');
		if (comma)
			*comma++ = '\0';
		TRY(read_range(r, "batch", part, &r->batches));
	}
	return OK;
}

/* 256K, 256K,1M,4M or 256K..64M: the last in powers of two. */
static enum status
option_sram(struct request *r, const char *s)
{
	char *copy = arena_strdup(r->arena, s), *part, *comma, *last;
	int64_t from, to;

	for (part = copy; part; part = comma) {
		comma = strchr(part, ',');
		if (comma)
			*comma++ = '\0';
		last = strstr(part, "..");
		if (last) {
			*last = '\0';
			last += 2;
		}
		TRY(parse_size(part, "--sram", &from, r->diags));
		to = from;
		if (last)
			TRY(parse_size(last, "--sram", &to, r->diags));
		if (last && (from < 1 || to < from))
			return diag_error(r->diags, ERR_USAGE, "bad-option",
					  "--sram: a range goes from a positive size "
					  "to a larger one");
		if (r->srams.n >= NUMBERS_MAX)
			return diag_error(r->diags, ERR_USAGE, "bad-option",
					  "--sram: more than %d sizes", NUMBERS_MAX);
		for (; from < to; from = mul_sat(from, 2))
			add_number(r, &r->srams, from);
		add_number(r, &r->srams, to);
	}
	r->sram = r->srams.list[0];
	return OK;
}

static enum status
option_level(struct request *r, const char *s)
{
	int i = 0;

	TRY(choose(r, "level", s, level_names, LEVEL_COUNT, &i));
	r->level = (enum level)i;
	return OK;
}

static enum status
option_format(struct request *r, const char *s)
{
	int i = 0;

	TRY(choose(r, "format", s, format_names, FORMAT_COUNT, &i));
	r->format = (enum format)i;
	return OK;
}

static enum status
option_objective(struct request *r, const char *s)
{
	int i = 0;

	TRY(choose(r, "objective", s, objective_names, 3, &i));
	r->objective = (enum objective)i;
	return OK;
}

static enum status
option_weights(struct request *r, const char *s)
{
	static const char *const names[] = {"auto", "stream"};
	int i = 0;

	TRY(choose(r, "weights", s, names, 2, &i));
	r->stream_weights = i == 1;
	return OK;
}

static enum status
option_window(struct request *r, const char *s)
{
	if (!strcmp(s, "none"))
		r->window = WINDOW_NONE;
	else if (!strcmp(s, "rows"))
		r->window = WINDOW_ROWS;
	else {
		r->window = WINDOW_FIXED;
		return parse_size(s, "--window", &r->window_bytes, r->diags);
	}
	return OK;
}

static enum status
option_pin(struct request *r, const char *s)
{
	static const char *const places[] = {"sram", "dram"};
	const char *equals = strrchr(s, '=');
	struct value_pin *pin;
	int i = 0;

	if (!equals || equals == s)
		return diag_error(r->diags, ERR_USAGE, "bad-option",
				  "--pin: '%s' is not NAME=sram or NAME=dram", s);
	TRY(choose(r, "pin", equals + 1, places, 2, &i));
	r->pins = arena_grow(r->arena, r->pins, (size_t)r->n_pins,
			     (size_t)r->n_pins + 1, sizeof(*r->pins));
	pin = &r->pins[r->n_pins++];
	pin->name = arena_strndup(r->arena, s, (size_t)(equals - s));
	pin->sram = i == 0;
	return OK;
}

static enum status
read_dtype(struct request *r, const char *option, const char *s, enum dtype *type)
{
	*type = dtype_by_name(s);
	if (*type != DTYPE_UNDEFINED && dtype_row(*type)->bits)
		return OK;
	return diag_error(
		r->diags, ERR_USAGE, "bad-option",
		"--%s: '%s' is not an element type such as int8, float16 or int4",
		option, s);
}

static enum status
option_activation_type(struct request *r, const char *s)
{
	return read_dtype(r, "activation-type", s, &r->bindings.activation_type);
}

static enum status
option_weight_type(struct request *r, const char *s)
{
	return read_dtype(r, "weight-type", s, &r->bindings.weight_type);
}

static enum status
option_order(struct request *r, const char *s)
{
	static const char *const orders[] = {"file", "memory"};
	int i = 0;

	TRY(choose(r, "order", s, orders, 2, &i));
	r->bindings.memory_order = i == 1;
	return OK;
}

static enum status
option_join(struct request *r, const char *s)
{
	static const char *const modes[] = {"off", "auto", "all"};
	int i = 0;

	TRY(choose(r, "join", s, modes, 3, &i));
	r->bindings.join = (enum join_mode)i;
	return OK;
}

static enum status
option_bind(struct request *r, const char *s)
{
	return bind_add_symbol(&r->bindings, s, r->arena, r->diags);
}

static enum status
option_input(struct request *r, const char *s)
{
	return bind_add_input(&r->bindings, s, r->arena, r->diags);
}

static enum status
option_shape(struct request *r, const char *s)
{
	return bind_add_shape(&r->bindings, s, r->arena, r->diags);
}

static enum status
option_value(struct request *r, const char *s)
{
	return bind_add_value(&r->bindings, s, r->arena, r->diags);
}

static enum status
option_batch_axis(struct request *r, const char *s)
{
	return bind_add_axis(&r->bindings, s, r->arena, r->diags);
}

static enum status
option_step(struct request *r, const char *s)
{
	return read_count(r, "step", s, 0, INT32_MAX, &r->step);
}

static enum status
option_rows(struct request *r, const char *s)
{
	return read_count(r, "rows", s, 0, INT32_MAX, &r->rows);
}

static enum status
option_effort(struct request *r, const char *s)
{
	int64_t n;

	TRY(read_count(r, "effort", s, 0, 1000, &n));
	r->effort = (int32_t)n;
	return OK;
}

static enum status
option_within(struct request *r, const char *s)
{
	return read_percent(r, "within", s, &r->within);
}

static enum status
option_headroom(struct request *r, const char *s)
{
	return read_percent(r, "headroom", s, &r->headroom);
}

static enum status
option_latency(struct request *r, const char *s)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = {{"s", 1}, {"ms", 1e-3}, {"us", 1e-6}};
	double n;
	char *end;
	size_t i;

	n = strtod(s, &end);
	for (i = 0; i < 3; i++)
		if (end != s && n > 0 && n < 1e9 && !strcmp(end, units[i].unit)) {
			r->latency = n * units[i].seconds;
			return OK;
		}
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--latency: '%s' is not a time such as 5ms or 250us", s);
}

static enum status
option_frames(struct request *r, const char *s)
{
	char *end;

	r->frames = strtod(s, &end);
	if (end != s && !*end && r->frames > 0 && r->frames < 1e15)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--frames: '%s' is not a number of frames per second", s);
}

static enum status
option_memory(struct request *r, const char *s)
{
	TRY(parse_size(s, "--memory", &r->memory, r->diags));
	if (r->memory > 0)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--memory: a size above 0 is wanted");
}

static enum status
option_per_frame(struct request *r, const char *s)
{
	return parse_size(s, "--per-frame", &r->per_frame, r->diags);
}

static enum status
option_shard(struct request *r, const char *s)
{
	int64_t i = 0, n = 0;
	char *slash, *copy = arena_strdup(r->arena, s);

	slash = strchr(copy, '/');
	if (slash)
		*slash++ = '\0';
	if (!slash || !parse_i64(copy, &i) || !parse_i64(slash, &n) || i < 1 || n < i ||
	    n > INT32_MAX)
		return diag_error(
			r->diags, ERR_USAGE, "bad-option",
			"--shard: '%s' is not I/N with 1 <= I <= N, such as 3/8", s);
	r->shard = (int32_t)i;
	r->shards = (int32_t)n;
	return OK;
}

/* Options that only keep their argument, or only that they were given. */
#define KEEP(id, field)                                                                \
	static enum status option_##id(struct request *r, const char *s)               \
	{                                                                              \
		r->field = s;                                                          \
		return OK;                                                             \
	}
#define SET(id, field)                                                                 \
	static enum status option_##id(struct request *r, const char *s)               \
	{                                                                              \
		(void)s;                                                               \
		r->field = true;                                                       \
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

static enum status
option_nothing(struct request *r, const char *s)
{
	(void)r;
	(void)s;
	return OK;
}
#define option_help option_nothing
#define option_version option_nothing

static const struct {
	const char *name, *argument, *help;
	enum status (*read)(struct request *, const char *);
} rows[] = {
#define OPTION(id, name, argument, help) {name, argument, help, option_##id},
#include "cli/options.def"
#undef OPTION
};

static bool
accepts(const struct command *c, int option)
{
	return c->accepts >> option & 1;
}

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
		if (accepts(r->command, i))
			names[n++] = rows[i].name;
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
	r->decisive[r->n_decisive++] = arena_printf(
		r->arena, argument ? "--%s=%s" : "--%s", rows[option].name, argument);
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
		if (accepts(r->command, i))
			all->list[n++] = (struct option){
				rows[i].name,
				rows[i].argument ? required_argument : no_argument,
				NULL, 256 + i};
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, ":ho:", all->list, NULL)) != -1) {
		if (c == 'h')
			c = 256 + OPT_help;
		if (c == 'o' && accepts(r->command, OPT_output))
			c = 256 + OPT_output;
		if (c == ':')
			return diag_error(r->diags, ERR_USAGE, "missing-argument",
					  "%s needs an argument", argv[optind - 1]);
		if (c < 256)
			return unknown_option(r, argv[optind - 1]);
		r->given |= UINT64_C(1) << (c - 256);
		TRY(rows[c - 256].read(r, optarg));
		remember(r, c - 256, optarg);
	}
	r->arguments = arena_new(r->arena, const char *, (size_t)argc);
	r->n_arguments = 0;
	while (optind < argc)
		r->arguments[r->n_arguments++] = argv[optind++];
	return check_arguments(r);
}

enum status
require_format(struct request *r, unsigned formats)
{
	struct text all;
	int i = 0;

	if (formats >> r->format & 1)
		return OK;
	text_open(&all, r->arena);
	for (i = 0; i < FORMAT_COUNT; i++)
		if (formats >> i & 1)
			text_printf(&all, "%s%s", all.n ? ", " : "", format_names[i]);
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--format: %s prints %s, not %s", r->command->name, all.s,
			  format_names[r->format]);
}

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
		if (!accepts(c, i))
			continue;
		dash = rows[i].argument ? " " : "";
		snprintf(left, sizeof(left), "--%s%s%s", rows[i].name, dash,
			 rows[i].argument ? rows[i].argument : "");
		text_printf(t, "  %-26s %s\n", left, rows[i].help);
	}
}
