#!/bin/bash
# Puts programs, units, manual pages, completions, examples and impulse responses in their places.
#
# usage: install.sh BUILT
#   BUILT  where the programs are
# environment: DESTDIR PREFIX SYSCONFDIR UNITS ZSH_COMPLETIONS, as the Makefile explains them
set -euo pipefail
built=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
share=$PREFIX/share
documents=$share/doc/convolved

# place [OPTION...] FILE PATH: below DESTDIR, with its folders
place() { install -D "${@:1:$#-1}" "$DESTDIR${*: -1}"; }
# put PATH: what is read
put() { place -m 644 /dev/stdin "$1"; }
# rewrite PATH: what is read, with the paths of this installation in place of the usual ones
rewrite() {
  sed -e "s,/usr/bin/,$PREFIX/bin/,g" -e "s,/usr/share/,$share/,g" \
    -e "s,/etc/convolved,$SYSCONFDIR/convolved,g" \
    -e "s,\.\./\.\./impulses/,$share/convolved/impulses/,g" | put "$1"
}

for program in convolved convolve; do
  place -s -m 755 "$built/$program" "$PREFIX/bin/$program"
done

for unit in convolved@.service convolved@.socket; do
  rewrite "$UNITS/system/$unit" <"systemd/$unit"
  rewrite "$UNITS/user/$unit" <"systemd/user/$unit"
done
awk -f debian/tools/catalog.awk docs/messages.md | rewrite "$PREFIX/lib/systemd/catalog/convolved.catalog"

"$built/convolve" --experimental-dump-help | python3 docs/man/convolve.1.py |
  rewrite "$share/man/man1/convolve.1"
rewrite "$share/man/man5/convolved.yaml.5" <docs/man/convolved.yaml.5
rewrite "$share/man/man8/convolved.8" <docs/man/convolved.8

# complete SHELL: the program's own account; a completion for bash is read, not run
complete() { "$built/convolve" --generate-completion-script "$1" | sed '1{/^#!/d}'; }
complete bash | put "$share/bash-completion/completions/convolve"
complete zsh | put "$ZSH_COMPLETIONS/_convolve"
complete fish | put "$share/fish/vendor_completions.d/convolve.fish"
place -m 644 debian/completions/convolved.bash "$share/bash-completion/completions/convolved"
place -m 644 debian/completions/convolved.zsh "$ZSH_COMPLETIONS/_convolved"
place -m 644 debian/completions/convolved.fish "$share/fish/vendor_completions.d/convolved.fish"

for file in impulses/*.{flac,wav} impulses/README.md; do
  place -m 644 "$file" "$share/convolved/$file"
done
for file in docs/examples/*.{yaml,txt}; do
  [[ $file == */example.yaml ]] || rewrite "$documents/examples/${file##*/}" <"$file"
done
for file in systemd/examples/*; do rewrite "$documents/examples/${file##*/}" <"$file"; done
for file in README.md docs/messages.md; do place -m 644 "$file" "$documents/${file##*/}"; done
rewrite "$SYSCONFDIR/convolved/example.yaml" <docs/examples/example.yaml
