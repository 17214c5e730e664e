#include "proto/skim.h"

#include <inttypes.h>
#include <string.h>

#include "proto/cut.h"
#include "proto/model.h"

enum { PACK_FROM = 64, PLAIN_RUN = 4096 };

struct frame {
	const struct grammar *grammar;
	uint32_t number;  /* in the message around it */
	uint32_t seen;    /* singular messages that were met */
	uint32_t singles; /* varints of a field to pack, and which field */
	uint32_t singles_of;
	int64_t end; /* in the file */
	struct emit_mark mark;
	struct cut_note note; /* length: of all elements so far */
};

struct skim {
	struct source *source;
	struct emit *out;
	struct emit spare; /* for the packing of lists */
	struct diags *diags;
	enum skim_mode mode;
	struct sink *sink;
	int merges;
	int64_t weights;
	int depth; /* frames in use, the last is the innermost */
	struct frame frames[SKIM_DEPTH];
};

/* A field's header as it was found. */
struct head {
	int64_t offset;
	uint32_t number;
	enum wire wire;
	uint64_t value; /* a varint */
	int64_t length; /* bytes of payload that are still to come */
};

/* "ModelProto.graph.node.attribute" */
static const char *
path(const struct skim *k)
{
	const char *s = k->frames[0].grammar->name;
	int i;

	for (i = 1; i < k->depth; i++)
		s = arena_printf(
			k->diags->arena, "%s.%s", s,
			k->frames[i - 1].grammar->fields[k->frames[i].number].name);
	return s;
}

/* "field 7 (graph) of ModelProto" */
static const char *
field_name(const struct skim *k, uint32_t number)
{
	const struct grammar *g = k->frames[k->depth - 1].grammar;
	const char *name = number < GRAMMAR_FIELDS ? g->fields[number].name : NULL;

	return arena_printf(k->diags->arena, "field %" PRIu32 " (%s) of %s", number,
			    name ? name : "unknown", path(k));
}

static enum status
damaged(const struct skim *k, int64_t offset, const char *what)
{
	return diag_error(k->diags, ERR_INPUT, "damaged-model",
			  "%s: byte %" PRId64 ": %s", k->source->path, offset, what);
}

static enum status
ended(const struct skim *k)
{
	const struct source *s = k->source;

	if (s->error)
		return diag_error(k->diags, ERR_INPUT, "unreadable",
				  "cannot read %s: %s", s->path, strerror(s->error));
	return diag_error(k->diags, ERR_INPUT, "truncated-model",
			  "%s ends at byte %" PRId64 ", inside %s: is it cut short?",
			  s->path, s->size, path(k));
}

static enum status
too_long(const struct skim *k, const struct head *h, int64_t left)
{
	const struct frame *f = &k->frames[k->depth - 1];
	const char *what = arena_printf(
		k->diags->arena,
		"%s is %" PRIu64 " bytes long, but %" PRId64 " are left in %s",
		field_name(k, h->number), h->value, left,
		k->depth == 1 ? "the file: is it cut short?" : f->grammar->name);

	return damaged(k, h->offset, what);
}

/* A varint that must end before END. */
static enum status
varint(const struct skim *k, int64_t end, uint64_t *v)
{
	struct source *s = k->source;
	size_t have = source_need(s, 10), n = varint_get(s->p, have, v);
	int64_t offset = source_offset(s);

	if (!n && have >= 10)
		return damaged(k, offset, "a number takes more than 10 bytes");
	if (!n && (s->error || end >= s->size))
		return ended(k);
	if (!n || (int64_t)n > end - offset)
		return damaged(k, offset,
			       arena_printf(k->diags->arena,
					    "a number reaches past the end of %s",
					    path(k)));
	s->p += n;
	return OK;
}

static enum status
length_of(const struct skim *k, struct head *h, int64_t end)
{
	int64_t left;

	if (h->wire == WIRE_BYTES)
		TRY(varint(k, end, &h->value));
	else
		h->value = h->wire == WIRE_64 ? 8 : 4;
	left = end - source_offset(k->source);
	if (h->value > (uint64_t)left)
		return too_long(k, h, left);
	h->length = (int64_t)h->value;
	return OK;
}

static enum status
head_read(const struct skim *k, struct head *h)
{
	int64_t end = k->frames[k->depth - 1].end;
	uint64_t tag;

	h->offset = source_offset(k->source);
	TRY(varint(k, end, &tag));
	h->number = (uint32_t)(tag >> 3);
	h->wire = tag & 7;
	h->length = 0;
	if (tag > UINT32_MAX || !h->number)
		return damaged(k, h->offset,
			       arena_printf(k->diags->arena,
					    "no field of %s starts with %" PRIu64,
					    path(k), tag));
	if (h->wire == WIRE_VARINT)
		return varint(k, end, &h->value);
	if (h->wire == WIRE_64 || h->wire == WIRE_BYTES || h->wire == WIRE_32)
		return length_of(k, h, end);
	return damaged(k, h->offset,
		       arena_printf(k->diags->arena,
				    "%s has wire type %d, which ONNX does not use",
				    field_name(k, h->number), (int)h->wire));
}

static enum status
room_for(const struct skim *k, int64_t n)
{
	if (k->out->n < SKELETON_MAX && n < (int64_t)(SKELETON_MAX - k->out->n))
		return OK;
	return diag_error(k->diags, ERR_INTERNAL, "graph-too-large",
			  "%s: the graph without its weights takes over %zu MiB",
			  k->source->path, SKELETON_MAX >> 20);
}

/* The varints or numbers of a packed field that was just emitted. */
static enum status
check_packed(const struct skim *k, const struct head *h, const struct field *field)
{
	size_t n = (size_t)h->length, run = 0, i;
	const unsigned char *p = k->out->bytes + k->out->n - n;

	if (field->wire == WIRE_VARINT)
		for (i = 0; i < n && run < 10; i++)
			run = p[i] < 0x80 ? 0 : run + 1;
	else
		run = n % (field->wire == WIRE_64 ? 8 : 4);
	if (!run)
		return OK;
	return damaged(k, h->offset,
		       arena_printf(k->diags->arena,
				    "%s holds %zu bytes, which is no list of numbers",
				    field_name(k, h->number), n));
}

static enum status
act_keep(struct skim *k, const struct head *h, const struct field *field)
{
	struct emit *e = k->out;
	unsigned char *to;

	TRY(room_for(k, h->length));
	to = emit_room(e, 20 + (size_t)h->length);
	to += varint_put(to, tag_of(h->number, h->wire));
	if (h->wire == WIRE_VARINT || h->wire == WIRE_BYTES)
		to += varint_put(to, h->value);
	if (h->length && !source_copy(k->source, to, (size_t)h->length))
		return ended(k);
	e->n = (size_t)(to - e->bytes) + (size_t)h->length;
	if (field->packable && h->wire == WIRE_BYTES)
		return check_packed(k, h, field);
	return OK;
}

static enum status
act_drop(struct skim *k, const struct head *h, const struct field *field)
{
	(void)field;
	return source_skip(k->source, h->length) ? OK : ended(k);
}

static enum status
act_unknown(struct skim *k, const struct head *h, const struct field *field)
{
	return (k->mode == SKIM_STRIP ? act_keep : act_drop)(k, h, field);
}

static enum status
act_empty(struct skim *k, const struct head *h, const struct field *field)
{
	if (h->length <= MODEL_SMALL)
		return act_keep(k, h, field);
	emit_field(k->out, h->number, NULL, 0);
	return act_drop(k, h, field);
}

static enum status
act_cut(struct skim *k, const struct head *h, const struct field *field)
{
	struct cut_note *note = &k->frames[k->depth - 1].note;
	int64_t n = h->wire == WIRE_VARINT ? (int64_t)varint_size(h->value) : h->length;

	if (!note->length) {
		note->field = h->number;
		note->offset = source_offset(k->source) - (n - h->length);
	}
	note->length += n;
	if (note->length <= MODEL_SMALL)
		return act_keep(k, h, field);
	return act_drop(k, h, field);
}

static enum status
act_pack(struct skim *k, const struct head *h, const struct field *field)
{
	struct frame *f = &k->frames[k->depth - 1];

	f->singles++;
	f->singles_of = h->number;
	return act_keep(k, h, field);
}

static enum status
act_enter(struct skim *k, const struct head *h, const struct field *field)
{
	struct frame *f = &k->frames[k->depth - 1];
	uint32_t bit = UINT32_C(1) << h->number;

	if (!field->repeated && f->seen & bit && ++k->merges > SKIM_MERGES)
		return damaged(k, h->offset,
			       arena_printf(k->diags->arena,
					    "%s comes again; more than %d messages "
					    "in pieces are not read",
					    field_name(k, h->number), SKIM_MERGES));
	f->seen |= bit;
	if (k->depth == SKIM_DEPTH)
		return damaged(k, h->offset,
			       arena_printf(k->diags->arena,
					    "messages nest more than %d deep",
					    SKIM_DEPTH));
	k->frames[k->depth++] = (struct frame){
		.grammar = field->sub,
		.number = h->number,
		.end = source_offset(k->source) + h->length,
		.mark = emit_begin(k->out, h->number, h->value),
	};
	return OK;
}

static enum status (*const acts[])(struct skim *, const struct head *,
				   const struct field *) = {
	[ACT_KEEP] = act_keep,       [ACT_CUT] = act_cut,   [ACT_EMPTY] = act_empty,
	[ACT_PACK] = act_pack,       [ACT_DROP] = act_drop, [ACT_ENTER] = act_enter,
	[ACT_UNKNOWN] = act_unknown,
};

static enum status
field_skim(struct skim *k)
{
	static const struct field unknown = {.act = {ACT_UNKNOWN, ACT_UNKNOWN}};
	const struct field *field = &unknown;
	struct head h;

	TRY(head_read(k, &h));
	if (h.number < GRAMMAR_FIELDS)
		field = &k->frames[k->depth - 1].grammar->fields[h.number];
	if (field->name && h.wire != field->wire &&
	    !(field->packable && h.wire == WIRE_BYTES))
		return damaged(k, h.offset,
			       arena_printf(k->diags->arena,
					    "%s has wire type %d, wanted %d",
					    field_name(k, h.number), (int)h.wire,
					    (int)field->wire));
	return acts[field->act[k->mode]](k, &h, field);
}

/* Bytes of a field that is kept as it stands; 0 if it is not such a one. */
static inline size_t
plain_size(struct frame *f, enum skim_mode mode, const unsigned char *p, size_t have)
{
	uint32_t tag = p[0] < 0x80 ? p[0] : (p[0] & 0x7fu) | (uint32_t)p[1] << 7;
	size_t header = p[0] < 0x80 ? 1 : 2;
	const struct field *field;

	if (tag >= GRAMMAR_FIELDS << 3)
		return 0;
	field = &f->grammar->fields[tag >> 3];
	if (field->act[mode] > ACT_PACK || field->wire != (tag & 7))
		return 0;
	if (field->act[mode] == ACT_PACK) {
		f->singles++;
		f->singles_of = tag >> 3;
	}
	if (field->wire == WIRE_BYTES)
		return p[header] < 0x80 ? header + 1 + p[header] : 0;
	if (field->wire != WIRE_VARINT)
		return header + (field->wire == WIRE_64 ? 8 : 4);
	for (; header < have; header++)
		if (p[header] < 0x80)
			return header < 10 ? header + 1 : 0;
	return 0;
}

/*
 * The shortcut: most fields are short, kept, and in the window together.
 * What is in any way special is left to field_skim().
 */
static void
plain_skim(struct skim *k, struct frame *f)
{
	struct source *s = k->source;
	const unsigned char *p = s->p;
	int64_t left = f->end - source_offset(s);
	size_t have = (size_t)(s->end - p), size;
	unsigned char *to;

	if ((int64_t)have > left)
		have = (size_t)left;
	if (have > PLAIN_RUN)
		have = PLAIN_RUN;
	to = emit_room(k->out, have);
	while (have > 2) {
		size = plain_size(f, k->mode, p, have);
		if (!size || size > have)
			break;
		memcpy(to, p, size);
		to += size;
		p += size;
		have -= size;
	}
	s->p = p;
	k->out->n = (size_t)(to - k->out->bytes);
}

/* A part of the main graph, or a function. */
static bool
is_piece(const struct skim *k)
{
	uint32_t top = k->frames[1].number;

	return (k->depth == 3 && top == MODEL_GRAPH) ||
	       (k->depth == 2 && top == MODEL_FUNCTIONS);
}

static enum status
hand_over(struct skim *k, const struct frame *f)
{
	struct piece p = {
		.parent = k->depth == 3 ? MODEL_GRAPH : 0,
		.field = f->number,
		.bytes = k->out->bytes + f->mark.contents,
		.n = k->out->n - f->mark.contents,
		.scratch = k->out->arena,
	};

	k->out->n = f->mark.start;
	k->depth--;
	return k->sink->take(k->sink, &p);
}

static enum status
message_end(struct skim *k)
{
	struct frame *f = &k->frames[k->depth - 1];
	struct cut c = {k->out,     f->mark.contents, k->mode,
			f->grammar, f->note,          &k->weights};

	if (f->note.length > MODEL_SMALL) {
		TRY(room_for(k, k->mode == SKIM_STRIP ? f->note.length : 0));
		cut_elements(&c);
	}
	if (f->singles > PACK_FROM)
		cut_pack(k->out, f->mark.contents, f->singles_of, &k->spare);
	if (k->sink && is_piece(k))
		return hand_over(k, f);
	k->depth--;
	if (k->depth)
		emit_end(k->out, f->mark);
	return OK;
}

enum status
skim(struct emit *skeleton, struct source *s, enum skim_mode mode, struct sink *sink,
     struct diags *d)
{
	struct skim *k = arena_new(skeleton->arena, struct skim, 1);

	k->source = s;
	k->out = skeleton;
	k->diags = d;
	k->mode = mode;
	emit_open(&k->spare, skeleton->arena);
	k->sink = sink;
	k->depth = 1;
	k->frames[0].grammar = grammar_new(skeleton->arena);
	k->frames[0].end = s->size;
	while (k->depth) {
		struct frame *f = &k->frames[k->depth - 1];

		plain_skim(k, f);
		if (source_offset(s) < f->end && (k->depth > 1 || source_need(s, 1)))
			TRY(field_skim(k));
		else if (k->depth == 1 && s->error)
			return ended(k);
		else
			TRY(message_end(k));
	}
	return OK;
}
