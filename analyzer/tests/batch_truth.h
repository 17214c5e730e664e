/*
 * The batch rules against the truth: what is inferred at the shipped batch
 * and scaled must be what is inferred when the batch is really there.
 */
#ifndef ANALYZER_TESTS_BATCH_TRUTH_H
#define ANALYZER_TESTS_BATCH_TRUTH_H

#include <stdint.h>

/*
 * Infers TEXT at both batches: bytes of every value, dims where an axis
 * carries the batch, and MACs.  In the text $ stands for the batch and $12 for
 * 12 times the batch, as an exporter writes it into a constant.
 */
void batch_truth_check(const char *text, int64_t shipped, int64_t n);

#endif
