#include <string.h>

#include "planner/target.h"

static const struct target rows[] = {
	{.name = "generic",
	 .title = "SRAM of any size beside DRAM",
	 .source = "the memory model itself",
	 .assumptions =
		 "streaming needs no window; no bandwidth, rate or energy is stated",
	 .sram = SRAM_UNLIMITED,
	 .alignment = 1,
	 .window = WINDOW_NONE},
};

const struct target *
targets_all(int32_t *n)
{
	*n = sizeof(rows) / sizeof(*rows);
	return rows;
}

const struct target *
target_find(const char *name)
{
	int32_t i, n;
	const struct target *all = targets_all(&n);

	for (i = 0; i < n; i++)
		if (!strcmp(all[i].name, name))
			return &all[i];
	return NULL;
}
