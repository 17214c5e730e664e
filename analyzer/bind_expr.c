#include "analyzer/bind_expr.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { EXPR_DEEP = 32 };

struct parser {
	const char *at, *start;
	symbol_value *value;
	void *context;
	struct arena *arena;
	int depth;
	bool wrong; /* not arithmetic */
	bool unknown;
	int operations;
};

static double sum(struct parser *);

static void
skip_space(struct parser *p)
{
	while (isspace((unsigned char)*p->at))
		p->at++;
}

static bool
take(struct parser *p, const char *token)
{
	skip_space(p);
	if (strncmp(p->at, token, strlen(token)) != 0)
		return false;
	p->at += strlen(token);
	return true;
}

static bool
name_char(int c)
{
	return isalnum(c) || c == '_' || c == '.' || c == ':' || c == '$' || c == '?' ||
	       c == '#' || c == '@' || c >= 0x80;
}

/* A dash or slash between two letters belongs to the name. */
static bool
in_name(const struct parser *p)
{
	int c = (unsigned char)*p->at;

	if (name_char(c))
		return true;
	if ((c == '-' || c == '/') && p->at > p->start)
		return isalpha((unsigned char)p->at[1]) &&
		       name_char((unsigned char)p->at[-1]);
	return false;
}

static double
symbol(struct parser *p, const char *name)
{
	int64_t value = 0;

	if (!p->value || !p->value(p->context, name, &value))
		p->unknown = true;
	return (double)value;
}

struct function {
	const char *name;
	int least;
	double (*of)(double, double);
};

static double
floor_of(double a, double b)
{
	(void)b;
	return floor(a);
}

static double
ceil_of(double a, double b)
{
	(void)b;
	return ceil(a);
}

static double
modulo(double a, double b)
{
	return b == 0 ? NAN : a - floor(a / b) * b;
}

static const struct function functions[] = {
	{"floor", 1, floor_of}, {"ceil", 1, ceil_of}, {"ceiling", 1, ceil_of},
	{"max", 2, fmax},       {"min", 2, fmin},     {"mod", 2, modulo},
};

static double
call(struct parser *p, const char *name)
{
	const struct function *f = NULL;
	double r;
	size_t i;

	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (strcasecmp(functions[i].name, name) == 0)
			f = &functions[i];
	if (!f) {
		p->wrong = true;
		return 0;
	}
	p->operations++;
	r = sum(p);
	if (f->least == 1)
		r = f->of(r, 0);
	while (take(p, ","))
		r = f->of(r, sum(p));
	if (!take(p, ")"))
		p->wrong = true;
	return r;
}

static double
operand(struct parser *p)
{
	const char *from, *name;
	char *end;
	double r;

	skip_space(p);
	if (++p->depth > EXPR_DEEP || p->wrong) {
		p->wrong = true;
		return 0;
	}
	if (take(p, "-")) {
		r = -operand(p);
	} else if (take(p, "(")) {
		r = sum(p);
		if (!take(p, ")"))
			p->wrong = true;
	} else if (isdigit((unsigned char)*p->at)) {
		r = strtod(p->at, &end);
		p->at = end;
	} else {
		p->start = from = p->at;
		while (in_name(p))
			p->at++;
		name = arena_strndup(p->arena, from, (size_t)(p->at - from));
		if (p->at == from)
			p->wrong = true;
		r = p->wrong ? 0 : take(p, "(") ? call(p, name) : symbol(p, name);
	}
	p->depth--;
	return r;
}

static double
product(struct parser *p)
{
	double r = operand(p), by;

	while (!p->wrong) {
		if (take(p, "**"))
			r = pow(r, operand(p));
		else if (take(p, "*"))
			r *= operand(p);
		else if (take(p, "//")) {
			by = operand(p);
			r = floor(r / by);
		} else if (take(p, "/"))
			r /= operand(p);
		else if (take(p, "%"))
			r = modulo(r, operand(p));
		else
			return r;
		p->operations++;
	}
	return r;
}

static double
sum(struct parser *p)
{
	double r = product(p);

	while (!p->wrong) {
		if (take(p, "+"))
			r += product(p);
		else if (take(p, "-"))
			r -= product(p);
		else
			return r;
		p->operations++;
	}
	return r;
}

static double
parse(struct parser *p, const char *text)
{
	double r;

	p->at = p->start = text;
	r = sum(p);
	skip_space(p);
	if (*p->at)
		p->wrong = true;
	return r;
}

bool
expr_is_symbol(const char *text, struct arena *arena)
{
	struct parser p = {.arena = arena};

	parse(&p, text);
	return p.wrong || (p.operations == 0 && !isdigit((unsigned char)text[0]));
}

bool
expr_value(const char *text, symbol_value *value, void *context, struct arena *arena,
	   int64_t *result)
{
	struct parser p = {.value = value, .context = context, .arena = arena};
	double r;

	if (expr_is_symbol(text, arena))
		return value(context, text, result);
	r = floor(parse(&p, text));
	if (p.unknown || !(r >= 0) || r > 9e15)
		return false;
	*result = (int64_t)r;
	return true;
}
