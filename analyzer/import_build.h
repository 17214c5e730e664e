/*
 * A graph under construction: what the parts of import share.
 *
 * A frame is a namespace: the top graph, a body inside it, or one call of a
 * function.  A body sees its parent's names; a call sees only its own, and
 * its nodes join the caller's scope.
 */
#ifndef ANALYZER_IMPORT_BUILD_H
#define ANALYZER_IMPORT_BUILD_H

#include "analyzer/graph.h"
#include "base/str.h"
#include "proto/model.h"

/* One list of nodes, wherever it comes from. */
struct node_list {
	const struct node_def *defs;
	int32_t n;
};

struct frame {
	const struct frame *parent; /* whose names are seen as well */
	/*
	 * To value_id; a name that a node is still to define has UNMADE minus
	 * the node's index, so that the order can be found before there are
	 * values.
	 */
	struct names *names;
	scope_id scope;
	const char *prefix; /* of the names of values and nodes */
	/* of a function call, and of the bodies inside it */
	const struct function_def *function;
	const struct node *call;    /* whose attributes are referred to */
	const struct frame *caller; /* where the call is */
	struct names *results;      /* the function's outputs to the call's */
	int32_t ordinal;            /* of the call, or -1 */
	int32_t depth;              /* of calls */
};

enum {
	UNMADE = -2,
	ABSENT = INT32_MIN, /* a function's input that the call leaves out */
};

struct build {
	struct graph *graph;
	struct arena *arena;
	struct diags *diags;
	int32_t room_values, room_nodes, room_scopes;
	struct names *ops; /* domain and type to number in found */
	const struct op **found;
	int32_t n_found, room_found;
	struct names *functions; /* domain, name, overload to index */
	int32_t n_calls, n_inlined;
};

enum {
	CALLS_DEEP = 64,     /* functions that call functions */
	INLINED_MAX = 50000, /* nodes that calls may add to a model */
};

struct value *import_value(struct build *, const char *name, scope_id);
struct scope *import_scope(struct build *, const char *name, scope_id parent,
			   node_id owner);

/* NO_VALUE when no such name is seen from here; or ABSENT. */
value_id import_lookup(const struct frame *, const char *name);

/*
 * The order in which the nodes of a list can run: as in the file where that
 * works, otherwise each after what it needs.  The frame has the list's names
 * as UNMADE.  ERR_INPUT, naming the nodes, when they need each other.
 */
enum status import_order(struct build *, const struct frame *, const struct node_list *,
			 int32_t *order);

/* A list's nodes into the frame's scope, in order. */
enum status import_nodes(struct build *, struct frame *, const struct node_list *);
/* A whole graph into a frame whose scope exists. */
enum status import_body(struct build *, struct frame *, const struct graph_def *);
/* A value for an output's name; an error when the name is taken. */
value_id import_output(struct build *, struct frame *, const char *name);
/* The node, into its scope; its outputs learn their producer. */
node_id import_node(struct build *, const struct node *);

/* Whether a node calls a function of the model; then the index, else -1. */
int32_t inline_find(struct build *, const struct node_def *);
/* Puts the function's nodes in place of the call NODE, which is not kept. */
enum status inline_call(struct build *, const struct frame *, const struct node *call,
			int32_t function);
/* An attribute as the call has it: references resolved.  NULL: absent. */
const struct attr_def *inline_attr(struct build *, const struct frame *,
				   const struct attr_def *);
void inline_index(struct build *);

#endif
