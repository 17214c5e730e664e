/*
 * What may stand in a message, as the skimmer needs it: the schema's
 * descriptors and the table skim.def in one array per message.
 */
#ifndef PROTO_GRAMMAR_H
#define PROTO_GRAMMAR_H

#include <stdbool.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "base/arena.h"

/* Up to ACT_PACK a short field is copied as it stands. */
enum act { ACT_KEEP, ACT_PACK, ACT_CUT, ACT_EMPTY, ACT_DROP, ACT_ENTER, ACT_UNKNOWN };

enum skim_mode { SKIM_READ, SKIM_STRIP };

enum wire {
	WIRE_VARINT = 0,
	WIRE_64 = 1,
	WIRE_BYTES = 2,
	WIRE_32 = 5,
};

enum { GRAMMAR_FIELDS = 32 }; /* above every field number of the schema */

struct grammar {
	const char *name; /* of the message */
	const ProtobufCMessageDescriptor *descriptor;
	struct field {
		const char *name; /* NULL: unknown */
		const struct grammar *sub;
		uint8_t act[2]; /* enum act by enum skim_mode */
		uint8_t wire;
		bool repeated, packable;
	} fields[GRAMMAR_FIELDS];
};

/* Of ModelProto, and all that it leads to. */
const struct grammar *grammar_new(struct arena *);

#endif
