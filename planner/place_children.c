/*
 * The labels of the next row while they are made: one for each state, the
 * cheapest of those that lead to it.
 */
#include "planner/place_choose.h"

#include "base/hash.h"
#include "base/num.h"

#include <string.h>

void
children_open(struct children *to, const struct task *t, struct arena *a)
{
	int32_t items = 1, edges = 1;

	for (int32_t r = 0; r < t->n_rows; r++) {
		items = max_i64(items, t->rows[r].n_items + 1);
		edges = max_i64(edges, t->rows[r].n_edges + 1);
	}
	to->pool = (struct pool){.words = t->words, .arena = a};
	to->table_size = 64;
	to->table = arena_new(a, int32_t, to->table_size);
	to->sets = arena_new(a, uint64_t, 2 * N_SETS * t->words);
	to->candidates = arena_new(a, struct candidate, items);
	to->rest = arena_new(a, int64_t, items + 1);
	to->out = arena_new(a, bool, items);
	to->used = arena_new(a, uint8_t, edges);
	to->scratch = arena_new(a, int64_t, 6 * edges);
}

void
children_clear(struct children *to)
{
	if (to->pool.n)
		memset(to->table, 0, to->table_size * sizeof(*to->table));
	to->pool.n = 0;
}

static unsigned
status_of(const uint64_t *sets, int32_t words, int32_t slot)
{
	int32_t k = slot / 64, b = slot % 64;

	return (unsigned)(sets[SET_EVICTED * words + k] >> b & 1) << 2 |
	       (unsigned)(sets[SET_WRITTEN * words + k] >> b & 1) << 1 |
	       (unsigned)(sets[SET_FIRM * words + k] >> b & 1);
}

static void
set_status(uint64_t *sets, int32_t words, int32_t slot, unsigned status)
{
	int32_t k = slot / 64;
	uint64_t b = UINT64_C(1) << (slot % 64);

	for (int i = 0; i < 3; i++) {
		uint64_t *w = &sets[i * words + k];

		*w = status >> (2 - i) & 1 ? *w | b : *w & ~b;
	}
}

/* The state as a key: among kin, the evicted come first. */
static void
sort_kin(const struct row *r, uint64_t *key, int32_t words)
{
	int32_t count[8], i, k;

	for (i = 0; i < r->n_kin; i = k + 1) {
		memset(count, 0, sizeof(count));
		for (k = i; r->kin[k] >= 0; k++)
			count[status_of(key, words, r->kin[k])]++;
		k = i;
		for (int status = 7; status >= 0; status--)
			for (; count[status] > 0; count[status]--)
				set_status(key, words, r->kin[k++], (unsigned)status);
	}
}

static uint64_t
hash_state(const uint64_t *sets, int32_t n)
{
	uint64_t h = HASH_SEED;

	for (int32_t k = 0; k < n; k++) {
		h = (h ^ sets[k]) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 29;
	}
	return h;
}

static void
rehash(struct children *to)
{
	const struct pool *p = &to->pool;

	to->table_size *= 2;
	to->table = arena_new(p->arena, int32_t, to->table_size);
	for (int32_t i = 0; i < p->n; i++) {
		uint64_t h = hash_state(pool_set(p, i, SET_KEY), 3 * p->words);

		while (to->table[h & (to->table_size - 1)])
			h++;
		to->table[h & (to->table_size - 1)] = i + 1;
	}
}

/* The label with this state, made if there is none. */
static int32_t
find(struct children *to, const uint64_t *sets, bool *made)
{
	struct pool *p = &to->pool;
	uint64_t h;
	int32_t i;

	if (2 * p->n >= to->table_size)
		rehash(to);
	h = hash_state(sets + SET_KEY * p->words, 3 * p->words);
	for (; (i = to->table[h & (to->table_size - 1)]); h++)
		if (!memcmp(pool_set(p, i - 1, SET_KEY), sets + SET_KEY * p->words,
			    3 * p->words * sizeof(*sets))) {
			*made = false;
			return i - 1;
		}
	i = pool_add(p);
	to->table[h & (to->table_size - 1)] = i + 1;
	*made = true;
	return i;
}

static bool
better(const struct label *a, const struct label *b)
{
	return a->cost != b->cost ? a->cost < b->cost : a->peak < b->peak;
}

void
children_add(struct children *to, const struct row *row, uint64_t *sets,
	     const struct label *label)
{
	int32_t words = to->pool.words, i;
	bool made;

	memcpy(sets + SET_KEY * words, sets, 3 * words * sizeof(*sets));
	if (row->n_kin)
		sort_kin(row, sets + SET_KEY * words, words);
	i = find(to, sets, &made);
	if (!made && !better(label, &to->pool.label[i]))
		return;
	to->pool.label[i] = *label;
	memcpy(pool_set(&to->pool, i, 0), sets, N_SETS * words * sizeof(*sets));
}
