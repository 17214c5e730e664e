/*
 * Bytes for weights: cheap, the same everywhere, and small enough in value
 * that a deep network computes finite numbers with them.
 */
#ifndef TESTDATA_NETS_FILL_H
#define TESTDATA_NETS_FILL_H

#include "testdata/nets.h"

/* Bytes per element. */
int64_t fill_size(int type);

/* COUNT elements of the type, little endian, as struct fill says. */
void fill_elements(int type, struct fill, int64_t count, void *bytes);

#endif
