#include "testdata/nets.h"

#define NET(id, build, variant, size, opset, about)                                    \
	{id, build, variant, size, opset, about},
const struct arch archs[] = {
#include "testdata/nets.def"
};
#undef NET

const size_t n_archs = sizeof(archs) / sizeof(*archs);
