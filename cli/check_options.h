/*
 * The options of plan as keys of a configuration: "batch_axis" is
 * --batch-axis.  A number or a string is the argument, true is the bare
 * option, a list is joined, and an object gives the option once per key:
 *
 *	"bind": {"seq": 128}, "input": {"data": [1, 3, 224, 224]}
 */
#ifndef CLI_CHECK_OPTIONS_H
#define CLI_CHECK_OPTIONS_H

#include <jansson.h>

#include "cli/command.h"

struct check_options {
	char **argv;        /* "--batch=1,8" */
	const char **where; /* where each stands */
	size_t n;
};

/* The option that a key stands for, or -1. */
int check_option_find(const char *key);

/* The most like KEY among these keys and OWN. */
const char *check_option_nearest(const char *key, const char *const *own, size_t n_own,
				 struct arena *);

/* DIRECTORY is where relative files are. */
enum status check_option_add(struct check_options *, const char *key, json_t *,
			     const char *where, const char *directory,
			     struct request *);

/* A request as plan would get it. */
enum status check_options_read(const struct check_options *, struct request **,
			       struct request *);

#endif
