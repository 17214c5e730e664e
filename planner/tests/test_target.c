#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "planner/target_file.h"

static jmp_buf trap;
static struct arena *arena;
static struct diags *diags;
static struct target target;

static void
setup(void)
{
	arena = arena_open(&trap, 0);
	diags = diags_new(arena);
}

static void
teardown(void)
{
	arena_close(arena);
}

static enum status
parse(const char *text)
{
	return target_parse(&target, text, strlen(text), "npu.json", arena, diags);
}

static void
refuses(const char *text, const char *message)
{
	diags = diags_new(arena);
	ck_assert_int_eq(parse(text), ERR_USAGE);
	ck_assert_str_eq(diags->list[0].message, message);
}

START_TEST(a_built_in_target_has_a_source_and_says_what_it_assumes)
{
	int32_t i, k, n;
	const struct target *all = targets_all(&n);

	ck_assert_int_ge(n, 10);
	for (i = 0; i < n; i++) {
		ck_assert_ptr_eq(target_find(all[i].name), &all[i]);
		ck_assert(*all[i].title && *all[i].source && *all[i].assumptions);
		ck_assert_int_ge(all[i].alignment, 1);
		for (k = 0; k < all[i].n_rates; k++)
			ck_assert_ptr_eq(target_rate_of(&all[i], all[i].rates[k].dtype),
					 &all[i].rates[k]);
	}
	ck_assert_ptr_null(target_find("no such target"));
}
END_TEST

START_TEST(what_a_file_does_not_state_is_not_stated)
{
	ck_assert_int_eq(parse("{\"name\": \"npu\"}"), OK);
	ck_assert_int_eq(target.sram, SRAM_UNLIMITED);
	ck_assert_int_eq(target.alignment, 1);
	ck_assert(target.overlap);
	ck_assert(target.dram_bandwidth == 0);
	ck_assert_int_eq(target.n_rates, 0);
}
END_TEST

START_TEST(a_file_states_every_field)
{
	ck_assert_int_eq(
		parse("{\"format\": \"tidemark.target\", \"format_version\": \"1.0\",\n"
		      " \"name\": \"npu\", \"sram\": \"1.5MiB\", \"alignment\": 64,\n"
		      " \"window\": \"fixed\", \"window_bytes\": 4096,\n"
		      " \"dram_bandwidth\": 3.2e9, \"overlap\": false,\n"
		      " \"rates\": [{\"type\": \"int8\", \"macs_per_second\": 1e11},\n"
		      "             {\"type\": \"float16\", \"macs_per_second\": "
		      "5e10,\n"
		      "              \"pj_per_mac\": 1.5}]}"),
		OK);
	ck_assert_int_eq(target.sram, 3 << 19);
	ck_assert_int_eq(target.alignment, 64);
	ck_assert_int_eq(target.window, WINDOW_FIXED);
	ck_assert_int_eq(target.window_bytes, 4096);
	ck_assert(target.dram_bandwidth == 3.2e9);
	ck_assert(!target.overlap);
	ck_assert_int_eq(target.n_rates, 2);
	ck_assert(target_rate_of(&target, DTYPE_FLOAT16)->pj_per_mac == 1.5);
	ck_assert_ptr_null(target_rate_of(&target, DTYPE_FLOAT));
}
END_TEST

START_TEST(an_error_names_the_line_and_the_nearest_field)
{
	refuses("{\"name\": \"npu\",\n \"srams\": 1}",
		"npu.json:2: there is no field 'srams'; did you mean 'sram'");
	refuses("{\"name\": \"a: \\\"b\\\":\",\n\n \"alignment\": 0.5}",
		"npu.json:3: 'alignment' is not a whole number of bytes, or a size "
		"such as \"512KiB\"");
	refuses("{\"name\": \"npu\", \"rates\": [\n {\"type\": \"int8\"},\n"
		" {\"typ\": \"int8\"}]}",
		"npu.json:3: there is no field 'typ'; did you mean 'type'");
	refuses("{\"name\": \"npu\",\n \"rates\": [{\"type\": \"int7\"}]}",
		"npu.json:2: 'type' is not an element type such as \"int8\" or "
		"\"float16\"");
	refuses("{\"sram\": 1}", "npu.json: the target has no \"name\"");
	refuses("{\"name\": \"npu\",\n \"format\": \"tidemark.plan\"}",
		"npu.json:2: 'format' is not \"tidemark.target\"");
	refuses("[]", "npu.json:1: 'the file' is not a JSON object");
	diags = diags_new(arena);
	ck_assert_int_eq(parse("{\"name\": 1,,}"), ERR_USAGE);
	ck_assert(!strncmp(diags->list[0].message, "npu.json:1: ", 12));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("target");
	TCase *t = tcase_create("target");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_built_in_target_has_a_source_and_says_what_it_assumes);
	tcase_add_test(t, what_a_file_does_not_state_is_not_stated);
	tcase_add_test(t, a_file_states_every_field);
	tcase_add_test(t, an_error_names_the_line_and_the_nearest_field);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
