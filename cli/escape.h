/*
 * Names come from strangers: every sink has its own way of being hurt.
 */
#ifndef CLI_ESCAPE_H
#define CLI_ESCAPE_H

#include "base/str.h"

enum sink {
	/* control and bidirectional characters, invalid UTF-8, what a CI log obeys */
	SINK_TERMINAL,
	SINK_CSV, /* also quoted, and never a formula */
	SINK_MD,  /* as a code span, where nothing is markup, mention or link */
	SINK_XML, /* also entities */
	SINK_HTML,
	SINK_GITHUB,          /* workflow commands: the text after ::error ...:: */
	SINK_GITHUB_PROPERTY, /* and the value in file=... */
	SINK_OPENMETRICS,     /* a label's value, with its quotes */
	SINK_COUNT
};

/* Adds a name so that it is only a name. */
void text_name(struct text *, enum sink, const char *);

/* The same, as a string of the text's arena. */
const char *escaped(struct arena *, enum sink, const char *);

/*
 * Adds N bytes of JSON.  What a viewer would obey or hide becomes \uNNNN,
 * which a reader of the JSON takes for the same.
 */
void text_json(struct text *, const char *, size_t n);

#endif
