#include "base/tests/fixture.h"
#include "cli/escape.h"
#include "cli/json.h"

#include <stdlib.h>

static const struct {
	enum sink sink;
	const char *name, *wanted;
} cases[] = {
	/* a terminal is not told what to do, and reads in one direction */
	{SINK_TERMINAL, "a\033[31mb", "a\\x1b[31mb"},
	{SINK_TERMINAL, "right\xe2\x80\xaetfel", "right\\u{202e}tfel"},
	{SINK_TERMINAL, "\xc2\x85", "\\u{85}"},
	{SINK_TERMINAL, "bad\xff\xc0\x80", "bad\\xff\\xc0\\x80"},
	{SINK_TERMINAL, "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
	{SINK_TERMINAL, "two\nlines", "two\\nlines"},
	/* a spreadsheet computes nothing */
	{SINK_CSV, "=1+1", "\"'=1+1\""},
	{SINK_CSV, "a\"b,c", "\"a\"\"b,c\""},
	{SINK_CSV, "-2", "\"'-2\""},
	/* inside a code span nothing is markup, and the span cannot be left */
	{SINK_MD, "@everyone", "`@everyone`"},
	{SINK_MD, "a|b`c", "`a\\x7cb\\x60c`"},
	{SINK_MD, "", "`\"\"`"},
	{SINK_MD, "one\n# two", "`one\\n# two`"},
	{SINK_XML, "]]><a b='c'>&", "]]&gt;&lt;a b=&#39;c&#39;&gt;&amp;"},
	{SINK_XML, "\xef\xbf\xbf\x01", "\\u{ffff}\\x01"},
	{SINK_HTML, "<script>", "&lt;script&gt;"},
	/* no workflow command, and no end of a property */
	{SINK_GITHUB, "::error file=a,line=1::b%0A", "::error file=a,line=1::b%250A"},
	{SINK_GITHUB_PROPERTY, "::error file=a,line=1::b%0A",
	 "%3A%3Aerror file=a%2Cline=1%3A%3Ab%250A"},
	{SINK_TERMINAL, "::add-mask::x", "\\x3a:add-mask::x"},
	{SINK_TERMINAL, "onnx::Add_3 ##[group]", "onnx::Add_3 \\x23#[group]"},
	{SINK_GITHUB, "##[group]", "\\x23#[group]"},
	{SINK_GITHUB, "a\r\nb", "a\\x0d\\nb"},
	{SINK_OPENMETRICS, "a\\b\"c\n", "\"a\\\\b\\\"c\\\\n\""},
};

START_TEST(a_name_is_only_a_name)
{
	ck_assert_str_eq(escaped(arena, cases[_i].sink, cases[_i].name),
			 cases[_i].wanted);
}
END_TEST

START_TEST(json_hides_and_reorders_nothing)
{
	struct text t;
	json_t *j = json_name(arena, "a\xe2\x80\xae\xc3\xbc\xf3\xa0\x80\x81z\xd8\x9c"),
	       *k;

	text_open(&t, arena);
	json_text(&t, j, JSON_ENCODE_ANY);
	ck_assert_str_eq(t.s, "\"a\\u202e\xc3\xbc\\udb40\\udc01z\\u061c\"");
	k = json_loads(t.s, JSON_DECODE_ANY, NULL);
	ck_assert(json_equal(j, k));
	json_decref(j);
	json_decref(k);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("sinks");

	tcase_add_checked_fixture(t, arena_setup, arena_teardown);
	tcase_add_loop_test(t, a_name_is_only_a_name, 0,
			    sizeof(cases) / sizeof(*cases));
	tcase_add_test(t, json_hides_and_reorders_nothing);
	return suite_main("escape", t);
}
