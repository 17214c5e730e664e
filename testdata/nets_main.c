/* nets: writes ONNX models of real networks; `nets --help`. */
#include "testdata/nets.h"
#include "testdata/nets_fill.h"
#include "base/num.h"

#include <ctype.h>
#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: nets NETWORK [options]      write an ONNX model to stdout\n"
	"       nets --list                 the networks\n"
	"  -o, --output FILE\n"
	"  --size HxW            default: as published; multiples of 32 for yolov3\n"
	"  --dynamic-size        declare height and width by name\n"
	"  --batch N|NAME        default 1\n"
	"  --seq N|NAME          sequence length, default 128\n"
	"  --opset N             9 to 24, default 17\n"
	"  --type float32|float16\n"
	"  --qdq                 int8 as ONNX Runtime quantizes: Relu, Clip absorbed\n"
	"  --qdq=act             int8, activations kept before QuantizeLinear\n"
	"  --bn                  BatchNormalization as nodes, not folded\n"
	"  --dropout             keep Dropout nodes\n"
	"  --inputs-too          initializers are graph inputs as well\n"
	"  --inline-weights      pseudo-random weights in the file; without it they\n"
	"                        are declared to be in weights.bin, which is not made\n"
	"  --width X             multiply the channels\n"
	"  --layers N, --hidden N   transformers of any size, heads of 64\n"
	"  --count               print counts instead of a model\n";

struct request {
	struct options o;
	const struct arch *arch;
	const char *output;
	bool count, list, help;
};

static _Noreturn void
refuse(const char *what, const char *found)
{
	fprintf(stderr, "nets: %s: '%s'\n", what, found);
	exit(2);
}

static int64_t
positive(const char *s)
{
	int64_t v;

	if (!parse_i64(s, &v) || v < 1 || v > 1 << 20)
		refuse("not a number from 1 to 1048576", s);
	return v;
}

static struct dim
number_or_name(const char *s)
{
	if (*s >= '0' && *s <= '9')
		return (struct dim){positive(s), NULL};
	if (!isalpha((unsigned char)*s) && *s != '_')
		refuse("neither a number nor a name", s);
	return (struct dim){1, s};
}

static void
set_output(struct request *r, const char *s)
{
	r->output = s;
}

static void
set_size(struct request *r, const char *s)
{
	long long h, w;
	char end;

	if (sscanf(s, "%lldx%lld%c", &h, &w, &end) != 2 || h < 1 || w < 1 ||
	    h > 1 << 20 || w > 1 << 20)
		refuse("not a size like 224x224", s);
	r->o.h.n = h;
	r->o.w.n = w;
}

static void
set_dynamic(struct request *r, const char *s)
{
	(void)s;
	r->o.h.name = "height";
	r->o.w.name = "width";
}

static void
set_batch(struct request *r, const char *s)
{
	r->o.batch = number_or_name(s);
}

static void
set_seq(struct request *r, const char *s)
{
	r->o.seq = number_or_name(s);
}

static void
set_opset(struct request *r, const char *s)
{
	int64_t v = positive(s);

	if (v < MIN_OPSET || v > MAX_OPSET)
		refuse("not an opset from 9 to 24", s);
	r->o.opset = (int)v;
}

static void
set_type(struct request *r, const char *s)
{
	if (strcmp(s, "float32") == 0)
		r->o.type = T_FLOAT;
	else if (strcmp(s, "float16") == 0)
		r->o.type = T_FLOAT16;
	else
		refuse("not float32 or float16", s);
}

static void
set_qdq(struct request *r, const char *s)
{
	r->o.qdq = s ? QDQ_ACT : QDQ_ORT;
	if (s && strcmp(s, "act") != 0)
		refuse("not --qdq or --qdq=act", s);
}

static void
set_width(struct request *r, const char *s)
{
	char *end;

	r->o.width = strtod(s, &end);
	if (*end || !(r->o.width >= 0.125 && r->o.width <= 64))
		refuse("not a factor from 0.125 to 64", s);
}

static void
set_layers(struct request *r, const char *s)
{
	r->o.layers = positive(s);
}

static void
set_hidden(struct request *r, const char *s)
{
	r->o.hidden = positive(s);
	if (r->o.hidden % 64)
		refuse("not a multiple of 64", s);
}

/* A flag is a bool somewhere in the request. */
#define FLAG(name, member)                                                             \
	{                                                                              \
		name, no_argument, NULL, offsetof(struct request, member)              \
	}

static const struct row {
	const char *name;
	int argument;
	void (*set)(struct request *, const char *); /* NULL: a flag */
	size_t flag;
} rows[] = {
	{"output", required_argument, set_output}, /* first: it has a short name */
	{"size", required_argument, set_size},
	{"dynamic-size", no_argument, set_dynamic},
	{"batch", required_argument, set_batch},
	{"seq", required_argument, set_seq},
	{"opset", required_argument, set_opset},
	{"type", required_argument, set_type},
	{"qdq", optional_argument, set_qdq},
	{"width", required_argument, set_width},
	{"layers", required_argument, set_layers},
	{"hidden", required_argument, set_hidden},
	FLAG("bn", o.keep_bn),
	FLAG("dropout", o.dropout),
	FLAG("inputs-too", o.inputs_too),
	FLAG("inline-weights", o.inline_weights),
	FLAG("count", count),
	FLAG("list", list),
	FLAG("help", help),
};
enum { N_ROWS = sizeof(rows) / sizeof(*rows) };

static const struct arch *
find(const char *name)
{
	for (size_t i = 0; i < n_archs; i++)
		if (strcmp(archs[i].name, name) == 0)
			return &archs[i];
	refuse("no such network, see nets --list", name);
}

static void
parse(struct request *r, int argc, char **argv)
{
	struct option options[N_ROWS + 1] = {0};
	int got;

	for (int i = 0; i < N_ROWS; i++)
		options[i] =
			(struct option){rows[i].name, rows[i].argument, NULL, 256 + i};
	while ((got = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		const struct row *row = got == 'o' ? rows : &rows[got - 256];

		if (got == '?')
			refuse("cannot use an option, see nets --help",
			       argv[optind - 1]);
		if (row->set)
			row->set(r, optarg);
		else
			*(bool *)((char *)r + row->flag) = true;
	}
	if (r->list || r->help)
		return;
	if (optind + 1 != argc)
		refuse("exactly one network is wanted", "nets --list");
	r->arch = find(argv[optind]);
	if (!r->o.h.n)
		r->o.h.n = r->o.w.n = r->arch->size;
}

/* What cannot be combined. */
static void
judge(const struct request *r)
{
	const struct options *o = &r->o;
	bool image = r->arch->size > 0;

	if (o->qdq != QDQ_NONE && (!image || o->keep_bn || o->type != T_FLOAT))
		refuse("--qdq is for float32 convolutional networks without --bn",
		       r->arch->name);
	if (o->qdq != QDQ_NONE && o->opset < 10)
		refuse("--qdq needs opset 10 or later", r->arch->name);
	if (!image && o->opset < r->arch->min_opset && (o->batch.name || o->seq.name))
		refuse("symbolic dimensions need opset 10 or later", r->arch->name);
}

static void
print_counts(const struct net *n)
{
	long long elements = 0, bytes = 0;

	for (size_t i = 0; i < n->n_init; i++) {
		bytes += n->init[i].bytes;
		elements += n->init[i].bytes / fill_size(n->init[i].type);
	}
	printf("nodes %lld\ninitializers %zu\nelements %lld\nbytes %lld\n",
	       (long long)n->n_nodes, n->n_init, elements, bytes);
}

static int
run(const struct request *r, struct arena *arena)
{
	struct net *n = arena_new(arena, struct net, 1);
	FILE *f = stdout;

	net_open(n, arena, &r->o, r->arch->name);
	r->arch->build(n, r->arch->variant);
	if (n->wrong)
		refuse(n->wrong, r->arch->name);
	if (r->count) {
		print_counts(n);
		return 0;
	}
	if (r->output && !(f = fopen(r->output, "wb")))
		refuse("cannot write", r->output);
	nets_write(n, f);
	if (fflush(f) || ferror(f) || fclose(f))
		refuse("cannot write", r->output ? r->output : "stdout");
	return 0;
}

int
main(int argc, char **argv)
{
	struct request r = {.o = {.opset = 17,
				  .type = T_FLOAT,
				  .batch = {1, NULL},
				  .seq = {128, NULL},
				  .width = 1}};
	struct arena *arena;
	jmp_buf trap;
	int status;

	parse(&r, argc, argv);
	if (r.help)
		return fputs(usage, stdout) < 0;
	for (size_t i = 0; r.list && i < n_archs; i++)
		printf("%-16s %s\n", archs[i].name, archs[i].about);
	if (r.list)
		return 0;
	judge(&r);
	if (setjmp(trap))
		refuse("out of memory", r.arch->name);
	arena = arena_open(&trap, 0);
	status = run(&r, arena);
	arena_close(arena);
	return status;
}
