#!/bin/bash
# Builds the Debian package of the version that the programs say they are.
#
# usage: deb.sh FOLDER
#   FOLDER  gets convolved_VERSION_ARCHITECTURE.deb
set -euo pipefail
mkdir -p "$1"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
version=$(sed -n 's/.*static let current = "\(.*\)"/\1/p' Sources/Session/ProgramVersion.swift)
# A package that is built twice of the same commit is the same.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date +%s)
export SOURCE_DATE_EPOCH

cat >debian/changelog <<END
convolved ($version) unstable; urgency=medium

  * Release $version: see CHANGELOG.md.

 -- convolved maintainers <maintainers@convolved.invalid>  $(date -R -d "@$SOURCE_DATE_EPOCH")
END

# Without dpkg-buildpackage, which leaves what it makes beside the checkout and asks for a Swift
# toolchain that Debian has no package of. The Makefile has installed what is needed.
DEB_RULES_REQUIRES_ROOT=no DEB_FOLDER=$folder debian/rules binary
debian/rules clean
echo "Built $folder/convolved_${version}_$(dpkg --print-architecture).deb"
