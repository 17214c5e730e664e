#include "analyzer/import_build.h"

/* What each node of the list needs: need[start[i]] up to need[start[i + 1]]. */
struct needs {
	struct build *b;
	const struct frame *frame;
	int32_t *start, *need, n, room;
};

/* The names that a body defines hide those outside it. */
struct shade {
	const struct names *names;
	const struct shade *outer;
};

static void
add_need(struct needs *w, const struct shade *shade, const char *name)
{
	int32_t made;

	if (!name[0])
		return;
	for (; shade; shade = shade->outer)
		if (names_get(shade->names, name) >= 0)
			return;
	made = names_get(w->frame->names, name);
	if (made > UNMADE || made == ABSENT)
		return;
	if (w->n == w->room) {
		w->need = arena_grow(w->b->arena, w->need, (size_t)w->n,
				     (size_t)w->room * 2, sizeof(*w->need));
		w->room *= 2;
	}
	w->need[w->n++] = UNMADE - made;
}

static void add_graph(struct needs *, const struct shade *, const struct graph_def *);

static void
add_node(struct needs *w, const struct shade *shade, const struct node_def *def)
{
	const struct attr_def *a;
	int32_t i;
	size_t k;

	for (i = 0; i < def->n_inputs; i++)
		add_need(w, shade, def->inputs[i]);
	for (i = 0; i < def->n_attrs; i++) {
		a = &def->attrs[i];
		if (a->type == ATTR_GRAPH && a->g)
			add_graph(w, shade, a->g);
		for (k = 0; a->type == ATTR_GRAPHS && k < a->n; k++)
			add_graph(w, shade, &a->graphs[k]);
	}
}

static void
add_graph(struct needs *w, const struct shade *outer, const struct graph_def *g)
{
	struct names *names = names_new(w->b->arena);
	struct shade shade = {names, outer};
	int32_t i, k;

	for (i = 0; i < g->n_inputs; i++)
		names_put(names, g->inputs[i].name, 1);
	for (i = 0; i < g->n_initializers; i++)
		names_put(names, g->initializers[i].name, 1);
	for (i = 0; i < g->n_nodes; i++)
		for (k = 0; k < g->nodes[i].n_outputs; k++)
			names_put(names, g->nodes[i].outputs[k], 1);
	for (i = 0; i < g->n_nodes; i++)
		add_node(w, &shade, &g->nodes[i]);
	for (i = 0; i < g->n_outputs; i++)
		add_need(w, &shade, g->outputs[i].name);
}

static void
add_list(struct needs *w, const struct node_list *list)
{
	int32_t i;

	w->room = 4 * list->n + 16;
	w->need = arena_new(w->b->arena, int32_t, w->room);
	w->start = arena_new(w->b->arena, int32_t, list->n + 1);
	for (i = 0; i < list->n; i++) {
		w->start[i] = w->n;
		add_node(w, NULL, &list->defs[i]);
	}
	w->start[list->n] = w->n;
}

static const char *
def_label(struct build *b, const struct node_list *list, int32_t i)
{
	const struct node_def *def = &list->defs[i];

	return arena_printf(b->arena, "node %d (%s%s%s%s)", (int)i, def->op_type,
			    def->name[0] ? ", '" : "", def->name,
			    def->name[0] ? "'" : "");
}

/* The nodes from the first visit of I up to the one that needs it again. */
static enum status
cycle(struct build *b, const struct node_list *list, const int32_t *stack,
      int32_t depth, int32_t i)
{
	int32_t at = depth - 1;
	struct text text;

	while (at > 0 && stack[at] != i)
		at--;
	text_open(&text, b->arena);
	for (; at < depth && text.n < 400; at++) {
		text_puts(&text, def_label(b, list, stack[at]));
		text_puts(&text, " needs ");
	}
	text_puts(&text, at < depth ? "..." : def_label(b, list, i));
	return diag_error(b->diags, ERR_INPUT, "cycle",
			  "nodes need each other's outputs: %s", text.s);
}

enum { WAITING, OPEN, DONE };

/* Finishes ROOT after all it needs: a walk in depth without recursion. */
static enum status
finish(struct needs *w, const struct node_list *list, unsigned char *state,
       int32_t *stack, int32_t *next, int32_t root, int32_t *order, int32_t *n)
{
	int32_t depth = 0, i, j;

	stack[depth++] = root;
	state[root] = OPEN;
	while (depth > 0) {
		i = stack[depth - 1];
		if (next[i] == w->start[i + 1]) {
			state[i] = DONE;
			order[(*n)++] = i;
			depth--;
			continue;
		}
		j = w->need[next[i]++];
		if (state[j] == OPEN)
			return cycle(w->b, list, stack, depth, j);
		if (state[j] == WAITING) {
			state[j] = OPEN;
			stack[depth++] = j;
		}
	}
	return OK;
}

enum status
import_order(struct build *b, const struct frame *frame, const struct node_list *list,
	     int32_t *order)
{
	struct needs w = {.b = b, .frame = frame};
	unsigned char *state = arena_new(b->arena, unsigned char, list->n + 1);
	int32_t *stack = arena_new(b->arena, int32_t, list->n + 1);
	int32_t *next, i, n = 0;

	add_list(&w, list);
	next = arena_grow(b->arena, w.start, (size_t)list->n, (size_t)list->n + 1,
			  sizeof(*next));
	for (i = 0; i < list->n; i++)
		if (state[i] == WAITING)
			TRY(finish(&w, list, state, stack, next, i, order, &n));
	return OK;
}
