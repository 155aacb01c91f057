#!/bin/bash
# Checks the units: that systemd understands every line, how little the service is exposed, and that
# what must be in them is in them.
#
# usage: check_units.sh
set -euo pipefail
cd "$(dirname "$0")/../../systemd"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

complain() {
  echo "$1" >&2
  failures=$((failures + 1))
}

# The programs need not be installed to judge the units.
for unit in convolved@.service user/convolved@.service convolved@.socket user/convolved@.socket; do
  mkdir -p "$folder/$(dirname "$unit")"
  sed -E 's,^(Exec[A-Za-z]*)=/usr/bin/[a-z]*,\1=/bin/true,' "$unit" >"$folder/$unit"
done

# verify FOLDER OPTION: it also names units of the machine it runs on, which are not ours to judge
verify() (
  cd "$1"
  XDG_RUNTIME_DIR=$folder SYSTEMD_UNIT_PATH="$1:" systemd-analyze verify --man=no "$2" \
    convolved@hall.service convolved@hall.socket 2>&1 | grep -vE '^(/lib|/usr/lib|/etc)/systemd/' || true
)
for complaints in "$(verify "$folder" --system)" "$(verify "$folder/user" --user)"; do
  [[ -z $complaints ]] || complain "$complaints"
done

# 0 is safe, 100 is exposed.
systemd-analyze security --offline=yes --no-pager --threshold=8 convolved@.service \
  >"$folder/exposure" || complain "$(cat "$folder/exposure")"

# has UNIT LINE: whether the unit has that line
has() { grep -qxF "$2" "$1" || complain "systemd/$1 lacks $2"; }
for unit in convolved@.service user/convolved@.service; do
  has "$unit" Type=notify
  has "$unit" StartLimitIntervalSec=0
  has "$unit" Restart=on-failure
  has "$unit" 'RestartPreventExitStatus=64 65 66 78'
done
has convolved@.service 'SystemCallFilter=sched_setscheduler'
if grep -q '^CPUSchedulingPolicy' ./*.service user/*.service; then
  complain 'A scheduling policy in a unit would make every thread a realtime one.'
fi

# allows CALL: whether the service's filter lets a system call through
filter() { sed -n 's/^SystemCallFilter=//p' convolved@.service; }
members() { systemd-analyze syscall-filter --no-pager "$1" | awk '/^    / { print $1 }'; }
# expand NAME: the system calls of a set, or the call itself
expand() {
  case $1 in
    @*) for member in $(members "$1"); do expand "$member"; done ;;
    *) echo "$1" ;;
  esac
}
allowed=
while read -r line; do
  calls=$(for name in ${line#\~}; do expand "$name"; done | sort -u)
  case $line in
    \~*) allowed=$(comm -23 <(sort -u <<<"$allowed") - <<<"$calls") ;;
    *) allowed=$(sort -u <<<"$allowed"$'\n'"$calls") ;;
  esac
done < <(filter)
# What the C library, Swift's runtime, SwiftNIO, libasound and the daemon ask of the kernel.
for call in accept4 clone3 connect epoll_create1 epoll_ctl epoll_wait eventfd2 fsync futex getrandom \
  getsockopt inotify_add_watch inotify_init1 ioctl memfd_create mlockall mmap openat poll ppoll \
  prlimit64 readv recvmsg rename rt_sigtimedwait sched_getaffinity sched_setscheduler sendmsg sendto \
  setsockopt shutdown signalfd4 socketpair timerfd_create timerfd_settime writev; do
  grep -qxF "$call" <<<"$allowed" || complain "The system call filter takes $call away."
done

[[ $failures -eq 0 ]] || exit 1
echo "The units are understood; $(sed -n 's/^→ //p' "$folder/exposure")"
