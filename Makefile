# Built by PGXS (make, make install, make installcheck, PG_CONFIG=...); "make demo" shows it, "make test" tests it,
# "make fuzz" looks for what no test thought of.
#   STRICT=1      warnings are errors (our tests build so; a newer compiler must not break a user's build)
#   CXX=clang++   another compiler
TOP        := $(patsubst %/,%,$(dir $(firstword $(MAKEFILE_LIST))))
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" $(TOP)/pg_strata.control)
TIERS      := architecture unit artifact regress pgtap isolation tap regime corpora doc

list     = $(shell sed -e 's/\#.*//' $(wildcard $(1)))
SOURCES   := $(call list,$(TOP)/src/core/sources.list $(TOP)/src/module.list)
FRAGMENTS := $(addprefix $(TOP)/install/,$(patsubst install/%,%,$(call list,$(TOP)/install/order.list)))
test_names = $(sort $(patsubst $(TOP)/$(1)/%$(2),%,$(foreach depth,* */*,$(wildcard $(TOP)/$(1)/$(depth)$(2)))))

# PGXS asks with ifdef whether a list is there: an empty one must be := to count as not there.
EXTENSION    = pg_strata
MODULE_big   = pg_strata
PGFILEDESC   = "pg_strata - migrations kept in the database"
OBJS         = $(SOURCES:.cpp=.o)
SHLIB_EXPORTS = src/exports.txt
DATA        := $(patsubst $(TOP)/%,%,$(wildcard $(TOP)/install/upgrade/*.sql))
DATA_built   = pg_strata--$(EXTVERSION).sql
DOCS        := $(patsubst $(TOP)/%,%,$(wildcard $(TOP)/doc/*.md))
SCRIPTS     := $(patsubst $(TOP)/%,%,$(wildcard $(TOP)/bin/pg_strata_load))

REGRESS       := $(call test_names,sql,.sql)
REGRESS_OPTS   = --encoding=UTF8
REGRESS_PREP   = result-folders
ISOLATION     := $(call test_names,test/isolation/specs,.spec)
ISOLATION_OPTS = --inputdir=$(TOP)/test/isolation

# clang misreads attributes and options that the server's headers and flags write for gcc
clang_only  = $(if $(findstring clang,$(shell $(CXX) --version)),-Wno-ignored-attributes -Wno-unknown-warning-option)
PG_CPPFLAGS = -I$(TOP)/src -MMD -MP
PG_CXXFLAGS = -std=c++20 -fvisibility=hidden -fvisibility-inlines-hidden \
              -Wall -Wextra -Wno-register $(clang_only) $(if $(filter 1,$(STRICT)),-Werror)
# nothing but libc at run time: PGXS links with gcc, which ignores -static-libstdc++
SHLIB_LINK  = -static-libgcc -Wl,-Bstatic -lstdc++ -Wl,-Bdynamic
EXTRA_CLEAN = $(OBJS:.o=.d) src/flags.stamp results output_iso regression.diffs regression.out tmp_check build

override with_llvm = no

.PHONY: demo test fuzz $(TIERS:%=test-%)

# The drivers bring their own server and copy of these sources: they need nothing here to be built or installed.
driver_goals := demo test fuzz $(TIERS:%=test-%)
ifneq (,$(filter $(driver_goals),$(MAKECMDGOALS)))
PGXS := none
else
PG_CONFIG ?= pg_config
PGXS      := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))
HEADER    := $(wildcard $(shell $(PG_CONFIG) --includedir-server 2>/dev/null)/postgres.h)
MAJOR     := $(shell $(PG_CONFIG) --version 2>/dev/null | sed 's/[^0-9]*\([0-9]*\).*/\1/')
endif

ifeq ($(PGXS),none)
# (no PGXS: these goals may not meet the build goals in one call, since nothing may be installed yet)
else ifeq (,$(and $(PGXS),$(HEADER)))
all install installdirs installcheck uninstall:
	$(error no server headers for PG_CONFIG=$(PG_CONFIG): install Debian's postgresql-server-dev-$(or $(MAJOR),15), \
	        or name another pg_config)
clean distclean maintainer-clean:
	rm -rf pg_strata.so src/exports.list $(OBJS) $(DATA_built) $(EXTRA_CLEAN)
.DEFAULT_GOAL := all
else
include $(PGXS)

# The server's headers are not ours to warn about.
override CPPFLAGS := $(patsubst -I$(includedir_internal),-isystem $(includedir_internal),\
                     $(patsubst -I$(includedir_server),-isystem $(includedir_server),$(CPPFLAGS)))
# Manual pages have plain names: give them a folder of their own.
docmoduledir := pg_strata

# Objects of another server, compiler or set of flags are no use: src/flags.stamp changes when one of them does.
$(OBJS): src/flags.stamp
src/flags.stamp: FORCE
	@mkdir -p $(sort $(dir $@ $(OBJS)))
	@echo '$(VERSION_NUM) $(MAJORVERSION) $(CXX) $(CXXFLAGS) $(CPPFLAGS)' | cmp -s - $@ || \
	    echo '$(VERSION_NUM) $(MAJORVERSION) $(CXX) $(CXXFLAGS) $(CPPFLAGS)' >$@
src/exports.list: | src/flags.stamp
-include $(OBJS:.o=.d)

$(DATA_built): $(FRAGMENTS) $(wildcard $(TOP)/install/order.list) $(TOP)/pg_strata.control
	@printf '%s\n' '\echo Use "CREATE EXTENSION pg_strata" to load this file. \quit' | cat - $(FRAGMENTS) >$@.part
	@mv $@.part $@

.PHONY: FORCE result-folders uninstall-listed
result-folders:
	@mkdir -p $(addprefix results/,$(sort $(dir $(REGRESS)))) $(addprefix output_iso/results/,$(sort $(dir $(ISOLATION))))

# PGXS forgets to strip the folder of these names
uninstall: uninstall-listed
uninstall-listed:
	rm -f $(addprefix '$(DESTDIR)$(bindir)'/,$(notdir $(SCRIPTS)))
	rm -f $(addprefix '$(DESTDIR)$(docdir)/$(docmoduledir)'/,$(notdir $(DOCS)))
endif

demo:
	@$(TOP)/tools/demo
test:
	@$(TOP)/test/run $(TIERS)
# SECONDS=600 SEED=7
fuzz:
	@$(TOP)/test/fuzz/run $(or $(SECONDS),60) $(or $(SEED),1)
$(TIERS:%=test-%): test-%:
	@$(TOP)/test/run $*
