/*
 * Allocation problems made up for measurements, the same on every machine.
 */
#ifndef BENCH_PACK_MAKE_H
#define BENCH_PACK_MAKE_H

#include "base/num.h"
#include "planner/pack.h"

enum { PLANTED_HEIGHT = 1 << 20, PLANTED_UNIT = 64 };

static inline uint64_t
make_draw(uint64_t *state, uint64_t n)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (*state >> 33) % n;
}

/* A cut through 1..n-1, between 15 and 85 percent. */
static inline int64_t
make_cut(uint64_t *state, int64_t n)
{
	int64_t percent = 15 + (int64_t)make_draw(state, 71);

	return min_i64(n - 1, max_i64(1, n * percent / 100));
}

static inline void
make_swap(struct pack_buffer *a, struct pack_buffer *b)
{
	struct pack_buffer t = *a;

	*a = *b;
	*b = t;
}

static inline void
make_shuffle(struct pack_buffer *list, int32_t n, uint64_t *state)
{
	int32_t i;

	for (i = n - 1; i > 0; i--)
		make_swap(&list[i], &list[make_draw(state, (uint64_t)i + 1)]);
}

static inline int64_t
make_area(const struct pack_buffer *b)
{
	return (b->to - b->from) * b->size;
}

/* The list is a heap by area: its root has shrunk. */
static inline void
make_sink(struct pack_buffer *heap, int32_t n)
{
	int32_t i = 0, child;

	for (;; i = child) {
		child = 2 * i + 1;
		if (child >= n)
			return;
		if (child + 1 < n &&
		    make_area(&heap[child + 1]) > make_area(&heap[child]))
			child++;
		if (make_area(&heap[child]) <= make_area(&heap[i]))
			return;
		make_swap(&heap[i], &heap[child]);
	}
}

static inline void
make_rise(struct pack_buffer *heap, int32_t i)
{
	for (; i && make_area(&heap[i]) > make_area(&heap[(i - 1) / 2]);
	     i = (i - 1) / 2)
		make_swap(&heap[i], &heap[(i - 1) / 2]);
}

/*
 * Planted: a rectangle of memory and steps, whose largest piece is cut again
 * and again, in time or in size.  The least height is the rectangle's, which
 * is also the load of every step.
 */
static inline void
make_planted(struct pack_buffer *list, int32_t n, uint64_t seed)
{
	uint64_t state = seed * 7919 + 17;
	struct pack_buffer part;
	int64_t at;
	int32_t k;
	bool in_time;

	list[0] = (struct pack_buffer){PACK_DEFAULTS};
	list[0].size = PLANTED_HEIGHT / PLANTED_UNIT;
	list[0].to = max_i64(2 * (int64_t)n, 200);
	for (k = 1; k < n; k++) {
		in_time = make_draw(&state, 2);
		if (list[0].size < 2 || list[0].to - list[0].from < 2)
			in_time = list[0].size < 2;
		part = list[0];
		at = make_cut(&state, in_time ? part.to - part.from : part.size);
		if (in_time) {
			part.from += at;
			list[0].to = part.from;
		} else {
			part.size -= at;
			list[0].size = at;
		}
		make_sink(list, k);
		list[k] = part;
		make_rise(list, k);
	}
	for (k = 0; k < n; k++)
		list[k].size *= PLANTED_UNIT;
	make_shuffle(list, n, &state);
}

/* Like a network: sizes fall in stages; most lives are short, a few reach far. */
static inline void
make_network(struct pack_buffer *list, int32_t n, uint64_t seed)
{
	static const int64_t eighths[] = {8, 8, 8, 4, 2, 16};
	uint64_t state = seed * 104729 + 3;
	int64_t life, far = n / 10 > 11 ? n / 10 : 11;
	int32_t t;

	for (t = 0; t < n; t++) {
		list[t] = (struct pack_buffer){PACK_DEFAULTS};
		list[t].size = (INT64_C(1) << (19 - (int64_t)t * 5 / n)) / 8 *
			       eighths[make_draw(&state, 6)] / 64 * 64;
		life = 2;
		if (make_draw(&state, 10) >= 7)
			life = make_draw(&state, 5) < 4
				       ? 3 + (int64_t)make_draw(&state, 7)
				       : 11 + (int64_t)make_draw(&state,
								 (uint64_t)far - 9);
		list[t].from = t;
		list[t].to = min_i64(n + 1, t + life);
	}
	make_shuffle(list, n, &state);
}

#endif
