#include "planner/pack_sort.h"

#include <string.h>

enum { RUN = 16 };

static void
sort_run(struct key *k, int32_t n)
{
	struct key x;
	int32_t i, j;

	for (i = 1; i < n; i++) {
		x = k[i];
		for (j = i; j > 0 && k[j - 1].key > x.key; j--)
			k[j] = k[j - 1];
		k[j] = x;
	}
}

static void
merge(const struct key *a, int32_t na, const struct key *b, int32_t nb, struct key *to)
{
	int32_t i = 0, j = 0;

	while (i < na && j < nb)
		*to++ = b[j].key < a[i].key ? b[j++] : a[i++];
	memcpy(to, a + i, (size_t)(na - i) * sizeof(*to));
	memcpy(to + (na - i), b + j, (size_t)(nb - j) * sizeof(*to));
}

void
keys_sort(struct key *k, int32_t n, struct key *scratch)
{
	struct key *from = k, *to = scratch, *t;
	int64_t width, i, na, nb;

	for (i = 0; i < n; i += RUN)
		sort_run(k + i, (int32_t)(n - i < RUN ? n - i : RUN));
	for (width = RUN; width < n; width *= 2) {
		for (i = 0; i < n; i += 2 * width) {
			na = n - i < width ? n - i : width;
			nb = n - i - na < width ? n - i - na : width;
			merge(from + i, (int32_t)na, from + i + na, (int32_t)nb,
			      to + i);
		}
		t = from;
		from = to;
		to = t;
	}
	if (from != k)
		memcpy(k, from, (size_t)n * sizeof(*k));
}
