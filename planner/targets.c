#include <string.h>

#include "planner/target.h"

#define RATES(list) .rates = list, .n_rates = sizeof(list) / sizeof(*(list))
#define KIB(n) (INT64_C(1024) * (n))
#define MIB(n) KIB(INT64_C(1024) * (n))

const char *const window_names[] = {
	[WINDOW_NONE] = "none", [WINDOW_FIXED] = "fixed", [WINDOW_ROWS] = "rows"};

const char *const target_field_names[] = {
#define FIELD(id, kind, unit, meaning) [TARGET_##id] = #id,
#include "planner/target_fields.def"
#undef FIELD
};

/* pJ: one multiplication and one addition, Horowitz 2014. */
static const struct target_rate generic_rates[] = {
	{DTYPE_INT8, 1e12, 0.3},      {DTYPE_UINT8, 1e12, 0.3},
	{DTYPE_FLOAT16, 0.5e12, 1.5}, {DTYPE_BFLOAT16, 0.5e12, 1.5},
	{DTYPE_FLOAT, 0.25e12, 4.6},
};

static const struct target_rate t4_rates[] = {
	{DTYPE_INT4, 130e12, 0}, {DTYPE_UINT4, 130e12, 0},    {DTYPE_INT8, 65e12, 0},
	{DTYPE_UINT8, 65e12, 0}, {DTYPE_FLOAT16, 32.5e12, 0}, {DTYPE_FLOAT, 4.05e12, 0},
};

static const struct target_rate x1_rates[] = {
	{DTYPE_INT8, 4096 * 933e6, 0},
	{DTYPE_UINT8, 4096 * 933e6, 0},
	{DTYPE_BFLOAT16, 2048 * 933e6, 0},
};

static const struct target_rate u55_128_rates[] = {
	{DTYPE_INT8, 128 * 200e6, 0},
	{DTYPE_UINT8, 128 * 200e6, 0},
	{DTYPE_INT16, 64 * 200e6, 0},
};

static const struct target_rate u55_256_rates[] = {
	{DTYPE_INT8, 256 * 500e6, 0},
	{DTYPE_UINT8, 256 * 500e6, 0},
	{DTYPE_INT16, 128 * 500e6, 0},
};

static const struct target_rate u65_512_rates[] = {
	{DTYPE_INT8, 512 * 1e9, 0},
	{DTYPE_UINT8, 512 * 1e9, 0},
	{DTYPE_INT16, 256 * 1e9, 0},
};

static const struct target_rate edge_tpu_rates[] = {
	{DTYPE_INT8, 2e12, 0},
	{DTYPE_UINT8, 2e12, 0},
};

static const struct target_rate stm32h7_rates[] = {
	{DTYPE_INT8, 2 * 480e6, 0},
	{DTYPE_INT16, 2 * 480e6, 0},
	{DTYPE_FLOAT, 480e6, 0},
};

static const struct target_rate imxrt1060_rates[] = {
	{DTYPE_INT8, 2 * 600e6, 0},
	{DTYPE_INT16, 2 * 600e6, 0},
	{DTYPE_FLOAT, 600e6, 0},
};

static const struct target_rate imxrt1170_rates[] = {
	{DTYPE_INT8, 2 * 1e9, 0},
	{DTYPE_INT16, 2 * 1e9, 0},
	{DTYPE_FLOAT, 1e9, 0},
};

static const struct target_rate esp32s3_rates[] = {
	{DTYPE_INT8, 16 * 240e6, 0},
	{DTYPE_INT16, 8 * 240e6, 0},
	{DTYPE_FLOAT, 240e6, 0},
};

/* Bits of target.assumed. */
#define ASSUMED(id) (UINT32_C(1) << TARGET_##id)
/* What the model supposes of every machine: nothing is published of the like. */
#define MODEL (ASSUMED(window) | ASSUMED(overlap))
#define MODEL_WORDS                                                                    \
	"Operands stream through buffers that are not counted, so no window; "         \
	"transfers overlap with arithmetic. No energy is stated."

/*
 * Round figures around one size: what changes is the SRAM, nothing else.
 * MORE: what else is assumed at that size.
 */
#define GENERIC(id, size, words, more)                                                 \
	{                                                                              \
		.name = id, .title = words " of SRAM in a machine of round figures",   \
		.source = "energies: M. Horowitz, Computing's Energy Problem (and "    \
			  "what we can do about it), ISSCC 2014, pages 10-14, figure " \
			  "1.1.9, rough energy costs in 45 nm at 0.9 V: multiplying "  \
			  "and adding 0.2 pJ at 8 bits and 0.1 pJ at 32, 1.1 and 0.4 " \
			  "pJ in fp16, 3.7 and 0.9 pJ in fp32; 64 bits from a cache "  \
			  "of 1 MB 100 pJ, from DRAM 1.3 to 2.6 nJ",                   \
		.assumptions = "1 TMAC/s at 8 bits, half in 16 and a quarter in 32, "  \
			       "256 GB/s to SRAM and 16 GB/s to DRAM are round "       \
			       "figures of no product; the SRAM costs what 1 MB does " \
			       "at every size, DRAM the lower end of the range; "      \
			       "bfloat16 as fp16. No window, and transfers overlap.",  \
		.assumed = ASSUMED(sram) | ASSUMED(alignment) | MODEL |                \
			   ASSUMED(sram_bandwidth) | ASSUMED(dram_bandwidth) |         \
			   ASSUMED(rates) | (more),                                    \
		.sram = size, .alignment = 1, .window = WINDOW_NONE,                   \
		.sram_bandwidth = 256e9, .dram_bandwidth = 16e9, .sram_pj = 100.0 / 8, \
		.dram_read_pj = 1300.0 / 8, .dram_write_pj = 1300.0 / 8,               \
		RATES(generic_rates), .overlap = true                                  \
	}

#define VELA_SYSTEM                                                                    \
	"Arm, Ethos-U Vela compiler 5.2.0, config_files/Arm/vela.ini, "                \
	"[System_Config."
#define VELA_MACS                                                                      \
	"; MACs per cycle: ethosu/vela/architecture_features.py, "                     \
	"accelerator_configs; 16-bit operands at half rate: npu_performance.py; "      \
	"tensors aligned to 16: OPTIONS.md, CPU Tensor Alignment"
#define VELA_WORDS                                                                     \
	"Peak rates; latencies and burst lengths of vela.ini are not "                 \
	"modelled. " MODEL_WORDS
#define FLASH_WORDS                                                                    \
	" for the arena, as Shared_Sram leaves its size to the system; off-chip "      \
	"memory is flash, which serves weights: a plan with spills needs DRAM beside " \
	"it. "

#define CORTEX_M7                                                                      \
	"2 MACs per cycle at 8 and 16 bits (SMLAD, one of them per cycle) and 1 in "   \
	"float are peak rates. "

static const struct target rows[] = {
	{.name = "generic",
	 .title = "SRAM of any size beside DRAM",
	 .source = "the memory model itself",
	 .assumptions =
		 "Streaming needs no window; no bandwidth, rate or energy is stated.",
	 .assumed = ASSUMED(window),
	 .sram = SRAM_UNLIMITED,
	 .alignment = 1,
	 .window = WINDOW_NONE,
	 .overlap = true},
	GENERIC("generic-256k", KIB(256), "256 KiB", ASSUMED(sram_pj)),
	GENERIC("generic-512k", KIB(512), "512 KiB", ASSUMED(sram_pj)),
	GENERIC("generic-1m", MIB(1), "1 MiB", 0),
	GENERIC("generic-2m", MIB(2), "2 MiB", ASSUMED(sram_pj)),
	GENERIC("generic-4m", MIB(4), "4 MiB", ASSUMED(sram_pj)),
	GENERIC("generic-8m", MIB(8), "8 MiB", ASSUMED(sram_pj)),
	GENERIC("generic-16m", MIB(16), "16 MiB", ASSUMED(sram_pj)),
	GENERIC("generic-32m", MIB(32), "32 MiB", ASSUMED(sram_pj)),
	{.name = "nvidia-t4",
	 .title = "NVIDIA Tesla T4 GPU",
	 .source = "NVIDIA, T4 Tensor Core GPU data sheet (2019), Specifications: 8.1 "
		   "TFLOPS FP32, 65 FP16/FP32, 130 TOPS INT8, 260 INT4, GDDR6 at 320 "
		   "GB/s; NVIDIA, Turing GPU Architecture white paper WP-09183-001, "
		   "TU104: L2 of 4,096 KB",
	 .assumptions =
		 "The L2 cache counts as SRAM that the program controls, in sectors "
		 "of 32 bytes; 1,270 GB/s to it, about what Z. Jia et al., Dissecting "
		 "the NVidia Turing T4 GPU via Microbenchmarking (arXiv:1903.07486), "
		 "chapter 3, measure, but not checked against it; the full 320 GB/s, "
		 "of which they reach 220; peak rates, two operations to a MAC; 5 us "
		 "to start a kernel for each layer. " MODEL_WORDS,
	 .assumed = ASSUMED(alignment) | MODEL | ASSUMED(sram_bandwidth) |
		    ASSUMED(layer_overhead),
	 .sram = MIB(4),
	 .alignment = 32,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 1270e9,
	 .dram_bandwidth = 320e9,
	 RATES(t4_rates),
	 .overlap = true,
	 .layer_overhead = 5e-6},
	{.name = "inferx-x1",
	 .title = "Flex Logix InferX X1, as announced",
	 .source = "Flex Logix, InferX X1 Edge Inference Co-Processor, product page "
		   "flex-logix.com/inference (October 2019): 4 nnMAX tiles, 4K MACs, 8 "
		   "MB of L2 SRAM, one x32 LPDDR4, int8 at full and bfloat16 at half "
		   "rate; Neural Network Performance Modeling Software, "
		   "semiengineering.com (2019): 2 x 2 tiles of 2 MB each",
	 .assumptions =
		 "8 MB is 8 MiB; 933 MHz; LPDDR4 at 4,267 MT/s; 64 bytes per tile and "
		 "cycle between SRAM and MACs; no Winograd. The chip that was sold "
		 "has other memories. " MODEL_WORDS,
	 .assumed = ASSUMED(alignment) | MODEL | ASSUMED(sram_bandwidth) |
		    ASSUMED(dram_bandwidth) | ASSUMED(rates),
	 .sram = MIB(8),
	 .alignment = 1,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 4 * 64 * 933e6,
	 .dram_bandwidth = 4267e6 * 4,
	 RATES(x1_rates),
	 .overlap = true},
	{.name = "ethos-u55-128",
	 .title = "Arm Ethos-U55, 128 MACs, deep embedded, Shared_Sram",
	 .source = VELA_SYSTEM
	 "Ethos_U55_Deep_Embedded]: 200 MHz, SRAM 1.6 GB/s, flash 0.1 GB/s; "
	 "[Memory_Mode.Shared_Sram]" VELA_MACS,
	 .assumptions = "512 KiB of SRAM" FLASH_WORDS VELA_WORDS,
	 .assumed = ASSUMED(sram) | MODEL,
	 .sram = KIB(512),
	 .alignment = 16,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 1.6e9,
	 .dram_bandwidth = 0.1e9,
	 RATES(u55_128_rates),
	 .overlap = true},
	{.name = "ethos-u55-256",
	 .title = "Arm Ethos-U55, 256 MACs, high-end embedded, Shared_Sram",
	 .source = VELA_SYSTEM
	 "Ethos_U55_High_End_Embedded]: 500 MHz, SRAM 4 GB/s, flash 0.5 GB/s; "
	 "[Memory_Mode.Shared_Sram]" VELA_MACS,
	 .assumptions = "2 MiB of SRAM" FLASH_WORDS VELA_WORDS,
	 .assumed = ASSUMED(sram) | MODEL,
	 .sram = MIB(2),
	 .alignment = 16,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 4e9,
	 .dram_bandwidth = 0.5e9,
	 RATES(u55_256_rates),
	 .overlap = true},
	{.name = "ethos-u65-512",
	 .title = "Arm Ethos-U65, 512 MACs, high end, Dedicated_Sram",
	 .source = VELA_SYSTEM
	 "Ethos_U65_High_End]: 1 GHz, SRAM 16 GB/s, DRAM 3.75 GB/s; "
	 "[Memory_Mode.Dedicated_Sram_384KB]: 393,216 bytes" VELA_MACS,
	 .assumptions = VELA_WORDS,
	 .assumed = MODEL,
	 .sram = KIB(384),
	 .alignment = 16,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 16e9,
	 .dram_bandwidth = 3.75e9,
	 RATES(u65_512_rates),
	 .overlap = true},
	{.name = "edge-tpu",
	 .title = "TPU-like edge part: Coral Edge TPU on M.2",
	 .source =
		 "coral.ai, Frequently asked questions, What is the Edge TPU's "
		 "processing speed: 4 TOPS, fixed point; coral.ai, Edge TPU Compiler, "
		 "Parameter data caching: about 8 MB of SRAM; Coral M.2 Accelerator "
		 "data sheet: PCIe Gen2 x1, which is 5 GT/s in 8b/10b, 500 MB/s",
	 .assumptions =
		 "8 MB is 8 MiB, all of it for tensors and weights; host memory behind "
		 "PCIe is the DRAM, and one direction's 500 MB/s serves reads and "
		 "writes; 64 bytes in and 64 out per cycle of 500 MHz to SRAM; two "
		 "operations to a MAC. " MODEL_WORDS,
	 .assumed = ASSUMED(alignment) | MODEL | ASSUMED(sram_bandwidth),
	 .sram = MIB(8),
	 .alignment = 64,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 128 * 500e6,
	 .dram_bandwidth = 500e6,
	 RATES(edge_tpu_rates),
	 .overlap = true},
	{.name = "stm32h7",
	 .title = "STM32H743: Cortex-M7 at 480 MHz",
	 .source = "ST, data sheet DS12110, Features: 480 MHz, 1 MB of RAM, FMC of 32 "
		   "bits for SDRAM at up to 100 MHz; ST, reference manual RM0433, "
		   "memory map: 512 KB of AXI SRAM; STM32Cube system clock of H743 "
		   "examples: AXI at 240 MHz, behind the core's AXI port of 64 bits",
	 .assumptions = "Tensors live in the AXI SRAM only, aligned to 4; " CORTEX_M7
		 MODEL_WORDS,
	 .assumed = ASSUMED(alignment) | MODEL | ASSUMED(rates),
	 .sram = KIB(512),
	 .alignment = 4,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 8 * 240e6,
	 .dram_bandwidth = 4 * 100e6,
	 RATES(stm32h7_rates),
	 .overlap = true},
	{.name = "imxrt1060",
	 .title = "NXP i.MX RT1060: Cortex-M7 at 600 MHz",
	 .source = "NXP, data sheet IMXRT1060CEC, Features: 600 MHz, 1 MB of on-chip "
		   "RAM, half of it OCRAM and half shared with tightly coupled memory; "
		   "page 2: 8/16-bit SDRAM, up to SDRAM-166",
	 .assumptions =
		 "Tensors live in the OCRAM only, aligned to 4, behind 64 bits at a "
		 "quarter of the core's clock; " CORTEX_M7 MODEL_WORDS,
	 .assumed =
		 ASSUMED(alignment) | MODEL | ASSUMED(sram_bandwidth) | ASSUMED(rates),
	 .sram = KIB(512),
	 .alignment = 4,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 8 * 150e6,
	 .dram_bandwidth = 2 * 166e6,
	 RATES(imxrt1060_rates),
	 .overlap = true},
	{.name = "imxrt1170",
	 .title = "NXP i.MX RT1170: Cortex-M7 at 1 GHz",
	 .source =
		 "NXP, data sheet IMXRT1170CEC, Features: 1 GHz, 2 MB of on-chip RAM, "
		 "of it 512 KB shared with tightly coupled memory of the M7 and 256 KB "
		 "with that of the M4, 8/16/32-bit SDRAM, up to SDRAM-200",
	 .assumptions =
		 "Tensors live in the other 1,280 KB, with error correction off, "
		 "aligned to 4, behind 64 bits at 240 MHz, the bus clock of NXP's "
		 "examples; " CORTEX_M7 MODEL_WORDS,
	 .assumed =
		 ASSUMED(alignment) | MODEL | ASSUMED(sram_bandwidth) | ASSUMED(rates),
	 .sram = KIB(1280),
	 .alignment = 4,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 8 * 240e6,
	 .dram_bandwidth = 4 * 200e6,
	 RATES(imxrt1170_rates),
	 .overlap = true},
	{.name = "esp32-s3",
	 .title = "Espressif ESP32-S3: Xtensa LX7 at 240 MHz",
	 .source = "Espressif, ESP-IDF Programming Guide, ESP32-S3, SPI Flash and "
		   "External SPI RAM Configuration, All Supported Modes and Speeds, "
		   "F8R8 and F4R8: octal PSRAM at 80 MHz, double data rate; ESP32-S3 "
		   "data sheet: 240 MHz, 512 KB of SRAM; technical reference manual, "
		   "Processor Instruction Extensions: EE.VMULAS.S8.ACCX, 16 products "
		   "of 8 bits",
	 .assumptions =
		 "320 KiB of SRAM are left for tensors, aligned to 16; one core; one "
		 "vector MAC instruction or one load of 16 bytes per cycle, float 1 "
		 "MAC, are peak rates; operands stream through the data cache, so no "
		 "window; transfers do not overlap with arithmetic. No energy is "
		 "stated.",
	 .assumed = ASSUMED(sram) | ASSUMED(alignment) | MODEL |
		    ASSUMED(sram_bandwidth) | ASSUMED(rates),
	 .sram = KIB(320),
	 .alignment = 16,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 16 * 240e6,
	 .dram_bandwidth = 2 * 80e6,
	 RATES(esp32s3_rates),
	 .overlap = false},
};

const struct target *
targets_all(int32_t *n)
{
	*n = sizeof(rows) / sizeof(*rows);
	return rows;
}

const struct target *
target_find(const char *name)
{
	int32_t i, n;
	const struct target *all = targets_all(&n);

	for (i = 0; i < n; i++)
		if (!strcmp(all[i].name, name))
			return &all[i];
	return NULL;
}

bool
target_assumes(const struct target *t, enum target_field field)
{
	return t->assumed >> field & 1;
}

const struct target_rate *
target_rate_of(const struct target *t, enum dtype type)
{
	int32_t i;

	for (i = 0; i < t->n_rates; i++)
		if (t->rates[i].dtype == type)
			return &t->rates[i];
	return NULL;
}
