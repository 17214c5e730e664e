/*
 * A task cut down to what is still open: which steps can overflow, which gaps
 * cannot be resident, which are felt by no overflowing step.  Internal to
 * planner/place_cut.c and planner/place_task.c.
 */
#ifndef PLANNER_PLACE_CUT_H
#define PLANNER_PLACE_CUT_H

#include "planner/place_task.h"

/* Sums per step while a task is cut down. */
struct usage {
	int64_t *decided; /* of gaps that are resident for sure, beyond the windows */
	int64_t *open;    /* of those that may be */
	int64_t *saved;   /* most that edges save when all open gaps are resident */
	int64_t *slack;   /* windows that come back when a pair is broken */
	int32_t *next;    /* first overflowing step >= t, or steps */
	uint8_t *used;
	int64_t *scratch;
};

static inline bool
either(const struct task *t, const struct flat_event *e, uint8_t state)
{
	return (e->left >= 0 && t->state[e->left] == state) ||
	       (e->right >= 0 && t->state[e->right] == state);
}

/* Open at its event: nothing decides that it is there, something may. */
static inline bool
event_open(const struct task *t, const struct flat_event *e)
{
	return !either(t, e, PIN_SRAM) && either(t, e, PIN_FREE);
}

static inline int64_t
event_weight(const struct task *t, const struct flat_event *e)
{
	return t->flat->value[e->value].size - e->window;
}

/* An end of an edge bears on its step even when it weighs nothing there. */
static inline bool
in_edge(const struct task *t, const struct flat_event *e, int32_t step)
{
	const struct flat *f = t->flat;

	for (int32_t k = f->first_edge[step]; k < f->first_edge[step + 1]; k++)
		if (t->state[f->edge[k].left] != PIN_DRAM &&
		    t->state[f->edge[k].right] != PIN_DRAM &&
		    (f->edge[k].from == e->value || f->edge[k].to == e->value))
			return true;
	return false;
}

static inline bool
is_item(const struct task *t, const struct flat_event *e, int32_t step)
{
	return event_open(t, e) && (event_weight(t, e) > 0 || in_edge(t, e, step));
}

static inline int64_t
step_room(const struct task *t, const struct usage *u, int32_t s)
{
	return t->capacity - t->flat->floor[s] - u->decided[s];
}

/* Edges of a step that nothing rules out. */
int32_t cut_edges(const struct task *, int32_t step, struct flat_edge *to);
/* The most that they save; ROOM holds as many as the step has. */
int64_t cut_edges_saved(const struct task *, int32_t step, struct usage *,
			struct flat_edge *room);

/* Decides gaps in t->state and fills the sums for what is left. */
void cut_down(struct task *, struct usage *, struct flat_edge *edges, uint8_t *felt);

#endif
