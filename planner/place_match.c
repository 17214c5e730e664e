/*
 * Which in-place edges of one step to use: a matching of most weight, by
 * augmenting paths of most gain (Bellman and Ford; a step has few edges).
 */
#include "planner/place_flat.h"

#include <string.h>

struct side {
	int64_t *node; /* per edge: the first edge with the same end */
	int64_t *mate; /* per node: the edge in use there, or -1 */
};

/* No two usable edges meet: all are used. */
static bool
disjoint(const struct flat_edge *e, int32_t n, const uint8_t *used, int64_t *sum)
{
	*sum = 0;
	for (int32_t i = 0; i < n; i++) {
		if (!used[i])
			continue;
		for (int32_t k = 0; k < i; k++)
			if (used[k] && (e[k].from == e[i].from || e[k].to == e[i].to))
				return false;
		*sum += e[i].saved;
	}
	return true;
}

static void
number_ends(const struct flat_edge *e, int32_t n, struct side *from, struct side *to)
{
	for (int32_t i = 0; i < n; i++) {
		int32_t a = 0, b = 0;

		while (e[a].from != e[i].from)
			a++;
		while (e[b].to != e[i].to)
			b++;
		from->node[i] = a;
		to->node[i] = b;
		from->mate[i] = to->mate[i] = -1;
	}
}

/*
 * Gains of alternating paths: gain[b] is the best that ends in node b of TO,
 * by edge via[b].  True until nothing changes.
 */
static bool
relax(const struct flat_edge *e, int32_t n, const uint8_t *may, const struct side *from,
      const struct side *to, int64_t *gain, int64_t *via)
{
	bool changed = false;

	for (int32_t i = 0; i < n; i++) {
		int64_t a = from->node[i], b = to->node[i], m = from->mate[a];
		int64_t g = e[i].saved;

		if (!may[i] || m == i)
			continue;
		if (m >= 0) {
			if (via[to->node[m]] < 0)
				continue;
			g += gain[to->node[m]] - e[m].saved;
		}
		if (via[b] >= 0 && gain[b] >= g)
			continue;
		gain[b] = g;
		via[b] = i;
		changed = true;
	}
	return changed;
}

/* One more edge in use, along the path of most gain; false when none gains. */
static bool
augment(const struct flat_edge *e, int32_t n, const uint8_t *may, struct side *from,
	struct side *to, int64_t *gain, int64_t *via)
{
	int64_t end = -1, at;

	for (int32_t i = 0; i < n; i++)
		via[i] = -1;
	for (int32_t round = 0; round <= n; round++)
		if (!relax(e, n, may, from, to, gain, via))
			break;
	for (int32_t b = 0; b < n; b++)
		if (via[b] >= 0 && to->mate[b] < 0 && gain[b] > 0 &&
		    (end < 0 || gain[b] > gain[end]))
			end = b;
	for (at = end; at >= 0;) {
		int64_t i = via[at], a = from->node[i], old = from->mate[a];

		from->mate[a] = i;
		to->mate[at] = i;
		at = old >= 0 ? to->node[old] : -1;
	}
	return end >= 0;
}

int64_t
flat_match(const struct flat_edge *e, int32_t n, uint8_t *used, int64_t *scratch)
{
	struct side from = {scratch, scratch + n},
		    to = {scratch + 2 * n, scratch + 3 * n};
	int64_t *gain = scratch + 4 * n, *via = scratch + 5 * n, sum;

	if (disjoint(e, n, used, &sum))
		return sum;
	number_ends(e, n, &from, &to);
	while (augment(e, n, used, &from, &to, gain, via))
		;
	memset(used, 0, n);
	sum = 0;
	for (int32_t a = 0; a < n; a++)
		if (from.mate[a] >= 0) {
			used[from.mate[a]] = 1;
			sum += e[from.mate[a]].saved;
		}
	return sum;
}
