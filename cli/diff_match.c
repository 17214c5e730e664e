#include "cli/diff_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "cli/diff_rank.h"
#include "cli/diff_values.h"

/* How alike layers must be in a round. */
enum likeness { STRICT, LOOSE, BASE };

static const struct round {
	int radius;
	enum likeness likeness;
	bool named;  /* the name has to be the same as well */
	bool unique; /* pair what is unique; else only neighbours of pairs */
} rounds[] = {
	{4, STRICT, true, true},  {4, STRICT, false, true}, {2, STRICT, true, true},
	{2, STRICT, false, true}, {1, STRICT, true, true},  {1, STRICT, false, true},
	{0, STRICT, true, true},  {0, STRICT, false, true}, {2, LOOSE, true, true},
	{2, LOOSE, false, true},  {0, LOOSE, true, true},   {1, LOOSE, false, true},
	{0, LOOSE, false, false}, {0, BASE, true, true},    {0, BASE, false, false},
};

struct matcher {
	const struct outline *o[2];
	struct match *m;
	uint64_t *key[2], *next[2];
	const int32_t *rank[2]; /* per layer: that of its body */
	struct pair *pairs;     /* all, in the order they were found */
	int32_t n_pairs, n_walked;
	struct arena *arena;
};

static uint64_t
mix(uint64_t a, uint64_t b)
{
	uint64_t pair[2] = {a, b};

	return hash_bytes(pair, sizeof(pair), HASH_SEED);
}

static uint64_t
mix_name(uint64_t a, const char *name)
{
	return mix(a, hash_bytes(name, strlen(name), HASH_SEED));
}

/* Which operand of a layer a value is. */
static int32_t
operand(const struct outline *o, int32_t layer, int32_t value)
{
	int32_t k;

	for (k = 0; k < o->layers[layer].n_inputs; k++)
		if (o->layers[layer].inputs[k] == value)
			return k;
	return -1;
}

/* --- surroundings --- */

static uint64_t
above(const struct outline *o, const uint64_t *key, const struct outline_layer *l,
      enum likeness like)
{
	const struct outline_value *v;
	uint64_t sum = 0;
	int32_t k;

	for (k = 0; k < l->n_inputs; k++) {
		if (l->inputs[k] < 0)
			continue;
		v = &o->values[l->inputs[k]];
		if (v->def >= 0)
			sum = mix(sum, mix(key[v->def], (uint64_t)v->output));
		else
			sum = mix(sum, like == STRICT ? mix_name(1, v->type) : 1);
	}
	return sum;
}

static uint64_t
below(const struct outline *o, const uint64_t *key, const struct outline_layer *l)
{
	const struct outline_value *v;
	uint64_t sum = 0;
	int32_t k, u;

	for (k = 0; k < l->n_outputs; k++) {
		if (l->outputs[k] < 0)
			continue;
		v = &o->values[l->outputs[k]];
		sum += v->is_output;
		for (u = 0; u < v->n_uses; u++)
			sum += mix(
				key[v->uses[u]],
				(uint64_t)(operand(o, v->uses[u], l->outputs[k]) * 64 +
					   k));
	}
	return sum;
}

static void
find_keys(struct matcher *x, int side, int radius, enum likeness like)
{
	const struct outline *o = x->o[side];
	const struct outline_layer *l;
	uint64_t *swap;
	int32_t i;

	for (i = 0; i < o->n_layers; i++) {
		l = &o->layers[i];
		x->key[side][i] = like == STRICT  ? l->strict
				  : like == LOOSE ? l->loose
						  : l->base;
	}
	while (radius-- > 0) {
		for (i = 0; i < o->n_layers; i++) {
			l = &o->layers[i];
			x->next[side][i] = mix(
				mix(x->key[side][i], above(o, x->key[side], l, like)),
				below(o, x->key[side], l));
		}
		swap = x->key[side];
		x->key[side] = x->next[side];
		x->next[side] = swap;
	}
}

/* --- pairs --- */

static void
pair(struct matcher *x, int32_t old, int32_t now)
{
	x->m->layers[0][old] = now;
	x->m->layers[1][now] = old;
	x->pairs[x->n_pairs++] = (struct pair){old, now};
}

struct entry {
	uint64_t key;
	int32_t side, rank, layer;
};

static int
by_key(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->side != b->side)
		return a->side - b->side;
	if (a->rank != b->rank)
		return a->rank - b->rank;
	return a->layer < b->layer ? -1 : a->layer > b->layer;
}

/* How many of the entries from I on stand for the same as the first. */
static size_t
run_of(const struct entry *e, size_t n, size_t i, bool sides)
{
	size_t end = i + 1;

	while (end < n && e[end].key == e[i].key &&
	       (!sides || (e[end].side == e[i].side && e[end].rank == e[i].rank)))
		end++;
	return end - i;
}

/* One layer of each side's first body that has any. */
static void
pair_first(struct matcher *x, const struct entry *e, size_t n)
{
	size_t k = 0;

	while (k < n && !e[k].side)
		k++;
	if (k && k < n && run_of(e, n, 0, true) == 1 && run_of(e, n, k, true) == 1)
		pair(x, e[0].layer, e[k].layer);
}

static void
pair_unique(struct matcher *x, bool named)
{
	size_t most = (size_t)x->o[0]->n_layers + (size_t)x->o[1]->n_layers, n = 0, i,
	       run;
	struct entry *e = arena_new(x->arena, struct entry, most + 2);
	int32_t side, k;

	for (side = 0; side < 2; side++)
		for (k = 0; k < x->o[side]->n_layers; k++) {
			if (x->m->layers[side][k] != UNMATCHED)
				continue;
			e[n++] = (struct entry){
				named ? mix_name(x->key[side][k],
						 x->o[side]->layers[k].name)
				      : x->key[side][k],
				side, x->rank[side][k], k};
		}
	qsort(e, n, sizeof(*e), by_key);
	for (i = 0; i < n; i += run) {
		run = run_of(e, n, i, false);
		pair_first(x, e + i, run);
	}
}

/* The unmatched readers of a value that have a key, as the same operand. */
static int32_t
alike(const struct matcher *x, int side, int32_t value, uint64_t key, int32_t place,
      int32_t *list)
{
	const struct outline_value *v = &x->o[side]->values[value];
	int32_t i, n = 0;

	for (i = 0; i < v->n_uses; i++)
		if (x->m->layers[side][v->uses[i]] == UNMATCHED &&
		    x->key[side][v->uses[i]] == key &&
		    operand(x->o[side], v->uses[i], value) == place)
			list[n++] = v->uses[i];
	return n;
}

enum { READERS_MAX = 64 }; /* a value with more is no guide */

/* Pairs the readers of two values that are one. */
static void
pair_readers(struct matcher *x, int32_t old, int32_t now)
{
	const struct outline_value *v = &x->o[0]->values[old];
	int32_t a[READERS_MAX], b[READERS_MAX], i, k, n;

	if (v->n_uses > READERS_MAX || x->o[1]->values[now].n_uses > READERS_MAX)
		return;
	for (i = 0; i < v->n_uses; i++) {
		int32_t u = v->uses[i], place = operand(x->o[0], u, old);
		uint64_t key = x->key[0][u];

		if (x->m->layers[0][u] != UNMATCHED)
			continue;
		n = alike(x, 0, old, key, place, a);
		if (n != alike(x, 1, now, key, place, b))
			continue;
		for (k = 0; k < n; k++)
			pair(x, a[k], b[k]);
	}
}

/* Pairs the layers that make two values that are one. */
static void
pair_makers(struct matcher *x, int32_t old, int32_t now)
{
	int32_t a = x->o[0]->values[old].def, b = x->o[1]->values[now].def;

	if (a < 0 || b < 0 || x->m->layers[0][a] != UNMATCHED ||
	    x->m->layers[1][b] != UNMATCHED || x->key[0][a] != x->key[1][b] ||
	    x->o[0]->values[old].output != x->o[1]->values[now].output)
		return;
	pair(x, a, b);
}

static void
walk(struct matcher *x, const struct pair *p)
{
	const struct outline_layer *a = &x->o[0]->layers[p->old],
				   *b = &x->o[1]->layers[p->now];
	int32_t k;

	for (k = 0; k < a->n_outputs && k < b->n_outputs; k++)
		if (a->outputs[k] >= 0 && b->outputs[k] >= 0)
			pair_readers(x, a->outputs[k], b->outputs[k]);
	if (a->n_inputs != b->n_inputs)
		return;
	for (k = 0; k < a->n_inputs; k++)
		if (a->inputs[k] >= 0 && b->inputs[k] >= 0)
			pair_makers(x, a->inputs[k], b->inputs[k]);
}

static void
play(struct matcher *x, const struct round *r)
{
	find_keys(x, 0, r->radius, r->likeness);
	find_keys(x, 1, r->radius, r->likeness);
	if (r->unique)
		pair_unique(x, r->named);
	if (r->named)
		return;
	for (x->n_walked = 0; x->n_walked < x->n_pairs; x->n_walked++)
		walk(x, &x->pairs[x->n_walked]);
}

static int32_t *
unmatched(struct arena *a, int32_t n)
{
	int32_t *list = arena_new(a, int32_t, (size_t)n + 1), i;

	for (i = 0; i < n; i++)
		list[i] = UNMATCHED;
	return list;
}

void
match_outlines(struct match *m, const struct outline *old, const struct outline *now,
	       struct arena *arena)
{
	struct matcher x = {.o = {old, now}, .m = m, .arena = arena};
	int32_t side;
	size_t i, n;

	for (side = 0; side < 2; side++) {
		n = (size_t)x.o[side]->n_layers + 1;
		m->layers[side] = unmatched(arena, x.o[side]->n_layers);
		m->values[side] = unmatched(arena, x.o[side]->n_values);
		x.key[side] = arena_new(arena, uint64_t, n);
		x.next[side] = arena_new(arena, uint64_t, n);
		x.rank[side] = rank_layers(x.o[side], x.o[!side], arena);
	}
	x.pairs = arena_new(arena, struct pair, (size_t)old->n_layers + 1);
	for (i = 0; i < sizeof(rounds) / sizeof(*rounds); i++)
		play(&x, &rounds[i]);
	match_values(m, old, now, x.pairs, x.n_pairs, arena);
}

static int32_t *
identity(struct arena *a, int32_t n)
{
	int32_t *list = unmatched(a, n), i;

	for (i = 0; i < n; i++)
		list[i] = i;
	return list;
}

void
match_same(struct match *m, const struct outline *o, struct arena *a)
{
	m->layers[0] = m->layers[1] = identity(a, o->n_layers);
	m->values[0] = m->values[1] = identity(a, o->n_values);
}
