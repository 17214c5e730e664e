/*
 * Names come from strangers: every sink has its own way of being hurt.
 */
#ifndef CLI_ESCAPE_H
#define CLI_ESCAPE_H

#include "base/str.h"

enum sink {
	SINK_TERMINAL, /* control and bidirectional characters, invalid UTF-8 */
	SINK_CSV,      /* also quoted, and never a formula */
	SINK_MD,       /* also table bars, markup, mentions and links */
	SINK_XML,      /* also entities; what XML 1.0 cannot hold becomes U+FFFD */
	SINK_HTML,
	SINK_GITHUB, /* workflow commands: the data part of ::error ...:: */
	SINK_COUNT
};

/* Adds a name so that it is only a name. */
void text_name(struct text *, enum sink, const char *);

/* The same, as a string of the text's arena. */
const char *escaped(struct arena *, enum sink, const char *);

#endif
