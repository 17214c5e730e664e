/*
 * Building ONNX models of real networks.
 *
 * A network function says its layers in order; what is written follows the
 * options: the opset decides between attributes and inputs, the type between
 * float32 and float16, and so on.  Names are those of PyTorch's exporter:
 * module "layer1.0.conv1" is node "/layer1/layer1.0/conv1/Conv" with
 * parameter "layer1.0.conv1.weight".  '#' in a module stands for the dot
 * after a ModuleList, which has no scope of its own: "encoder.layer#0".
 *
 * Everything lives in one arena, nothing is freed, and no weight exists
 * before nets_write() streams it.
 */
#ifndef TESTDATA_NETS_H
#define TESTDATA_NETS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/str.h"

/* ONNX's numbers for element types. */
enum { T_FLOAT = 1, T_UINT8, T_INT8, T_INT32 = 6, T_INT64, T_BOOL = 9, T_FLOAT16 };

enum { MIN_OPSET = 9, MAX_OPSET = 24 };

enum qdq {
	QDQ_NONE,
	QDQ_ORT, /* as ONNX Runtime quantizes: Relu and Clip are absorbed */
	QDQ_ACT, /* quantized after the activation, which stays a node */
};

/* A dimension: a number, and the name it is declared by, if any. */
struct dim {
	int64_t n;
	const char *name;
};

struct options {
	int opset;
	int type; /* T_FLOAT or T_FLOAT16 */
	enum qdq qdq;
	struct dim batch, seq, h, w;
	double width;           /* channels are multiplied by it */
	int64_t layers, hidden; /* transformers; 0: as published */
	bool keep_bn;           /* BatchNormalization apart, not folded */
	bool dropout;           /* keep Dropout nodes */
	bool inline_weights;    /* bytes in the file, else declared external */
	bool inputs_too;        /* initializers are graph inputs as well */
};

/* How an initializer's elements are made: mean + spread * [-1, 1). */
struct fill {
	double mean, spread;
};

enum { MAX_RANK = 6 };

struct init {
	const char *name;
	int type, rank;
	int64_t dims[MAX_RANK];
	int64_t bytes;
	struct fill fill;
	const void *data; /* a small constant: its bytes, else NULL */
	int64_t offset;   /* in weights.bin; -1 when inline */
};

struct net {
	struct arena *arena;
	const struct options *o;
	const char *title;
	bool caffe2; /* names as Caffe2's exporter wrote them */

	struct text nodes, inputs, outputs;
	struct init *init;
	size_t n_init, room_init;
	struct names *used;      /* names handed out, and how often */
	struct names *quantized; /* values that have a dequantized twin */
	int64_t n_nodes, external;

	/* The node under construction. */
	const char *op, *node_name, *module;
	struct text in, out, attr;
	int n_out;
	const char *as; /* the name of the next output, if not its own */

	const char *wrong; /* why there is no such network, or NULL */
};

/* A feature map, or a vector when h and w are 1. */
struct val {
	const char *name;
	const char *scale; /* the value whose quantization it shares, or NULL */
	int64_t c, h, w;
	bool plain; /* made by an operator that quantizers leave alone */
};

/* nets_graph.c: nodes, names, constants. */
void net_open(struct net *, struct arena *, const struct options *, const char *title);

/* A name that was not handed out before: NAME, NAME_1, NAME_2 ... */
const char *net_unique(struct net *, const char *name);
/* "layer1.0.conv1" as "/layer1/layer1.0/conv1" */
const char *net_scope(struct net *, const char *module);
/* Module and parameter joined: "layer1.0.conv1" and ".weight" */
const char *net_param(struct net *, const char *module, const char *param);

/* The sizes do not work out; the first reason stands. */
void net_unless(struct net *, bool fine, const char *wrong);

/* One node: node(), then in() and attributes, then out()s or done(). */
void node(struct net *, const char *module, const char *op);
void in(struct net *, const char *value); /* NULL: absent */
const char *out(struct net *);
const char *done(struct net *); /* returns the (first) output */
void attr_int(struct net *, const char *name, int64_t);
void attr_float(struct net *, const char *name, double);
void attr_string(struct net *, const char *name, const char *);
void attr_ints(struct net *, const char *name, int n, const int64_t *);
#define attr_list(net, name, ...)                                                      \
	attr_ints((net), (name),                                                       \
		  (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)),           \
		  (const int64_t[]){__VA_ARGS__})

/* Nodes of one or two inputs and no attribute. */
const char *unary(struct net *, const char *module, const char *op, const char *x);
const char *binary(struct net *, const char *module, const char *op, const char *a,
		   const char *b);

/* Constant nodes: a vector of int64 (a scalar when n is 0), a scalar of the net's type.
 */
const char *constant_ints(struct net *, const char *module, int n, const int64_t *);
const char *constant_float(struct net *, const char *module, double);
#define constant_list(net, module, ...)                                                \
	constant_ints((net), (module),                                                 \
		      (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)),       \
		      (const int64_t[]){__VA_ARGS__})

/* Initializers; those of at most 16 elements are always inline. */
const char *weight(struct net *, const char *name, int type, struct fill, int rank,
		   const int64_t *dims);
const char *initial_ints(struct net *, const char *name, int rank, const int64_t *dims,
			 const int64_t *);
const char *initial_floats(struct net *, const char *name, int64_t n, const float *);

/* Graph inputs and outputs. */
const char *net_input(struct net *, const char *name, int type, int rank,
		      const struct dim *);
void net_output(struct net *, const char *name, int type, int rank, const struct dim *);

/* nets_layers.c: what convolutional networks are made of. */
enum act { ACT_NONE, ACT_RELU, ACT_RELU6, ACT_LEAKY };

struct conv {
	int64_t out, kh, kw, stride, ph, pw, group;
	const char *bn; /* the BatchNormalization that follows, or NULL */
	double eps;     /* its epsilon */
	enum act act;
	const char *act_module;
	bool transposed;
	bool no_bias; /* where no BatchNormalization could bring one */
};

/* A K x K convolution that keeps the size at stride 1. */
struct conv square(int64_t out, int64_t k, int64_t stride);

struct val image(struct net *, const char *name);
struct val conv(struct net *, const char *module, struct val, struct conv);
struct val gemm(struct net *, const char *module, struct val, int64_t out, enum act,
		const char *act_module);
struct val batch_norm(struct net *, const char *module, struct val, double eps,
		      enum act, const char *act_module);
struct val activation(struct net *, const char *module, enum act, struct val);
struct val add(struct net *, const char *module, struct val, struct val, enum act,
	       const char *act_module);
struct val concat(struct net *, const char *module, int n, const struct val *);
struct val global_pool(struct net *, const char *module, struct val);
struct val flatten(struct net *, const char *module, struct val);
struct val upsample(struct net *, const char *module, struct val, int factor);
struct val dropout(struct net *, const char *module, struct val, double ratio);
struct val pad_to(struct net *, const char *module, struct val, int64_t h, int64_t w);

struct pool {
	int64_t kh, kw, sh, sw;
	int64_t pads[4];
	bool average;
};
struct val pool(struct net *, const char *module, struct val, struct pool);
/* K x K, with the same padding on all sides. */
struct val max_pool(struct net *, const char *module, struct val, int64_t k,
		    int64_t stride, int64_t pad);

/* Declares the value as a graph output; call name_output() before its layer. */
void name_output(struct net *, const char *name);
void give(struct net *, const char *name, struct val, bool flat);

/* The number of channels C at the net's width, a multiple of 8. */
int64_t wide(const struct net *, int64_t c);

/*
 * nets_qdq.c: quantization; without it these hand the names through.  The axis
 * of a kernel's channels, or -1 for one scale.
 */
const char *ready(struct net *, struct val);
const char *kernel(struct net *, const char *name, struct fill, int rank,
		   const int64_t *dims, int axis);
const char *bias(struct net *, const char *name, int64_t n, int axis);
bool absorbed(const struct net *, enum act);
void quantize_output(struct net *, struct val, const char *name);

/* nets_write.c: the file, streamed. */
void nets_write(const struct net *, FILE *);

/* The table of networks. */
struct arch {
	const char *name;
	void (*build)(struct net *, int variant);
	int variant;
	int64_t size;  /* default height and width, or 0 */
	int min_opset; /* with symbolic dimensions, if those are what needs it */
	const char *about;
};
extern const struct arch archs[];
extern const size_t n_archs;

/* An op or variant of a table that a build function was given. */
void build_resnet(struct net *, int variant);
void build_googlenet(struct net *, int variant);
void build_inception_v3(struct net *, int variant);
void build_mobilenet_v1(struct net *, int variant);
void build_mobilenet_v2(struct net *, int variant);
void build_vgg(struct net *, int variant);
void build_densenet(struct net *, int variant);
void build_yolov3(struct net *, int variant);
void build_unet(struct net *, int variant);
void build_bert(struct net *, int variant);
void build_gpt2(struct net *, int variant);

#endif
