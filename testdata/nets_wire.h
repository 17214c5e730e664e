/*
 * The protobuf wire format, as far as writing a model needs it.
 *
 * A message under construction is a struct text (bytes, not a string); a
 * nested message is built apart and put in whole.  Repeated numbers are
 * written unpacked, as proto2 does for onnx.proto.
 */
#ifndef TESTDATA_NETS_WIRE_H
#define TESTDATA_NETS_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

void wire_int(struct text *, int field, int64_t);
void wire_float(struct text *, int field, float);
void wire_bytes(struct text *, int field, const void *, size_t n);
void wire_string(struct text *, int field, const char *);

/* Puts a message that was built apart. */
void wire_message(struct text *, int field, const struct text *);

/* Only the key and the length of N bytes, which the caller writes himself. */
void wire_header(struct text *, int field, uint64_t n);

/* The bytes that wire_header() takes for these arguments. */
size_t wire_header_size(int field, uint64_t n);

#endif
