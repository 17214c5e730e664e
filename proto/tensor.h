/*
 * How a tensor's elements are stored in a file, by data type.
 */
#ifndef PROTO_TENSOR_H
#define PROTO_TENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "proto/model.h"
#include "proto/onnx.pb-c.h"
#include "proto/skim.h"

/* Bytes of all elements; false where dtype or dims say nothing sensible. */
bool tensor_bytes(int32_t dtype, size_t n_dims, const int64_t *dims, int64_t *bytes);

/* What the skimmer left in a message whose elements it cut; false if nothing. */
bool note_find(struct cut_note *, const ProtobufCMessage *);

/*
 * A TensorProto of the skeleton as a tensor_def.  What it claims and does not
 * hold is a warning, and the tensor is then without data.
 */
void tensor_convert(struct tensor_def *, const Onnx__TensorProto *, struct arena *,
		    struct diags *);

#endif
