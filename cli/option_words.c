/*
 * Options whose argument is one of some words, or starts with a name.
 */
#include "cli/options.h"

#include <string.h>

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

enum status
option_level(struct request *r, const char *s)
{
	int i = 0;

	TRY(choose(r, "level", s, level_names, LEVEL_COUNT, &i));
	r->level = (enum level)i;
	return OK;
}

enum status
option_format(struct request *r, const char *s)
{
	int i = 0;

	TRY(choose(r, "format", s, format_names, FORMAT_COUNT, &i));
	r->format = (enum format)i;
	return OK;
}

enum status
option_objective(struct request *r, const char *s)
{
	int i = 0;

	TRY(choose(r, "objective", s, objective_names, 3, &i));
	r->objective = (enum objective)i;
	return OK;
}

enum status
option_moves(struct request *r, const char *s)
{
	static const char *const names[] = {"auto", "off"};
	int i = 0;

	TRY(choose(r, "moves", s, names, 2, &i));
	r->lie_still = i == 1;
	return OK;
}

enum status
option_weights(struct request *r, const char *s)
{
	static const char *const names[] = {"auto", "stream"};
	int i = 0;

	TRY(choose(r, "weights", s, names, 2, &i));
	r->stream_weights = i == 1;
	return OK;
}

enum status
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

enum status
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

enum status
option_activation_type(struct request *r, const char *s)
{
	return read_dtype(r, "activation-type", s, &r->bindings.activation_type);
}

enum status
option_weight_type(struct request *r, const char *s)
{
	return read_dtype(r, "weight-type", s, &r->bindings.weight_type);
}

enum status
option_order(struct request *r, const char *s)
{
	static const char *const orders[] = {"file", "memory"};
	int i = 0;

	TRY(choose(r, "order", s, orders, 2, &i));
	r->bindings.memory_order = i == 1;
	return OK;
}

enum status
option_join(struct request *r, const char *s)
{
	static const char *const modes[] = {"off", "auto", "all"};
	int i = 0;

	TRY(choose(r, "join", s, modes, 3, &i));
	r->bindings.join = (enum join_mode)i;
	return OK;
}

enum status
option_bind(struct request *r, const char *s)
{
	return bind_add_symbol(&r->bindings, s, r->arena, r->diags);
}

enum status
option_input(struct request *r, const char *s)
{
	return bind_add_input(&r->bindings, s, r->arena, r->diags);
}

enum status
option_shape(struct request *r, const char *s)
{
	return bind_add_shape(&r->bindings, s, r->arena, r->diags);
}

enum status
option_value(struct request *r, const char *s)
{
	return bind_add_value(&r->bindings, s, r->arena, r->diags);
}

enum status
option_batch_axis(struct request *r, const char *s)
{
	return bind_add_axis(&r->bindings, s, r->arena, r->diags);
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
