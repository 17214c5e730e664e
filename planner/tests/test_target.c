#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tests/fixture.h"
#include "planner/target_file.h"

static struct target target;

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
		ck_assert(all[i].assumed);
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
		"npu.json:3: 'alignment' is 0.5, a whole number of bytes or a size "
		"such as \"512KiB\" is wanted");
	refuses("{\"name\": \"npu\", \"rates\": [\n {\"type\": \"int8\", "
		"\"pj_per_mac\": 1},\n {\"typ\": \"int8\"}]}",
		"npu.json:3: there is no field 'typ'; did you mean 'type'");
	refuses("{\"name\": \"npu\",\n \"rates\": [{\"type\": \"int7\"}]}",
		"npu.json:2: 'type' is \"int7\", an element type such as \"int8\" or "
		"\"float16\" is wanted");
	refuses("{\"sram\": 1}", "npu.json: the target has no \"name\"");
	refuses("{\"name\": \"npu\",\n \"format\": \"tidemark.plan\"}",
		"npu.json:2: 'format' is \"tidemark.plan\", \"tidemark.target\" is "
		"wanted");
	refuses("[]", "npu.json:1: the file holds a list, an object {...} is wanted");
	diags = diags_new(arena);
	ck_assert_int_eq(parse("{\"name\": 1,,}"), ERR_USAGE);
	ck_assert(!strncmp(diags->list[0].message, "npu.json:1: ", 12));
}
END_TEST

/* Field and value of a target with a name. */
static void
refuses_field(const char *field, const char *message)
{
	char text[256], whole[256];

	snprintf(text, sizeof(text), "{\"name\": \"npu\", %s}", field);
	snprintf(whole, sizeof(whole), "npu.json%s", message);
	refuses(text, whole);
}

START_TEST(an_error_says_what_was_found_and_what_is_wanted_in_which_unit)
{
	refuses_field("\"dram_bandwidth\": \"16 GB/s\"",
		      ":1: 'dram_bandwidth' is \"16 GB/s\", a number of B/s, 0 or "
		      "more, is wanted");
	refuses_field("\"layer_overhead\": -1",
		      ":1: 'layer_overhead' is -1, a number of s, "
		      "0 or more, is wanted");
	refuses_field("\"sram_pj\": null",
		      ":1: 'sram_pj' is null, a number of pJ/B, 0 or more, is wanted");
	refuses_field("\"sram\": -1",
		      ":1: 'sram' is -1, a whole number of bytes or a size such as "
		      "\"512KiB\" is wanted");
	refuses_field("\"sram\": \"512KB\"",
		      ":1: sram: '512KB' can be read in two ways; write 512KiB for "
		      "powers of 1024 or 512kB for powers of 1000");
	refuses_field("\"alignment\": 0", ": 'alignment' is 0, 1 or more is wanted");
	refuses_field("\"overlap\": 1", ":1: 'overlap' is 1, true or false is wanted");
	refuses_field("\"title\": [1, 2]", ":1: 'title' is [1,2], a string is wanted");
	refuses_field("\"format_version\": \"2.0\"",
		      ":1: 'format_version' is \"2.0\", a version that this program "
		      "reads, \"1.0\", is wanted");
}
END_TEST

START_TEST(what_is_found_is_shortened_and_harmless)
{
	char text[256], long_value[101];

	memset(long_value, 'x', 100);
	long_value[100] = '\0';
	snprintf(text, sizeof(text), "{\"overlap\": \"\\u001b%s\"}", long_value);
	refuses(text, "npu.json:1: 'overlap' is "
		      "\"\\u001Bxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..., true or false is "
		      "wanted");
}
END_TEST

START_TEST(a_window_and_its_bytes_go_together)
{
	refuses_field("\"window\": \"fixed\"",
		      ": 'window' is \"fixed\", but 'window_bytes' is not stated");
	refuses_field("\"window_bytes\": 64",
		      ": 'window_bytes' is stated, but 'window' is not \"fixed\"");
	ck_assert_int_eq(parse("{\"name\": \"npu\", \"window_bytes\": 64,"
			       " \"window\": \"fixed\"}"),
			 OK);
}
END_TEST

START_TEST(a_row_of_rates_states_something_of_a_type_of_its_own)
{
	refuses_field("\"rates\": [{\"macs_per_second\": 1e9}]",
		      ":1: row 1 of 'rates' has no \"type\"");
	refuses_field("\"rates\": [{\"type\": \"int8\"}]",
		      ":1: row 1 of 'rates' has neither \"macs_per_second\" nor "
		      "\"pj_per_mac\"");
	refuses_field("\"rates\": [{\"type\": \"int8\", \"pj_per_mac\": 1},\n"
		      " {\"type\": \"int8\", \"pj_per_mac\": 2}]",
		      ":2: row 2 of 'rates' has the type of an earlier one");
	refuses_field("\"rates\": {\"int8\": 1e9}",
		      ":1: 'rates' is {\"int8\":1000000000.0}, a list with a row for "
		      "each element type is wanted");
	refuses_field("\"rates\": [1]",
		      ":1: 'rates' is 1, a list of {\"type\", \"macs_per_second\", "
		      "\"pj_per_mac\"} is wanted");
}
END_TEST

START_TEST(assumed_figures_are_named)
{
	ck_assert_int_eq(parse("{\"name\": \"npu\", \"assumed\": [\"sram\", "
			       "\"rates\"]}"),
			 OK);
	ck_assert(target_assumes(&target, TARGET_sram));
	ck_assert(target_assumes(&target, TARGET_rates));
	ck_assert(!target_assumes(&target, TARGET_dram_bandwidth));
	refuses_field("\"assumed\": [\"srams\"]",
		      ":1: there is no field 'srams'; did you mean 'sram'");
	refuses_field("\"assumed\": \"sram\"",
		      ":1: 'assumed' is \"sram\", a list of fields is wanted");
	refuses_field("\"assumed\": [1]",
		      ":1: 'assumed' is [1], a list of fields is wanted");
}
END_TEST

/* Published or assumed, a figure is there; energies and overheads may be absent. */
START_TEST(a_built_in_target_assumes_only_what_it_states)
{
	int32_t i, n;
	const struct target *t = targets_all(&n);

	for (i = 0; i < n; i++, t++) {
		ck_assert(!target_assumes(t, TARGET_sram) || t->sram > 0);
		ck_assert(!target_assumes(t, TARGET_sram_bandwidth) ||
			  t->sram_bandwidth > 0);
		ck_assert(!target_assumes(t, TARGET_dram_bandwidth) ||
			  t->dram_bandwidth > 0);
		ck_assert(!target_assumes(t, TARGET_rates) || t->n_rates);
		ck_assert_int_eq(target_assumes(t, TARGET_layer_overhead),
				 t->layer_overhead > 0);
		ck_assert(!target_assumes(t, TARGET_sram_pj) || t->sram_pj > 0);
		ck_assert(target_assumes(t, TARGET_window));
		ck_assert(!target_assumes(t, TARGET_name));
	}
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("target");

	tcase_add_checked_fixture(t, arena_setup, arena_teardown);
	tcase_add_test(t, a_built_in_target_has_a_source_and_says_what_it_assumes);
	tcase_add_test(t, what_a_file_does_not_state_is_not_stated);
	tcase_add_test(t, a_file_states_every_field);
	tcase_add_test(t, an_error_names_the_line_and_the_nearest_field);
	tcase_add_test(t,
		       an_error_says_what_was_found_and_what_is_wanted_in_which_unit);
	tcase_add_test(t, what_is_found_is_shortened_and_harmless);
	tcase_add_test(t, a_window_and_its_bytes_go_together);
	tcase_add_test(t, a_row_of_rates_states_something_of_a_type_of_its_own);
	tcase_add_test(t, assumed_figures_are_named);
	tcase_add_test(t, a_built_in_target_assumes_only_what_it_states);
	return suite_main("target", t);
}
