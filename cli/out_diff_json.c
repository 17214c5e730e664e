#include "cli/diff.h"

#include "cli/json.h"

static json_t *
metrics_json(const struct diff_batch *b)
{
	json_t *list = json_array(), *j;
	int32_t i;

	for (i = 0; i < b->n_metrics; i++) {
		j = json_object();
		json_object_set_new(j, "name",
				    json_string(metrics[b->metrics[i].id].path));
		json_object_set_new(j, "old", quantity_to_json(&b->metrics[i].old));
		json_object_set_new(j, "new", quantity_to_json(&b->metrics[i].now));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *
batches_json(const struct diff *d, struct arena *a)
{
	json_t *list = json_array(), *j;
	const struct diff_batch *b;
	int32_t i;

	for (i = 0; i < d->n_batches; i++) {
		b = &d->batches[i];
		j = json_object();
		json_object_set_new(j, "batch", json_integer(b->batch));
		json_object_set_new(
			j, "fits",
			json_pack("{s:b, s:b}", "old", b->fits[0], "new", b->fits[1]));
		json_object_set_new(j, "verdict",
				    b->verdict ? json_name(a, b->verdict)
					       : json_null());
		json_object_set_new(j, "metrics", metrics_json(b));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *
row_json(const struct diff_row *r, const char *old, const char *now, struct arena *a)
{
	json_t *j = json_object();

	json_object_set_new(j, "change", json_string(diff_kind_names[r->kind]));
	json_object_set_new(j, "name", now ? json_name(a, now) : json_null());
	json_object_set_new(j, "old_name", old ? json_name(a, old) : json_null());
	json_object_set_new(j, "why", json_name(a, r->why));
	return j;
}

static json_t *
life_json(const struct outline *o, int32_t value, struct arena *a)
{
	const struct outline_value *v;
	json_t *j;

	if (value < 0)
		return json_null();
	v = &o->values[value];
	j = json_object();
	json_object_set_new(j, "bytes", json_integer(v->bytes));
	json_object_set_new(j, "from", json_integer(v->from));
	json_object_set_new(j, "to", json_integer(v->to));
	if (v->owner >= 0)
		json_object_set_new(j, "inside",
				    json_name(a, o->layers[v->owner].name));
	return j;
}

static json_t *
tensors_json(const struct diff *d, struct arena *a)
{
	const struct outline_value *v, *w;
	json_t *list = json_array(), *j;
	const struct diff_row *r;
	int32_t i;

	for (i = 0; i < d->n_tensors; i++) {
		r = &d->tensors[i];
		v = r->old >= 0 ? &d->side[0].outline.values[r->old] : NULL;
		w = r->now >= 0 ? &d->side[1].outline.values[r->now] : NULL;
		j = row_json(r, v ? v->name : NULL, w ? w->name : NULL, a);
		json_object_set_new(j, "at_peak", json_integer(r->peak));
		json_object_set_new(j, "old",
				    life_json(&d->side[0].outline, r->old, a));
		json_object_set_new(j, "new",
				    life_json(&d->side[1].outline, r->now, a));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *
layers_json(const struct diff *d, struct arena *a)
{
	const struct outline_layer *v, *w;
	json_t *list = json_array(), *j;
	const struct diff_row *r;
	int32_t i;

	for (i = 0; i < d->n_layers; i++) {
		r = &d->layers[i];
		v = r->old >= 0 ? &d->side[0].outline.layers[r->old] : NULL;
		w = r->now >= 0 ? &d->side[1].outline.layers[r->now] : NULL;
		j = row_json(r, v ? v->name : NULL, w ? w->name : NULL, a);
		json_object_set_new(j, "op", json_name(a, (w ? w : v)->op));
		json_object_set_new(j, "weight_bytes", json_integer(r->peak));
		json_object_set_new(j, "macs", json_integer(r->effect));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *
side_json(const struct diff_side *s, struct arena *a)
{
	json_t *j = json_object(), *digest = json_object_get(s->model, "digest");

	json_object_set_new(j, "label", json_name(a, s->label));
	json_object_set(j, "digest", digest ? digest : json_null());
	return j;
}

json_t *
diff_json(const struct diff *d, struct arena *a)
{
	json_t *j = json_object(), *notes = json_array();
	int32_t i;

	json_object_set_new(j, "format", json_string("tidemark.diff"));
	json_object_set_new(j, "format_version", json_string("1.0"));
	json_object_set_new(j, "old", side_json(&d->side[0], a));
	json_object_set_new(j, "new", side_json(&d->side[1], a));
	json_object_set_new(j, "same", json_boolean(d->same));
	json_object_set_new(j, "same_graph", json_boolean(d->same_graph));
	json_object_set_new(j, "renamed", json_integer(d->renamed));
	for (i = 0; i < d->n_notes; i++)
		json_array_append_new(notes, json_name(a, d->notes[i]));
	json_object_set_new(j, "notes", notes);
	json_object_set_new(j, "batches", batches_json(d, a));
	json_object_set_new(j, "tensors", tensors_json(d, a));
	json_object_set_new(j, "layers", layers_json(d, a));
	json_object_set_new(j, "total_bytes",
			    json_pack("{s:I, s:I}", "old", (json_int_t)d->bytes[0],
				      "new", (json_int_t)d->bytes[1]));
	return j;
}
