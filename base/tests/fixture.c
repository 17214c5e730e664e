#include "base/tests/fixture.h"

#include <stdlib.h>

struct arena *arena;
struct diags *diags;

struct arena *
test_arena(void)
{
	static jmp_buf trap;
	static struct kept {
		struct arena *arena;
		struct kept *next;
	} * all; /* in reach until the test's process ends: no leaks */
	struct kept *k = malloc(sizeof(*k));

	if (!k || setjmp(trap))
		ck_abort_msg("the test's arena is exhausted");
	*k = (struct kept){arena_open(&trap, 0), all};
	all = k;
	return k->arena;
}

void
arena_setup(void)
{
	arena = test_arena();
	diags = diags_new(arena);
}

void
arena_teardown(void)
{
	arena_close(arena);
}

const char *
complaint(void)
{
	return diags->n ? diags->list[0].message : "";
}

int
suite_main(const char *name, TCase *t)
{
	Suite *s = suite_create(name);
	SRunner *r = srunner_create(s);
	int failed;

	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
