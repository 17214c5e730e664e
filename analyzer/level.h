/*
 * What runs as one layer.  It decides the numbers more than any algorithm,
 * so it is named, printed at the head of every plan, and never mixed.
 */
#ifndef ANALYZER_LEVEL_H
#define ANALYZER_LEVEL_H

enum level {
	LEVEL_OPS,     /* each node is a layer, nothing in place */
	LEVEL_INPLACE, /* as ops, but elementwise nodes overwrite a dying input */
	LEVEL_FUSED,   /* convolutions and products absorb what follows them */
	LEVEL_COUNT
};

#endif
