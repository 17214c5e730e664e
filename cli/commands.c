/*
 * The table of commands, and the sets of options they share.
 */
#include "cli/command.h"

#define BIT(id) (UINT64_C(1) << OPT_##id)
#define ALWAYS (BIT(help) | BIT(format) | BIT(memory))
/* how a model is read */
#define MODEL                                                                          \
	(BIT(level) | BIT(order) | BIT(bind) | BIT(input) | BIT(value) | BIT(shape) |  \
	 BIT(batch_axis) | BIT(batch) | BIT(activation_type) | BIT(weight_type) |      \
	 BIT(dump))
/* how it is planned */
#define PLAN                                                                           \
	(BIT(sram) | BIT(target) | BIT(pin) | BIT(window) | BIT(keep_inputs) |         \
	 BIT(keep_outputs) | BIT(objective) | BIT(weights) | BIT(moves) | BIT(effort))
/* what is asked of a surface */
#define SWEEP (BIT(within) | BIT(latency) | BIT(frames) | BIT(per_frame) | BIT(shard))
#define FILES (BIT(json) | BIT(csv) | BIT(md) | BIT(html))

const struct command commands[] = {
#define COMMAND(id, arguments, least, most, accepts, summary)                          \
	{#id, arguments, least, most, summary, ALWAYS | (accepts), cmd_##id},
#include "cli/commands.def"
#undef COMMAND
};

const int32_t n_commands = sizeof(commands) / sizeof(*commands);

const uint64_t decisive_options =
	(MODEL | PLAN) &
	~(BIT(batch) | BIT(dump) | BIT(target) | BIT(sram) | BIT(window));
