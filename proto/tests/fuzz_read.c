/*
 * For clang's libFuzzer: `make fuzz`, with FUZZ='-max_total_time=600 folder'
 * to go on for longer, from models in a folder.
 */
#include "proto/tests/fuzz_one.h"

int LLVMFuzzerTestOneInput(const unsigned char *, size_t);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	fuzz_one(bytes, n);
	return 0;
}
