/*
 * What a file is that is not a model, from its first bytes.
 */
#ifndef PROTO_SNIFF_H
#define PROTO_SNIFF_H

#include <stddef.h>

#include "base/diag.h"

enum { SNIFF_BYTES = 512 };

/* An error that says what it is and what to do; OK when there is nothing to say. */
enum status sniff(const unsigned char *head, size_t n, const char *path,
		  struct diags *);

#endif
