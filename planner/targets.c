#include <string.h>

#include "planner/target.h"

#define RATES(list) .rates = list, .n_rates = sizeof(list) / sizeof(*(list))
#define KIB(n) (INT64_C(1024) * (n))
#define MIB(n) KIB(INT64_C(1024) * (n))

const char *const window_names[] = {
	[WINDOW_NONE] = "none", [WINDOW_FIXED] = "fixed", [WINDOW_ROWS] = "rows"};

/* One multiplication and one addition, Horowitz 2014, 45 nm, 0.9 V. */
static const struct target_rate generic_rates[] = {
	{DTYPE_INT8, 1e12, 0.2 + 0.1},      {DTYPE_UINT8, 1e12, 0.2 + 0.1},
	{DTYPE_FLOAT16, 0.5e12, 1.1 + 0.4}, {DTYPE_BFLOAT16, 0.5e12, 1.1 + 0.4},
	{DTYPE_FLOAT, 0.25e12, 3.7 + 0.9},
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

/* Round figures around one size: what changes is the SRAM, nothing else. */
#define GENERIC(id, size, words)                                                       \
	{                                                                              \
		.name = id, .title = words " of SRAM in a machine of round figures",   \
		.source = "energies: M. Horowitz, Computing's Energy Problem, ISSCC "  \
			  "2014, 45 nm: an 8-bit multiplication 0.2 pJ, a 32-bit "     \
			  "addition 0.1 pJ, 64 bits from 1 MB of cache 100 pJ, 64 "    \
			  "bits of DRAM 1.3 nJ and more",                              \
		.assumptions = "1 TMAC/s at 8 bits, 256 GB/s to SRAM and 16 GB/s to "  \
			       "DRAM are round figures of no product",                 \
		.sram = size, .alignment = 1, .window = WINDOW_NONE,                   \
		.sram_bandwidth = 256e9, .dram_bandwidth = 16e9, .sram_pj = 100.0 / 8, \
		.dram_read_pj = 1300.0 / 8, .dram_write_pj = 1300.0 / 8,               \
		RATES(generic_rates), .overlap = true                                  \
	}

#define VELA                                                                           \
	"clock, bandwidths and memory mode: Arm/vela.ini of the Ethos-U Vela "         \
	"compiler, "

static const struct target rows[] = {
	{.name = "generic",
	 .title = "SRAM of any size beside DRAM",
	 .source = "the memory model itself",
	 .assumptions =
		 "streaming needs no window; no bandwidth, rate or energy is stated",
	 .sram = SRAM_UNLIMITED,
	 .alignment = 1,
	 .window = WINDOW_NONE,
	 .overlap = true},
	GENERIC("generic-256k", KIB(256), "256 KiB"),
	GENERIC("generic-512k", KIB(512), "512 KiB"),
	GENERIC("generic-1m", MIB(1), "1 MiB"),
	GENERIC("generic-2m", MIB(2), "2 MiB"),
	GENERIC("generic-4m", MIB(4), "4 MiB"),
	GENERIC("generic-8m", MIB(8), "8 MiB"),
	GENERIC("generic-16m", MIB(16), "16 MiB"),
	GENERIC("generic-32m", MIB(32), "32 MiB"),
	{.name = "nvidia-t4",
	 .title = "NVIDIA Tesla T4 GPU",
	 .source =
		 "NVIDIA T4 Tensor Core GPU data sheet (130 TOPS int8, 260 TOPS int4, "
		 "65 TFLOPS fp16, 8.1 TFLOPS fp32, 320 GB/s); Jia et al., Dissecting "
		 "the NVidia Turing T4 GPU via Microbenchmarking, 2019 (L2 4,096 KiB, "
		 "1,270 GB/s measured)",
	 .assumptions = "the L2 cache counts as SRAM that the program controls; peak "
			"arithmetic "
			"rates, two operations to a MAC; 5 us per layer for starting a "
			"kernel; no "
			"energy is stated",
	 .sram = MIB(4),
	 .alignment = 32,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 1270e9,
	 .dram_bandwidth = 320e9,
	 RATES(t4_rates),
	 .overlap = true,
	 .layer_overhead = 5e-6},
	{.name = "inferx-x1",
	 .title = "Flex Logix InferX X1",
	 .source =
		 "Flex Logix product page, 2019 (4 tiles, 4,096 MACs, 8 MB of L2 SRAM, "
		 "one x32 LPDDR4; int8 at full rate, bfloat16 at half)",
	 .assumptions = "8 MB is 8 MiB; 933 MHz as given for the nnMAX tile in 16 nm; "
			"LPDDR4 at "
			"4,267 MT/s x 32 bits; 64 bytes per tile and cycle between "
			"SRAM and MACs; "
			"no Winograd; streams pass through the L1 SRAM of the MAC "
			"clusters, so "
			"no window; no energy is stated",
	 .sram = MIB(8),
	 .alignment = 1,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 4 * 64 * 933e6,
	 .dram_bandwidth = 4267e6 * 4,
	 RATES(x1_rates),
	 .overlap = true},
	{.name = "ethos-u55-128",
	 .title = "Arm Ethos-U55, 128 MACs, deep embedded, Shared_Sram",
	 .source =
		 VELA "Ethos_U55_Deep_Embedded: 200 MHz, SRAM 1.6 GB/s, flash 0.1 GB/s",
	 .assumptions = "512 KiB of SRAM for the arena; off-chip memory is flash, "
			"which serves "
			"weights: a plan with spills needs DRAM beside it; no energy "
			"is stated",
	 .sram = KIB(512),
	 .alignment = 16,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 1.6e9,
	 .dram_bandwidth = 0.1e9,
	 RATES(u55_128_rates),
	 .overlap = true},
	{.name = "ethos-u55-256",
	 .title = "Arm Ethos-U55, 256 MACs, high-end embedded, Shared_Sram",
	 .source = VELA
	 "Ethos_U55_High_End_Embedded: 500 MHz, SRAM 4 GB/s, flash 0.5 GB/s",
	 .assumptions =
		 "2 MiB of SRAM for the arena; off-chip memory is flash, which serves "
		 "weights: a plan with spills needs DRAM beside it; no energy is "
		 "stated",
	 .sram = MIB(2),
	 .alignment = 16,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 4e9,
	 .dram_bandwidth = 0.5e9,
	 RATES(u55_256_rates),
	 .overlap = true},
	{.name = "ethos-u65-512",
	 .title = "Arm Ethos-U65, 512 MACs, high end, Dedicated_Sram",
	 .source = VELA "Ethos_U65_High_End: 1 GHz, SRAM 16 GB/s, DRAM 3.75 GB/s; "
			"Dedicated_Sram: 384 KiB",
	 .assumptions = "no energy is stated",
	 .sram = KIB(384),
	 .alignment = 16,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 16e9,
	 .dram_bandwidth = 3.75e9,
	 RATES(u65_512_rates),
	 .overlap = true},
	{.name = "edge-tpu",
	 .title = "TPU-like edge part: Coral Edge TPU on M.2",
	 .source = "coral.ai, frequently asked questions and compiler pages (4 TOPS "
		   "int8, "
		   "about 8 MB of SRAM); Coral M.2 data sheet (PCIe 2.0 x1)",
	 .assumptions = "8 MB is 8 MiB; host memory behind PCIe at 500 MB/s is the "
			"DRAM; 64 x 64 "
			"MACs fed by 64 bytes in and 64 out per cycle at 500 MHz; no "
			"energy is "
			"stated",
	 .sram = MIB(8),
	 .alignment = 64,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 128 * 500e6,
	 .dram_bandwidth = 500e6,
	 RATES(edge_tpu_rates),
	 .overlap = true},
	{.name = "stm32h7",
	 .title = "STM32H743: Cortex-M7 at 480 MHz",
	 .source =
		 "ST data sheet DS12110 (480 MHz, 1 MB of RAM, of it 512 KB AXI SRAM; "
		 "FMC SDRAM 32 bits); Arm Cortex-M7 manual (two 16-bit MACs per SMLAD)",
	 .assumptions =
		 "tensors live in the AXI SRAM, 64 bits at 240 MHz; SDRAM at 100 MHz; "
		 "peak rates: 2 MACs per cycle, float 1; DMA overlaps; operands stream "
		 "through the data cache, so no window; no energy is stated",
	 .sram = KIB(512),
	 .alignment = 4,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 8 * 240e6,
	 .dram_bandwidth = 4 * 100e6,
	 RATES(stm32h7_rates),
	 .overlap = true},
	{.name = "imxrt1060",
	 .title = "NXP i.MX RT1060: Cortex-M7 at 600 MHz",
	 .source = "NXP data sheet IMXRT1060CEC (600 MHz, 1 MB of on-chip RAM, SEMC "
		   "SDRAM "
		   "16 bits at 166 MHz); Arm Cortex-M7 manual (SMLAD)",
	 .assumptions =
		 "512 KiB of on-chip RAM hold tensors, the rest is tightly coupled "
		 "memory "
		 "for code and stack; 64 bits at 150 MHz to it; peak rates: 2 MACs per "
		 "cycle, float 1; operands stream through the data cache, so no "
		 "window; "
		 "no energy is stated",
	 .sram = KIB(512),
	 .alignment = 4,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 8 * 150e6,
	 .dram_bandwidth = 2 * 166e6,
	 RATES(imxrt1060_rates),
	 .overlap = true},
	{.name = "imxrt1170",
	 .title = "NXP i.MX RT1170: Cortex-M7 at 1 GHz",
	 .source = "NXP data sheet IMXRT1170CEC (1 GHz, 2 MB of on-chip RAM, SEMC "
		   "SDRAM 32 "
		   "bits at 200 MHz); Arm Cortex-M7 manual (SMLAD)",
	 .assumptions =
		 "1.5 MiB of on-chip RAM hold tensors, 512 KiB are tightly coupled "
		 "memory; "
		 "64 bits at 240 MHz to it; peak rates: 2 MACs per cycle, float 1; "
		 "operands stream through the data cache, so no window; no energy is "
		 "stated",
	 .sram = KIB(1536),
	 .alignment = 4,
	 .window = WINDOW_NONE,
	 .sram_bandwidth = 8 * 240e6,
	 .dram_bandwidth = 4 * 200e6,
	 RATES(imxrt1170_rates),
	 .overlap = true},
	{.name = "esp32-s3",
	 .title = "Espressif ESP32-S3: Xtensa LX7 at 240 MHz",
	 .source = "ESP32-S3 data sheet and technical reference manual (240 MHz, 512 "
		   "KB of "
		   "SRAM, 128-bit vector instructions, octal PSRAM at 80 MHz, double "
		   "data "
		   "rate)",
	 .assumptions =
		 "320 KiB of SRAM are left for tensors; one core, peak rate: 16 MACs "
		 "per "
		 "cycle at 8 bits, 8 at 16, float 1; 16 bytes per cycle to SRAM; "
		 "operands stream through the data cache, so no window; no energy is "
		 "stated",
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

const struct target_rate *
target_rate_of(const struct target *t, enum dtype type)
{
	int32_t i;

	for (i = 0; i < t->n_rates; i++)
		if (t->rates[i].dtype == type)
			return &t->rates[i];
	return NULL;
}
