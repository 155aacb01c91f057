#!/bin/bash
# Installs the Debian package into a clean Debian, tries what it brings, and removes it again.
#
# usage: check_package.sh FOLDER
#   FOLDER  where the package is; a clean Debian is kept there between runs (debian-root.tar)
set -euo pipefail
if [[ $EUID -ne 0 ]]; then exec sudo --preserve-env=MIRROR "$0" "$@"; fi
# What is mounted below goes with this process.
[[ ${APART:-} ]] || APART=yes exec unshare --mount --propagation private "$0" "$@"
folder=$(cd "$1" && pwd)
package=$(ls -t "$folder"/convolved_*.deb | head -1)
version=$(dpkg-deb -f "$package" Version)
base=$folder/debian-root.tar
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
root=$(mktemp -d "$folder/root.XXXXXX")
clean() {
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root" "$root".before "$root".after
}
trap clean EXIT

: >"$folder/package.log"
failures=0
# check CLAIM COMMAND...
check() {
  local claim=$1
  shift
  if "$@"; then
    echo "  ok    $claim"
  else
    echo "  FAIL  $claim"
    failures=$((failures + 1))
  fi
}
quietly() { "$@" >>"$folder/package.log" 2>&1; }
inside() {
  chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"
}

# A clean Debian has what cannot be removed, a reader of manual pages, systemd, and the libraries that
# the package names.
make_base() {
  local needed
  needed=$(dpkg-deb -f "$package" Depends | sed 's/([^)]*)//g; s/ //g')
  debootstrap --variant=minbase --include="man-db,systemd,$needed" "$suite" "$root" \
    ${MIRROR:+"$MIRROR"} >"$folder/debootstrap.log"
  rm -rf "$root"/var/cache/apt/archives/*.deb
  tar -C "$root" -cf "$base" .
}

# Every file with its kind, rights, owner, size and aim, but for what dpkg, the linker, systemd and the
# reader of pages note for themselves. A folder has no size.
files() {
  (
    cd "$root"
    find . -xdev -printf '%p %y %m %u %s %l\n' |
      grep -vE '^\./(proc|run|var/lib/dpkg|var/log|var/cache/man|var/lib/systemd/catalog)[/ ]' |
      grep -vE '^\./(var/cache/ldconfig|etc/ld\.so\.cache)[/ ]' |
      awk '$2 == "d" { $5 = 0 } { print }' | sort
  )
}

# A sound that anybody can make: a second of a low rectangle, 16 bits.
make_sound() {
  inside perl -e '
    my $data = pack("s<*", map { int($_ / 100) % 2 ? 8000 : -8000 } 1 .. 48000);
    print "RIFF", pack("V", 36 + length $data), "WAVEfmt ",
      pack("VvvVVvv", 16, 1, 1, 48000, 96000, 2, 16), "data", pack("V", length $data), $data;' >"$root/tmp/dry.wav"
}

if [[ -f $base ]]; then tar -C "$root" -xf "$base"; else make_base; fi
mount -t proc proc "$root/proc"
files >"$root.before"

cp "$package" "$root/tmp/convolved.deb"
echo "$(basename "$package"): $(stat -c %s "$package") bytes"
check 'the package installs, and what it needs is what it names' \
  quietly inside dpkg -i /tmp/convolved.deb
for program in convolved convolve; do
  echo "  $program: $(stat -c %s "$root/usr/bin/$program") bytes"
  check "$program says its version" \
    [ "$(inside "$program" --version | grep -o '[0-9.]*$')" = "$version" ]
  check "$program needs no library of Swift's" \
    [ "$(inside ldd "/usr/bin/$program" | grep -ci swift)" = 0 ]
done

make_sound
impulse=/usr/share/convolved/impulses/hall.flac
check 'a file is rendered' inside convolve render /tmp/dry.wav --ir $impulse -o /tmp/wet.wav --quiet
check 'and holds the tail' [ "$(stat -c %s "$root/tmp/wet.wav" 2>/dev/null || echo 0)" -gt 300000 ]
rm -f "$root"/tmp/*.wav
run_example() {
  inside timeout --preserve-status 2 convolved /etc/convolved/example.yaml >"$root/tmp/log" 2>&1
}
check 'the example is a configuration, whose card is waited for' run_example
check 'and says so' grep -q 'waiting for it' "$root/tmp/log"
rm -rf "$root/tmp/log" "$root/root/.cache"

for page in 1/convolve.1 5/convolved.yaml.5 8/convolved.8; do
  check "the page ${page#*/} is read" \
    [ "$(inside man -l "/usr/share/man/man$page.gz" 2>&1 | wc -l)" -gt 50 ]
done
# complaints OPTION: systemd's, about the units of the system or of a user
complaints() {
  inside env XDG_RUNTIME_DIR=/run systemd-analyze verify "$1" convolved@example.service \
    convolved@example.socket 2>&1 | grep convolved
}
check 'systemd understands the units' [ -z "$(complaints --system)$(complaints --user)" ]
check 'the service is exposed little' quietly inside systemd-analyze security --offline=yes --no-pager \
  --threshold=8 convolved@example.service
check 'nothing is enabled' [ -z "$(find "$root/etc/systemd" -name '*convolved*')" ]
check 'messages have their catalog' quietly inside journalctl --list-catalog \
  b9d24f6c1e8a4b7793d05f2e8c610301
for shell in bash-completion/completions/convolve zsh/vendor-completions/_convolve \
  fish/vendor_completions.d/convolve.fish; do
  check "${shell%%[-/]*} completes" [ -s "$root/usr/share/$shell" ]
done

# What an enabled instance leaves behind.
mkdir -p "$root/var/lib/private/convolved/hall"
ln -s /lib/systemd/system/convolved@.service \
  "$root/etc/systemd/system/multi-user.target.wants/convolved@hall.service"
quietly inside dpkg --remove convolved
check 'removed, its configuration stays' [ -f "$root/etc/convolved/example.yaml" ]
check 'and its programs are gone' [ ! -e "$root/usr/bin/convolved" ]
quietly inside dpkg --purge convolved
rm -f "$root/tmp/convolved.deb"
files >"$root.after"
check 'purged, nothing is left and nothing is missing' diff "$root.before" "$root.after"

[[ $failures -eq 0 ]] || exit 1
echo 'The package comes and goes without a trace.'
