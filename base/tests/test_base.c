#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/str.h"
#include "base/tests/fixture.h"

START_TEST(memory_is_zeroed_even_after_a_rewind)
{
	struct arena_mark m = arena_mark(arena);
	unsigned char *p = arena_new(arena, unsigned char, 100);
	size_t i;

	memset(p, 255, 100);
	arena_rewind(arena, m);
	p = arena_new(arena, unsigned char, 100);
	for (i = 0; i < 100; i++)
		ck_assert_uint_eq(p[i], 0);
}
END_TEST

START_TEST(a_limit_returns_to_the_trap)
{
	jmp_buf here;
	struct arena *small = arena_open(&here, 100000);

	if (setjmp(here)) {
		arena_close(small);
		return;
	}
	arena_new(small, char, 200000);
	ck_abort_msg("200,000 bytes came out of an arena of 100,000");
}
END_TEST

START_TEST(a_limit_can_be_set_and_shared)
{
	jmp_buf here;
	struct arena *a = arena_open(&here, 0);

	ck_assert(arena_left(a) == SIZE_MAX);
	arena_set_limit(a, 100000);
	ck_assert_uint_gt(arena_left(a), 0);
	ck_assert_uint_lt(arena_left(a), 100000);
	arena_set_limit(a, 1000); /* less than it holds */
	ck_assert_uint_eq(arena_left(a), 1);
	if (setjmp(here)) {
		arena_close(a);
		return;
	}
	arena_new(a, char, 200000);
	ck_abort_msg("200,000 bytes came out of an arena of 1,000");
}
END_TEST

static int64_t
size_of(const char *s)
{
	int64_t n = -1;

	return parse_size(s, "--sram", &n, diags) == OK ? n : -1;
}

START_TEST(sizes_are_read_as_people_write_them)
{
	ck_assert_int_eq(size_of("4096"), 4096);
	ck_assert_int_eq(size_of("0x80000"), 524288);
	ck_assert_int_eq(size_of("512K"), 524288);
	ck_assert_int_eq(size_of("1.5MiB"), 1572864);
	ck_assert_int_eq(size_of("2 GiB"), INT64_C(2147483648));
	ck_assert_int_eq(size_of("64kB"), 64000);
	ck_assert_uint_eq(diags->n, 0);
}
END_TEST

START_TEST(unclear_sizes_are_refused_with_the_way_out)
{
	static const char *const bad[] = {"",           "K",    "-1",   "1.5",
					  "12q",        "1e6",  "0x",   "+4",
					  "9999999TiB", "0x-1", "1.3K", " 4K"};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_msg(size_of(bad[i]) == -1, "'%s' was accepted", bad[i]);
	ck_assert_int_eq(size_of("2MB"), -1);
	ck_assert_ptr_nonnull(strstr(diags->list[diags->n - 1].message, "2MiB"));
	ck_assert_ptr_nonnull(strstr(diags->list[diags->n - 1].message, "2000kB"));
}
END_TEST

START_TEST(numbers_are_grouped_in_threes)
{
	char b[GROUPED_MAX];

	ck_assert_str_eq(format_grouped(0, b), "0");
	ck_assert_str_eq(format_grouped(999, b), "999");
	ck_assert_str_eq(format_grouped(1304576, b), "1,304,576");
	ck_assert_str_eq(format_grouped(-1000, b), "-1,000");
	ck_assert_str_eq(format_grouped(INT64_MIN, b), "-9,223,372,036,854,775,808");
	ck_assert_str_eq(format_size(1304576, b), "1.24 MiB");
}
END_TEST

START_TEST(a_repeated_message_is_kept_once)
{
	diag_warn(diags, "x", "node %d", 1);
	diag_warn(diags, "x", "node %d", 1);
	diag_warn(diags, "x", "node %d", 2);
	ck_assert_uint_eq(diags->n, 2);
	ck_assert_int_eq(diag_error(diags, ERR_INPUT, "y", "no"), ERR_INPUT);
	ck_assert_uint_eq(diags_count(diags, DIAG_WARNING), 2);
}
END_TEST

START_TEST(names_find_ten_thousand_numbers)
{
	struct names *names = names_new(arena);
	int32_t i;

	for (i = 0; i < 10000; i++)
		names_put(names, arena_printf(arena, "n%d", i), i);
	names_put(names, "n77", 5);
	for (i = 0; i < 10000; i++)
		ck_assert_int_eq(names_get(names, arena_printf(arena, "n%d", i)),
				 i == 77 ? 5 : i);
	ck_assert_int_eq(names_get(names, "absent"), -1);
}
END_TEST

START_TEST(text_grows)
{
	struct text t;
	int i;

	text_open(&t, arena);
	for (i = 0; i < 1000; i++)
		text_printf(&t, "%d,", i);
	ck_assert_uint_eq(t.n, 10 * 2 + 90 * 3 + 900 * 4);
	ck_assert_uint_eq(strlen(t.s), t.n);
}
END_TEST

START_TEST(a_typo_finds_its_word)
{
	static const char *const words[] = {"plan", "sweep", "inspect"};

	ck_assert_str_eq(nearest("plna", words, 3), "plan");
	ck_assert_str_eq(nearest("inspct", words, 3), "inspect");
	ck_assert_ptr_null(nearest("zzzz", words, 3));
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("base");

	tcase_add_checked_fixture(t, arena_setup, arena_teardown);
	tcase_add_test(t, memory_is_zeroed_even_after_a_rewind);
	tcase_add_test(t, a_limit_returns_to_the_trap);
	tcase_add_test(t, a_limit_can_be_set_and_shared);
	tcase_add_test(t, sizes_are_read_as_people_write_them);
	tcase_add_test(t, unclear_sizes_are_refused_with_the_way_out);
	tcase_add_test(t, numbers_are_grouped_in_threes);
	tcase_add_test(t, a_repeated_message_is_kept_once);
	tcase_add_test(t, names_find_ten_thousand_numbers);
	tcase_add_test(t, text_grows);
	tcase_add_test(t, a_typo_finds_its_word);
	return suite_main("base", t);
}
