# tidemark: see `make help`.  A build is a directory B; a variant is another B.

B ?= build
MODULES := base proto analyzer planner cli
# What `make suites` runs: slower than a unit test, each a goal that prints what it
# used and ends with a line `N passed, N failed[, N skipped]`.
SUITES := conformance damage mutations fuzz-models inspect-corpus place-optima place-cbc plan-cbc \
	place-wide sweep-corpus plan-corpus time-replay

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

# `make V=1` shows the commands.
Q := $(if $(V),,@)
SAY = $(if $(V)$(findstring s,$(firstword -$(MAKEFLAGS))),,@printf '  %-6s %s\n' $(1) $@)

NOBUILD := help clean distclean lint format dist
ifneq ($(filter-out $(NOBUILD),$(or $(MAKECMDGOALS),all)),)
include $(B)/config.mk
endif
ifdef PREFIX
prefix := $(PREFIX)
endif

configure: configure.ac
	@command -v autoreconf >/dev/null && command -v aclocal >/dev/null || \
		{ echo "autoconf and automake are missing: ./bootstrap installs them" >&2; exit 1; }
	$(call SAY,AUTO)
	$(Q)autoreconf --install --force >/dev/null 2>&1 || autoreconf --install --force
	@touch $@

$(B)/config.mk: configure config.mk.in
	@mkdir -p $(B)
	$(call SAY,CONF)
	$(Q)cd $(B) && $(abspath configure) --quiet $(CONFIGURE)
$(B)/tidemark.pc: tidemark.pc.in $(B)/config.mk
	$(Q)cd $(B) && ./config.status --quiet $(@F)
$(B)/tidemark.1: docs/tidemark.1.in $(B)/config.mk
	$(Q)cd $(B) && ./config.status --quiet $(@F)

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wno-missing-field-initializers
# No fused multiply-add: figures must not depend on the compiler or the machine.
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -MMD -MP -ffp-contract=off $(CFLAGS) $(WARNINGS) $(WERROR) \
	$(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all) \
	-I. -I$(B) -DTIDEMARK_VERSION='"$(VERSION)"' $(CPPFLAGS) $(PROTOBUF_C_CFLAGS) $(JANSSON_CFLAGS)
ALL_LDFLAGS = $(LDFLAGS) $(if $(SANITIZE),-fsanitize=$(SANITIZE))
LIBS = $(PROTOBUF_C_LIBS) $(JANSSON_LIBS) -lm
LINK = $(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^)

# One static library per module; an upward call is a link error in its tests.
GENERATED_proto := $(if $(wildcard proto/onnx.proto),$(B)/proto/onnx.pb-c.c)
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
# What tests share: tests/*.c that are no program of their own.
SHARED = $(foreach m,$(UPTO_$(1)),$(patsubst %.c,$(B)/%.o,$(filter-out \
	$(m)/tests/test_% $(m)/tests/bench_% $(m)/tests/conformance%,$(wildcard $(m)/tests/*.c))))

COMPLETIONS := $(B)/tidemark.bash $(B)/tidemark.zsh $(B)/tidemark.fish
all: $(B)/tidemark $(B)/libtidemark.a $(B)/tidemark.pc $(B)/tidemark.1 $(COMPLETIONS)

$(B)/tidemark: $(B)/cli/main.o $(call LINKS,cli)
	$(call SAY,LINK)
	$(Q)$(LINK) $(LIBS)

# Completion for each shell, from the program's own help.
$(B)/completion.txt: cli/completion $(B)/tidemark
	$(call SAY,FACTS)
	$(Q)cli/completion facts $(B)/tidemark >$@
$(COMPLETIONS): $(B)/tidemark.%: cli/completion_%.awk $(B)/completion.txt
	$(call SAY,COMPL)
	$(Q)cli/completion $* <$(B)/completion.txt >$@

define module
$(call LIBRARY,$(1)): $(call OBJECTS,$(1)) $(wildcard $(1))
	@rm -f $$@
	$$(call SAY,AR)
	$$(Q)$$(AR) rcsD $$@ $$(filter %.o,$$^)
$(B)/$(1)/tests/%: $(B)/$(1)/tests/%.o $(call SHARED,$(1)) $(call LINKS,$(1))
	@$$(if $$(CHECK_LIBS),,echo "Check is missing: ./bootstrap check installs it" >&2; exit 1)
	$$(call SAY,LINK)
	$$(Q)$$(LINK) $$(CHECK_LIBS) $$(LIBS)
endef
$(foreach m,$(MODULES),$(eval $(call module,$(m))))

$(B)/%.o: %.c $(B)/config.mk | $(GENERATED_proto)
	@mkdir -p $(@D)
	$(call SAY,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(if $(findstring /tests/,$<),$(CHECK_CFLAGS)) -c -o $@ $<

$(B)/proto/onnx.pb-c.c: proto/onnx.proto
	@mkdir -p $(@D)
	$(call SAY,PROTOC)
	$(Q)$(PROTOC_C) --c_out=$(B) --proto_path=. $<

$(B)/proto/onnx.pb-c.o: $(B)/proto/onnx.pb-c.c
	$(call SAY,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -w -c -o $@ $<

.SECONDARY:
-include $(wildcard $(B)/*/*.d $(B)/*/tests/*.d)

# The library: everything below the command line, and its headers, which are its manual.
LIBRARY_MODULES := $(filter-out cli,$(MODULES))
$(B)/libtidemark.a: $(foreach m,$(LIBRARY_MODULES),$(call OBJECTS,$(m))) $(wildcard $(LIBRARY_MODULES))
	@rm -f $@
	$(call SAY,AR)
	$(Q)$(AR) rcsD $@ $(filter %.o,$^)

# Headers that show generated code are proto's own.
HEADERS = $(shell grep -L 'pb-c\.h"' $(foreach m,$(LIBRARY_MODULES),$(wildcard $(m)/*.h $(m)/*.def)))
bashdir = $(datarootdir)/bash-completion/completions
zshdir = $(datarootdir)/zsh/site-functions
fishdir = $(datarootdir)/fish/vendor_completions.d
install: all
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(mandir)/man1 \
		$(DESTDIR)$(bashdir) $(DESTDIR)$(zshdir) $(DESTDIR)$(fishdir) $(patsubst %,$(DESTDIR)$(includedir)/tidemark/%,$(LIBRARY_MODULES))
	$(INSTALL) $(B)/tidemark $(DESTDIR)$(bindir)/tidemark
	$(INSTALL) -m 644 $(B)/libtidemark.a $(DESTDIR)$(libdir)/libtidemark.a
	for h in $(HEADERS); do \
		$(INSTALL) -m 644 $$h $(DESTDIR)$(includedir)/tidemark/$$h || exit 1; done
	sed 's|^prefix=.*|prefix=$(prefix)|' $(B)/tidemark.pc >$(DESTDIR)$(libdir)/pkgconfig/tidemark.pc
	chmod 644 $(DESTDIR)$(libdir)/pkgconfig/tidemark.pc
	$(INSTALL) -m 644 $(B)/tidemark.1 $(DESTDIR)$(mandir)/man1/tidemark.1
	$(INSTALL) -m 644 $(B)/tidemark.bash $(DESTDIR)$(bashdir)/tidemark
	$(INSTALL) -m 644 $(B)/tidemark.zsh $(DESTDIR)$(zshdir)/_tidemark
	$(INSTALL) -m 644 $(B)/tidemark.fish $(DESTDIR)$(fishdir)/tidemark.fish

uninstall:
	rm -f $(DESTDIR)$(bindir)/tidemark $(DESTDIR)$(libdir)/libtidemark.a \
		$(DESTDIR)$(libdir)/pkgconfig/tidemark.pc $(DESTDIR)$(mandir)/man1/tidemark.1 \
		$(DESTDIR)$(bashdir)/tidemark $(DESTDIR)$(zshdir)/_tidemark \
		$(DESTDIR)$(fishdir)/tidemark.fish
	rm -rf $(DESTDIR)$(includedir)/tidemark

# The committed tree, and configure, so that a tarball builds without Autoconf.
dist: configure
	@v=$$(sed -n 's/^AC_INIT(\[tidemark\], \[\(.*\)\])$$/\1/p' configure.ac) && mkdir -p $(B) && \
	git archive --prefix=tidemark-$$v/ --add-file=configure --add-file=install-sh HEAD | \
		gzip -9n >$(B)/tidemark-$$v.tar.gz && echo $(B)/tidemark-$$v.tar.gz

# Models: the generator's architectures, and small cases written as text.
NETS := $(B)/testdata/nets
$(NETS): $(patsubst %.c,$(B)/%.o,$(wildcard testdata/*.c)) $(call LINKS,proto)
	$(call SAY,LINK)
	$(Q)$(LINK) $(LIBS)
$(B)/testdata/%.onnx: testdata/%.textproto proto/onnx.proto $(B)/config.mk
	@mkdir -p $(@D)
	$(call SAY,ENCODE)
	$(Q)$(PROTOC) --encode=onnx.ModelProto --proto_path=. proto/onnx.proto <$< >$@
TEXTPROTOS := $(patsubst %.textproto,$(B)/%.onnx,$(wildcard testdata/*.textproto testdata/*/*.textproto))
# One model a line: its name, and what the generator is told.
MODELS := $(shell sed 's/ .*//' testdata/models.txt)
MODELFILES := $(MODELS:%=$(B)/testdata/%.onnx)
$(MODELFILES): $(B)/testdata/%.onnx: $(NETS) testdata/models.txt
	$(call SAY,NETS)
	$(Q)$(NETS) $$(sed -n 's/^$* //p' testdata/models.txt) -o $@
models: $(MODELFILES)
testdata: $(TEXTPROTOS) $(MODELFILES)

# Tests: each module's programs and scripts; all see B and run at the top.  Check's
# own counts are summed; a script counts as one, or as its last line says.
PROGRAMS := $(patsubst %.c,%,$(wildcard $(foreach m,$(MODULES),$(m)/tests/test_*.c)))
SCRIPTS := $(wildcard $(foreach m,$(MODULES) testdata docs,$(m)/tests/test_*.sh))
TESTS := $(PROGRAMS:%=run/%) $(SCRIPTS:%=run/%)
export B
$(if $(SANITIZE),$(eval export CK_TIMEOUT_MULTIPLIER ?= 10))

check: $(TESTS)
	@.ci/total $(B)/logs $(TESTS:run/%=%)
$(PROGRAMS:%=run/%): run/%: $(B)/% all testdata
	@.ci/one $(B)/logs $* $<
$(SCRIPTS:%=run/%): run/%: all testdata
	@.ci/one $(B)/logs $* ./$*
suites: $(SUITES:%=suite/%)
	@.ci/total $(B)/logs $(SUITES:%=suite/%)
$(SUITES:%=suite/%): suite/%: all testdata benches $(B)/conformance
	@SHOW=yes .ci/one $(B)/logs $@ $(MAKE) --no-print-directory $*

SKIP = echo "$(1) is not set"; echo "0 passed, 0 failed, 1 skipped"
# Shapes against a corpus: see analyzer/tests/conformance.c.
CONFORMANCE := $(patsubst %.c,$(B)/%.o,$(wildcard analyzer/tests/conformance*.c))
$(B)/conformance: $(CONFORMANCE) $(call LINKS,analyzer)
	$(call SAY,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
conformance: $(B)/conformance
	@$(if $(TIDEMARK_CORPUS),$< analyzer/tests/conformance.expected,$(call SKIP,TIDEMARK_CORPUS))
damage: $(B)/conformance
	@$(if $(TIDEMARK_CORPUS),$< -d,$(call SKIP,TIDEMARK_CORPUS))

inspect-corpus: all
	@$(if $(TIDEMARK_CORPUS),bench/inspect_corpus.sh,$(call SKIP,TIDEMARK_CORPUS))
# Placements of a corpus, beside other strategies: see bench/sweep_corpus.c.
sweep-corpus: $(B)/bench/sweep_corpus
	@$(if $(TIDEMARK_CORPUS),$< $(TIDEMARK_CORPUS),$(call SKIP,TIDEMARK_CORPUS))
# Whole plans of a corpus: see bench/plan_corpus.c.
plan-corpus: $(B)/bench/plan_corpus
	@$(if $(TIDEMARK_CORPUS),$< $(TIDEMARK_CORPUS),$(call SKIP,TIDEMARK_CORPUS))
# Modelled times of a corpus, worked out again: see cli/tests/time_replay.py.
time-replay: $(B)/tidemark models
	@$(if $(TIDEMARK_CORPUS),B=$(B) sh cli/tests/test_time_replay.sh corpus,$(call SKIP,TIDEMARK_CORPUS))
# Damaged models through inspect and plan: see bench/mutations.c.
mutations: $(B)/bench/mutations
	@$(if $(TIDEMARK_CORPUS),$< $(TIDEMARK_CORPUS),$(call SKIP,TIDEMARK_CORPUS))
# Models made by chance: see bench/fuzz_models.c.
fuzz-models: $(B)/bench/fuzz_models
	@$< $(FUZZ_MODELS)
place-optima: $(B)/bench/place_optima
	@$(if $(TIDEMARK_PROBLEMS),$< $(TIDEMARK_PROBLEMS)/placement,$(call SKIP,TIDEMARK_PROBLEMS))
# New problems, against an integer program; skipped where cbc is missing.
# Curves of real networks against an integer program.
plan-cbc: all models
	$(Q)python3 bench/plan_cbc.py $(B)

place-cbc: $(B)/bench/place_cbc
	@$< 240
# Wide synthetic problems: how many are proven.
place-wide: $(B)/bench/place_synthetic
	@$<

# The allocator's table; recorded problems where TIDEMARK_PROBLEMS names them.
pack-table: $(B)/bench/pack_bench
	@$< $(PACK_BENCH)

lint:
	@.ci/lint $(MODULES)

format:
	clang-format -i $(wildcard $(foreach m,$(MODULES) testdata bench,$(m)/*.[ch] $(m)/tests/*.[ch]))

# The page of operators, from the table itself.
ops-page: $(B)/tidemark
	$(Q){ cat docs/ops_head.md; $(B)/tidemark ops --format md; } >docs/ops.md

targets-page: $(B)/tidemark
	$(Q){ cat docs/targets_head.md; $(B)/tidemark targets --format md; } >docs/targets.md

# Measurements: each program under bench/ is built against the whole library; files
# without a main() are what they share.
BENCHES := $(patsubst %.c,$(B)/%,$(shell grep -l '^main\b' bench/*.c))
BENCH_SHARED := $(patsubst %.c,$(B)/%.o,$(shell grep -L '^main\b' bench/*.c))
$(BENCHES): $(B)/bench/%: $(B)/bench/%.o $(BENCH_SHARED) $(call LINKS,cli)
	$(call SAY,LINK)
	$(Q)$(LINK) $(LIBS)
benches: $(BENCHES)
bench: all benches testdata
	bench/whole_process.sh
	bench/sweep_surface.sh
	$(B)/bench/sweep_rows $(B)/testdata/resnet50.onnx

# Fuzzing: clang's libFuzzer over base and proto, from the models of the tests.
FUZZ ?= -max_total_time=60 -max_len=20000
$(B)/fuzz_read: proto/tests/fuzz_read.c $(call SOURCES,base) $(call SOURCES,proto) $(GENERATED_proto)
	$(call SAY,CLANG)
	$(Q)clang -std=c11 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -I. -I$(B) $(PROTOBUF_C_CFLAGS) -o $@ $^ $(PROTOBUF_C_LIBS)
fuzz: $(B)/fuzz_read testdata
	@mkdir -p $(B)/fuzz
	$(B)/fuzz_read $(FUZZ) -artifact_prefix=$(B)/fuzz- $(B)/fuzz $(B)/testdata

# docs/article.md from runs of the program; its test says when it is out of date.
article: all models
	python3 docs/article.py $(B) >$(B)/article.md
	mv $(B)/article.md docs/article.md

DEMO := $(B)/testdata/resnet50.onnx
demo: all $(DEMO)
	$(B)/tidemark plan $(DEMO) --batch 1,8,32 --sram 2MiB \
		--activation-type int8 --weight-type int8

clean:
	rm -rf $(B)
distclean: clean
	rm -rf configure configure~ aclocal.m4 autom4te.cache install-sh

help:
	@sed -n 's|\$$(B)|$(B)|g; s/^#: \{0,1\}//p' Makefile

#: make                build $(B)/tidemark and $(B)/libtidemark.a
#: make plan-cbc       curves of real networks against an integer program
#: make ops-page       rewrite docs/ops.md from the operator table
#: make targets-page   rewrite docs/targets.md from the built-in targets
#: make demo           plan a real model at batches 1, 8 and 32
#: make check          all tests; the last line says N passed, N failed, N skipped
#: make fuzz           try to break the reader for a minute (clang; FUZZ=... for more)
#: make fuzz-models    models made by chance through everything; FUZZ_MODELS="1000 12 SEED"
#: make suites         the slower suites, on the models that TIDEMARK_CORPUS and
#:                     TIDEMARK_PROBLEMS name
#: make bench          time and memory of the whole program, peers beside it
#: make lint           what must not include, call or contain what
#: make format         clang-format
#: make install        PREFIX=/usr/local DESTDIR=
#: make uninstall      the same files away again
#: make dist           a source tarball of the last commit
#: make article         write docs/article.md again, from real runs
#: make models         real networks without weights, as testdata/models.txt says
#: make testdata       those, and the small cases
#: make V=1            show the commands
#: make clean          remove $(B); make distclean: configure as well
#:
#: A variant is another build directory, configured once:
#:   make B=build-clang CONFIGURE='CC=clang WERROR=-Werror' check
#:   make B=build-asan CONFIGURE='CC=clang SANITIZE=address,undefined' check

.PHONY: all ops-page targets-page check suites $(SUITES) lint format bench benches fuzz demo article models testdata clean distclean help \
	install uninstall dist $(TESTS) $(SUITES:%=suite/%)
