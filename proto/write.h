/*
 * A model's skeleton: the same graph in a file without weights.
 *
 * It is an ONNX file that plans exactly as the model does.  Elements of over
 * MODEL_SMALL bytes are declared external, in "weights.bin", which does not
 * exist, with the length that they have; floats of an attribute, which cannot
 * be external, become as many zeros; longer strings of attributes become
 * empty.  Doc strings, and metadata of anything but the model, are dropped:
 * they hold file names and stack traces.  All else stays as it is, fields
 * that we do not know included.  The same model gives the same bytes, and a
 * skeleton's skeleton is itself.
 */
#ifndef PROTO_WRITE_H
#define PROTO_WRITE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"

struct skeleton {
	const unsigned char *bytes;
	size_t n;
};

/* The skeleton of the model in a file, or of standard input where it is "-". */
enum status model_strip(struct skeleton *, const char *path, struct arena *,
			struct diags *);

enum status model_strip_bytes(struct skeleton *, const void *, size_t n,
			      const char *name, struct arena *, struct diags *);

/* Puts bytes in a file; the old one stays whole until the new one is. */
enum status file_write(const char *path, const void *, size_t n, struct diags *);

#endif
