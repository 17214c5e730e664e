#include "planner/weight.h"

#include "base/num.h"

bool
weights_reserve(const struct weight *w, int32_t n, int64_t *fixed)
{
	const struct problem_event *e;
	bool any = false;
	int32_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; w[i].pin != PIN_SRAM && k < w[i].n_events; k++) {
			e = &w[i].events[k];
			fixed[e->step] = add_sat(fixed[e->step], e->window);
			any |= e->window > 0;
		}
	return any;
}
