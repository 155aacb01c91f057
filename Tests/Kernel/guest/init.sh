#!/bin/sh
# Process 1 of the guest: runs one suite and ends the guest.
#
# The root is the host's own file system, read-only; /run is memory. The kernel command line says
# kernel.suite=FILE, kernel.built=FOLDER (of build.sh) and kernel.programs=FOLDER (of the daemon).
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH LC_ALL=C
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
for word in $(cat /proc/cmdline); do
  case $word in
    kernel.suite=*) suite=${word#*=} ;;
    kernel.built=*) KERNEL_BUILT=${word#*=} ;;
    kernel.programs=*) KERNEL_PROGRAMS=${word#*=} ;;
  esac
done
export KERNEL_BUILT KERNEL_PROGRAMS HOME=/run XDG_CACHE_HOME=/run/cache
mkdir -p /run/cache
cd /run || exit
sh "$suite" </dev/null >/dev/console 2>&1
echo "suite ended with $? at $(cut -d' ' -f1 /proc/uptime) s" >/dev/console
# The console is drained when it is closed.
exec "$KERNEL_BUILT/cable" poweroff
