# tidemark: see `make help`.  A build is a directory B; a variant is another B.

B ?= build
MODULES := base proto analyzer planner cli

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

NOBUILD := help clean lint format dist
ifneq ($(filter-out $(NOBUILD),$(or $(MAKECMDGOALS),all)),)
include $(B)/config.mk
endif

configure: configure.ac
	autoreconf --install --force >/dev/null 2>&1 || autoreconf --install --force

$(B)/config.mk: configure config.mk.in
	@mkdir -p $(B)
	cd $(B) && $(abspath configure) --quiet $(CONFIGURE)

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wno-missing-field-initializers
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -MMD -MP $(CFLAGS) $(WARNINGS) $(WERROR) \
	$(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all) \
	-I. -I$(B) -DTIDEMARK_VERSION='"$(VERSION)"' $(CPPFLAGS) $(PROTOBUF_C_CFLAGS) $(JANSSON_CFLAGS)
ALL_LDFLAGS = $(LDFLAGS) $(if $(SANITIZE),-fsanitize=$(SANITIZE))
LIBS = $(PROTOBUF_C_LIBS) $(JANSSON_LIBS) -lm

# One static library per module; an upward call is a link error in its tests.
GENERATED_proto := $(B)/proto/onnx.pb-c.c
GENERATED_proto := $(if $(wildcard proto/onnx.proto),$(GENERATED_proto))
MAIN := cli/main.c
SOURCES = $(filter-out $(MAIN),$(wildcard $(1)/*.c))
OBJECTS = $(patsubst %.c,$(B)/%.o,$(call SOURCES,$(1))) $(patsubst %.c,%.o,$(GENERATED_$(1)))
LIBRARY = $(B)/lib$(1).a
# A module and everything to its left, in link order.
UPTO_base := base
UPTO_proto := proto base
UPTO_analyzer := analyzer proto base
UPTO_planner := planner analyzer proto base
UPTO_cli := cli planner analyzer proto base
LINKS = $(foreach m,$(UPTO_$(1)),$(call LIBRARY,$(m)))
TESTS := $(patsubst %.c,$(B)/%,$(wildcard $(foreach m,$(MODULES),$(m)/tests/test_*.c)))
SCRIPTS := $(wildcard $(foreach m,$(MODULES),$(m)/tests/test_*.sh))

all: $(B)/tidemark

$(B)/tidemark: $(B)/cli/main.o $(call LINKS,cli)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

define module
$(call LIBRARY,$(1)): $(call OBJECTS,$(1)) $(1)
	@rm -f $$@
	$$(AR) rcsD $$@ $$(filter %.o,$$^)
$(B)/$(1)/tests/%: $(B)/$(1)/tests/%.o $(call LINKS,$(1))
	$$(CC) $$(ALL_LDFLAGS) -o $$@ $$^ $$(CHECK_LIBS) $$(LIBS)
endef
$(foreach m,$(MODULES),$(eval $(call module,$(m))))

$(B)/%.o: %.c | $(GENERATED_proto)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(if $(findstring /tests/,$<),$(CHECK_CFLAGS)) -c -o $@ $<

$(B)/proto/onnx.pb-c.c: proto/onnx.proto
	@mkdir -p $(@D)
	$(PROTOC_C) --c_out=$(B) --proto_path=. $<

$(B)/proto/onnx.pb-c.o: $(B)/proto/onnx.pb-c.c
	$(CC) $(ALL_CFLAGS) -w -c -o $@ $<

.SECONDARY:
-include $(wildcard $(B)/*/*.d $(B)/*/tests/*.d)

# Tests: each module's programs and scripts; both see B and run at the top.
check: $(TESTS) $(B)/tidemark
	@export B=$(B); status=0; \
	for t in $(TESTS) $(SCRIPTS); do echo "== $$t"; $$t || status=1; done; exit $$status

lint:
	@! grep -nE '#include "(proto|analyzer|planner|cli)/' base/*.c base/*.h
	@! grep -nE '#include "(analyzer|planner|cli)/' proto/*.c proto/*.h
	@! grep -nE '#include "(planner|cli)/' analyzer/*.c analyzer/*.h
	@! grep -nE '#include "cli/' planner/*.c planner/*.h
	@! grep -nE '\b(exit|abort|printf|puts|fprintf)\(' $(foreach m,base proto analyzer planner,$(wildcard $(m)/*.c)) | grep -vE 'arena_printf|text_printf|snprintf'

format:
	clang-format -i $(wildcard $(foreach m,$(MODULES),$(m)/*.[ch] $(m)/tests/*.[ch]))

clean:
	rm -rf $(B)

help:
	@echo "make            build $(B)/tidemark"
	@echo "make check      run all tests"
	@echo "make lint       what must not include or call what"
	@echo "make format     clang-format"
	@echo "make clean      remove $(B)"
	@echo "variables: B=build-asan CONFIGURE='CC=clang SANITIZE=address,undefined WERROR=-Werror'"

.PHONY: all check lint format clean help
