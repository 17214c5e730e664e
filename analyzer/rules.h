/*
 * The rules that the operators' rows name, declared by the rows themselves:
 * whoever writes a rule includes this and defines a function of that name.
 */
#ifndef ANALYZER_RULES_H
#define ANALYZER_RULES_H

#include "analyzer/infer.h"
#include "analyzer/ops.h"

/* The second argument; SKIP_NONE brings a comma, and so an empty one. */
#define RULE_SECOND_(a, b, ...) b
#define RULE_SECOND(...) RULE_SECOND_(__VA_ARGS__)
#define SKIP_NONE ~,
#define SKIP_NULL ~,

#define OP(domain, id, versions, shape, fold, cost, memory, fusion, window)            \
	RULE_SECOND(SKIP_##shape, shape_rule shape;, ~)                                \
	RULE_SECOND(SKIP_##fold, fold_rule fold;, ~)                                   \
	RULE_SECOND(SKIP_##cost, cost_rule cost;, ~)
#include "analyzer/ops.def"
#undef OP
#undef SKIP_NULL
#undef SKIP_NONE
#undef RULE_SECOND
#undef RULE_SECOND_

#endif
