#include "proto/tensor.h"

#include "base/num.h"
#include "proto/onnx.pb-c.h"

static const struct storage storages[] = {
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT] = {32, TYPED_FLOAT, 32},
	[ONNX__TENSOR_PROTO__DATA_TYPE__UINT8] = {8, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__INT8] = {8, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__UINT16] = {16, TYPED_INT32, 16},
	[ONNX__TENSOR_PROTO__DATA_TYPE__INT16] = {16, TYPED_INT32, 16},
	[ONNX__TENSOR_PROTO__DATA_TYPE__INT32] = {32, TYPED_INT32, 32},
	[ONNX__TENSOR_PROTO__DATA_TYPE__INT64] = {64, TYPED_INT64, 64},
	[ONNX__TENSOR_PROTO__DATA_TYPE__BOOL] = {8, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT16] = {16, TYPED_INT32, 16},
	[ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE] = {64, TYPED_DOUBLE, 64},
	[ONNX__TENSOR_PROTO__DATA_TYPE__UINT32] = {32, TYPED_UINT64, 32},
	[ONNX__TENSOR_PROTO__DATA_TYPE__UINT64] = {64, TYPED_UINT64, 64},
	[ONNX__TENSOR_PROTO__DATA_TYPE__COMPLEX64] = {64, TYPED_FLOAT, 32},
	[ONNX__TENSOR_PROTO__DATA_TYPE__COMPLEX128] = {128, TYPED_DOUBLE, 64},
	[ONNX__TENSOR_PROTO__DATA_TYPE__BFLOAT16] = {16, TYPED_INT32, 16},
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT8E4M3FN] = {8, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT8E4M3FNUZ] = {8, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT8E5M2] = {8, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT8E5M2FNUZ] = {8, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__UINT4] = {4, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__INT4] = {4, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT4E2M1] = {4, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT8E8M0] = {8, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__UINT2] = {2, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__INT2] = {2, TYPED_INT32, 8},
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT6E2M3] = {6, TYPED_INT32, 6},
	[ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT6E3M2] = {6, TYPED_INT32, 6},
};

const struct storage *
storage_of(int32_t dtype)
{
	static const struct storage none;
	size_t n = sizeof(storages) / sizeof(storages[0]);

	return dtype > 0 && (size_t)dtype < n ? &storages[dtype] : &none;
}

bool
tensor_elements(size_t n_dims, const int64_t *dims, int64_t *n)
{
	size_t i;

	*n = 1;
	for (i = 0; i < n_dims; i++)
		if (dims[i] < 0 || !mul_size(*n, dims[i], n))
			return false;
	return true;
}

bool
tensor_bytes(int32_t dtype, size_t n_dims, const int64_t *dims, int64_t *bytes)
{
	const struct storage *type = storage_of(dtype);
	int64_t n, bits;

	if (!type->bits || !tensor_elements(n_dims, dims, &n) ||
	    !mul_size(n, type->bits, &bits))
		return false;
	*bytes = ceil_div(bits, 8);
	return true;
}
