#!/bin/bash
# Builds a User Mode Linux kernel with the real ALSA core, snd-aloop and snd-dummy out of Debian's own
# kernel source. Takes 7 minutes of processor time and, until its end, 1.3 GB.
#
# usage: build.sh BUILT
#   BUILT  gets linux, the kernel, and modules/
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
built=$(cd "$1" && pwd)
package=linux-source-6.1
source=$built/source
objects=$built/objects

# What neither the kernel nor its configuration reads: a third of the files.
unneeded=(
  '*/drivers/gpu/*.[ch]' '*/drivers/net/[ew]*/*.[ch]' '*/drivers/media/*.[ch]'
  '*/drivers/staging/*.[ch]' '*/drivers/scsi/*.[ch]' '*/sound/soc/*.[ch]' '*/arch/arm*/*.[chS]'
  '*.dts*' '*/tools/testing/*' '*/tools/perf/*' '*.rst' '*.yaml'
)

fetch() {
  rm -rf "$source" "$objects"
  mkdir -p "$source"
  cd "$source"
  apt-get download "$package"
  dpkg-deb --fsys-tarfile "$package"_*.deb | tar xO --wildcards "*$package.tar.xz" |
    tar xJ --strip-components=1 "${unneeded[@]/#/--exclude=}"
  rm "$package"_*.deb
}

# replace FILE EXPRESSION LINE: edits, and makes sure that the line is there afterwards
replace() {
  sed -i "$2" "$1"
  grep -q "$3" "$1" || { echo "$1 is not what this script expects: no $3." >&2; exit 1; }
}

prepare() {
  cd "$source"
  # Kconfig keeps ALSA away from UML because most drivers want I/O memory; those used here do not.
  replace sound/Kconfig \
    '/^menuconfig SOUND$/,/^$/ s/^\tdepends on .*$//; s/^if !UML$/if SOUND/' '^if SOUND$'
  # snd-aloop counts ticks: 1000 of them a second make steps of 1 ms instead of 10.
  replace arch/um/Kconfig '/^config HZ$/,/default 100/ s/default 100$/default 1000/' 'default 1000$'
  # All registers of a process are kept in one buffer, which is too small on processors with AMX: there
  # no process starts.
  replace arch/x86/um/user-offsets.c 's/(HOST_FP_SIZE, 2696)/(HOST_FP_SIZE, 12288)/' 'HOST_FP_SIZE, 12288'
}

# kbuild TARGET...
kbuild() { make -s -C "$source" ARCH=um O="$objects" "$@"; }

configure() {
  mkdir -p "$objects"
  kbuild allnoconfig >/dev/null
  cat "$here/kernel.config" >>"$objects/.config"
  # Every option of ours overrides the one before it, which kbuild tells line by line.
  kbuild olddefconfig >/dev/null 2> >(grep -v 'override: reassigning' >&2)
  while read -r option; do
    grep -qxF "$option" "$objects/.config" || {
      echo "The kernel's configuration does not take $option." >&2
      exit 1
    }
  done < <(grep -v '^#' "$here/kernel.config")
}

install() {
  mkdir -p "$built/modules"
  for module in core/snd-pcm drivers/snd-aloop drivers/snd-dummy; do
    cp "$objects/sound/$module.ko" "$built/modules/"
  done
  strip -g -o "$built/linux" "$objects/linux"
  rm -rf "$source" "$objects"
}

fetch
prepare
configure
kbuild -j"$(nproc)" linux modules
install
echo "Built $("$built/linux" --version) with $(cd "$built/modules" && echo *.ko)."
