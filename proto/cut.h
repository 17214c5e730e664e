/*
 * What a message looks like once its elements are gone.
 */
#ifndef PROTO_CUT_H
#define PROTO_CUT_H

#include "proto/emit.h"
#include "proto/skim.h"

/* Contents of a message that ends where the emitted bytes end. */
struct cut {
	struct emit *out;
	size_t contents;
	enum skim_mode mode;
	const struct grammar *grammar;
	struct cut_note note; /* about the elements, which may be partly there */
	int64_t *weights;     /* bytes of the external file that are taken */
};

/* Removes the elements, and leaves what the mode wants instead. */
void cut_elements(struct cut *);

/* Joins the varints of a repeated field to one packed field, by way of SPARE. */
void cut_pack(struct emit *, size_t contents, uint32_t field, struct emit *spare);

#endif
