# Two commands: `make run` plays, `make test` checks everything.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -ec
.DEFAULT_GOAL := help
.NOTPARALLEL:

RELEASE := .build/release
# Filters are kept as floats, which FLAC cannot hold.
IMPULSES := dirac.wav room.flac studio.flac chamber.flac hall.flac hall-true-stereo.flac \
  cathedral.flac plate.flac spring.flac cabinet-1x12.wav cabinet-4x12.wav telephone.wav \
  crossover-low.wav crossover-high.wav crossover-linear-low.wav crossover-linear-high.wav
FORMATTED := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources
# The libraries of the programs, then what the Swift toolchain itself needs.
PACKAGES := libasound2-dev libsndfile1-dev libsoxr-dev libebur128-dev libyaml-dev libjansson-dev \
  zlib1g-dev \
  pkg-config binutils g++ git libcurl4-openssl-dev libncurses-dev libsqlite3-dev libxml2-dev

# Tests that keep up with a clock, or count what their process has open: one after the other, and
# not beside those that fill all cores.
IN_REAL_TIME := ^(ALSADevicesTests|ControlServerTests|SessionTests|ProgramTests\.(Ctl|Daemon)Tests)
# Tests that start `convolve` again and again, one after the other as well.
OF_CONVOLVE := ^ProgramTests\.Convolve

# What `make run` plays through; none of them needs to be set.
export DEVICE RATE PERIOD IR FOR

# How many lives `make check-simulation` runs, and how many seconds each has.
# Together they are a thousand hours.
SEEDS ?= 53000
LIFE ?= 60

# How many seconds `make check-fuzz` feeds each target.
FUZZ ?= 12

# Exit tests crash on purpose, and a backtrace of each would take seconds.
export SWIFT_BACKTRACE ?= enable=no

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18
	@echo
	@echo 'make run DEVICE=hw:CARD=USB   live through a card; RATE, PERIOD, IR and FOR=SECONDS too'

# MARK: - Play

.PHONY: run
run: packages ## a recording through a hall, without a card; with DEVICE=... live
	swift build -c release
	docs/examples/demo.sh $(RELEASE)

# MARK: - Check, what fails soonest first

.PHONY: test
test: packages test-packages lint ## everything that needs no kernel of its own
	Tests/Tools/check_imports.sh
	Tests/Tools/check_units.sh
	swift build --build-tests --explicit-target-dependency-import-check error
	timeout 600 swift test --skip-build --skip '$(IN_REAL_TIME)' --skip '$(OF_CONVOLVE)' 2>&1 \
	  | tee .build/test.log
	timeout 600 swift test --skip-build --no-parallel --filter '$(IN_REAL_TIME)' 2>&1 \
	  | tee .build/test-real-time.log
	timeout 600 swift test --skip-build --no-parallel --filter '$(OF_CONVOLVE)' 2>&1 \
	  | tee .build/test-convolve.log
	swift build -c release
	Tests/Tools/check_linkage.sh $(RELEASE)
	Tests/Tools/check_examples.sh $(RELEASE)
	Tests/Tools/check_pages.py $(RELEASE)
	Tests/Tools/check_golden.sh $(RELEASE)
	$(MAKE) --no-print-directory check-impulses
	$(MAKE) --no-print-directory check-scipy
	$(MAKE) --no-print-directory check-simulation
	$(MAKE) --no-print-directory check-fuzz
	$(MAKE) --no-print-directory test-threads
	$(MAKE) --no-print-directory check-instructions
	@echo 'All checks passed. The tests, those in real time and those under the thread sanitizer:'
	@grep -h 'Test run with' .build/test.log .build/test-real-time.log \
	  .build/test-convolve.log .build-tsan/test.log

.PHONY: lint
lint: ## the formatter's complaints
	swift format lint --strict --recursive $(FORMATTED)

.PHONY: format
format: ## what the formatter can mend
	swift format --in-place --recursive $(FORMATTED)

.PHONY: test-threads
test-threads: ## rings and threads under the thread sanitizer
	@mkdir -p .build-tsan
	timeout 900 swift test --sanitize=thread --scratch-path .build-tsan --filter RealtimeTests \
	  --filter OfflineTests.ParallelRenderTests --filter OutputSplitTests --filter LateShareTests 2>&1 \
	  | tee .build-tsan/test.log

.PHONY: check-impulses
check-impulses: ## whether impulses/ is what the program synthesises
	cd impulses && sha256sum --check --quiet SHA256SUMS
	python3 Tests/Tools/check_impulses.py $(RELEASE)/convolve $(addprefix impulses/,$(IMPULSES))

.PHONY: check-simulation
check-simulation: ## a thousand hours of the daemon between simulated cards that fail
	timeout 1500 $(RELEASE)/convolve-sim --seeds $(SEEDS) --seconds $(LIFE)
	timeout 300 $(RELEASE)/convolve-sim --mode steered --seeds 200
	timeout 300 $(RELEASE)/convolve-sim --mode resampled --seeds 300 --seconds 30
	timeout 300 $(RELEASE)/convolve-sim --mode sound --seeds 200 --seconds 30
	timeout 300 $(RELEASE)/convolve-sim --layer alsa --seeds 100
	timeout 300 $(RELEASE)/convolve-sim --mode calls --seeds 1000
	timeout 300 $(RELEASE)/convolve-sim --mode clocks --hours 0.1
	timeout 300 $(RELEASE)/convolve-sim --mode unplugs --seeds 2000

.PHONY: check-scipy
check-scipy: ## convolve against SciPy
	python3 Tests/Tools/compare_with_scipy.py $(RELEASE)/convolve
	python3 Tests/Tools/check_acoustics.py $(RELEASE)/convolve impulses/room.flac impulses/hall.flac

.PHONY: check-instructions
check-instructions: ## whether kernels and callbacks take more instructions than before
	Benchmarks/instructions.sh

.PHONY: check-fuzz
check-fuzz: ## configurations, texts and impulse responses made of anything; FUZZ=SECONDS each
	for target in Tests/Fuzzing/Targets/*.swift; do \
	  Tests/Fuzzing/fuzz.sh $$(basename $$target .swift) $(FUZZ); done

# MARK: - Kernel PCMs

KERNEL := .build/kernel
KERNEL_PACKAGES := bc bison flex gcc kmod libasound2-dev make xz-utils

.PHONY: kernel
kernel: $(KERNEL)/linux ## User Mode Linux with sound, for test-kernel: 7 minutes of processor time

$(KERNEL)/linux: Tests/Kernel/build.sh Tests/Kernel/kernel.config
	Tests/Tools/install_packages.sh $(KERNEL_PACKAGES)
	Tests/Kernel/build.sh $(KERNEL)

# With PROGRAMS=FOLDER the programs there, else those that ship.
.PHONY: test-kernel
test-kernel: $(if $(PROGRAMS),,shipped) kernel ## the daemon on the kernel's own PCMs and under systemd, in virtual time
	@Tests/Tools/install_packages.sh dbus python3 systemd udev
	Tests/Kernel/run.sh $(KERNEL) $(or $(PROGRAMS),$(SHIPPED)/release)

# MARK: - Install

# Where `make install` puts things, below DESTDIR. Units and pages name these places.
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
UNITS ?= $(PREFIX)/lib/systemd
ZSH_COMPLETIONS ?= $(PREFIX)/share/zsh/site-functions
export DESTDIR PREFIX SYSCONFDIR UNITS ZSH_COMPLETIONS

# Programs that need no Swift where they run. A folder of their own: other options, other objects.
SHIPPED := .build-package
SHIPPED_OPTIONS := -c release --static-swift-stdlib --scratch-path $(SHIPPED)
DEB_PACKAGES := debhelper dpkg-dev python3

.PHONY: shipped
shipped: packages
	swift build $(SHIPPED_OPTIONS) --product convolved
	swift build $(SHIPPED_OPTIONS) --product convolve

.PHONY: install
install: shipped ## programs, units, pages and completions; PREFIX and DESTDIR say where
	debian/tools/install.sh $(SHIPPED)/release

.PHONY: deb
deb: shipped ## a Debian package, in .build-package
	@Tests/Tools/install_packages.sh $(DEB_PACKAGES)
	debian/tools/deb.sh $(SHIPPED)

.PHONY: check-package
check-package: deb ## installs the package into a clean Debian, tries it, and removes it
	@Tests/Tools/install_packages.sh debootstrap lintian man-db python3
	lintian --allow-root --fail-on error,warning $(SHIPPED)/convolved_*.deb
	Tests/Tools/check_package.sh $(SHIPPED)

# MARK: - Compare

.PHONY: bench
bench: packages ## the engine beside its peers, in 3 minutes after building
	Benchmarks/run.sh quick

# MARK: - Make again

.PHONY: impulses
impulses: packages ## synthesise impulses/ again
	swift build -c release --product convolve
	for file in $(IMPULSES); do \
	  $(RELEASE)/convolve synth $${file%.*} -o impulses/$$file --force; done
	cd impulses && sha256sum $(IMPULSES) > SHA256SUMS

.PHONY: clean
clean: ## remove what was built
	rm -rf .build .build-tsan $(SHIPPED)

# MARK: - What has to be installed

.PHONY: packages
packages:
	@command -v swift >/dev/null || { echo 'Swift is missing, and Debian has none: install the' \
	  'toolchain 6.3 from https://www.swift.org/install/linux and put its usr/bin into PATH.' >&2; \
	  exit 1; }
	@Tests/Tools/install_packages.sh $(PACKAGES)
	@swift --version 2>&1 | grep -E 'Swift version (6\.([3-9]|[1-9][0-9])|[7-9]|[1-9][0-9])' || { \
	  echo 'Swift 6.3 or later is needed: see https://www.swift.org/install/linux.' >&2; exit 1; }

.PHONY: test-packages
test-packages:
	@Tests/Tools/install_packages.sh man-db python3 python3-numpy python3-scipy systemd valgrind
