#!/bin/sh
# Process 1 of a guest with systemd: lays memory over the host's file system, puts the installed tree
# there, and starts systemd, which runs the suite. The kernel command line is that of init.sh; in the
# place of programs stands what `make install` made.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH LC_ALL=C
mount -t proc proc /proc
for word in $(cat /proc/cmdline); do
  case $word in
    kernel.suite=*) suite=${word#*=} ;;
    kernel.built=*) built=${word#*=} ;;
    kernel.programs=*) installed=${word#*=} ;;
    kernel.kills=*) kills=${word#*=} ;;
  esac
done
mount -t tmpfs -o size=300m tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work overlay /mnt/root
root=/mnt/root
units=$root/etc/systemd/system

# The host's own units and drop-ins are not part of the test. A machine id: this is no first boot, at
# which systemd would apply presets. And no sign of a container, for which it has other rules.
rm -rf "$units" "$root/.dockerenv"
mkdir -p "$units" "$root/etc/systemd/journald.conf.d" "$root/etc/tmpfiles.d"
: >"$root/etc/fstab"
echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
# The checkout may be in /tmp, which would be emptied.
ln -sf /dev/null "$root/etc/tmpfiles.d/tmp.conf"
printf '[Journal]\nStorage=volatile\nRateLimitIntervalSec=0\n' >"$root/etc/systemd/journald.conf.d/suite.conf"
for unit in alsa-restore alsa-state apparmor console-setup keyboard-setup ldconfig networking \
  systemd-binfmt systemd-firstboot systemd-hwdb-update systemd-journal-catalog-update \
  systemd-machine-id-commit systemd-modules-load systemd-pstore systemd-random-seed \
  systemd-remount-fs systemd-sysusers systemd-update-done systemd-update-utmp; do
  ln -sf /dev/null "$units/$unit.service"
done
cat >"$units/suite.target" <<END
[Unit]
Requires=basic.target
After=basic.target
Wants=suite.service
AllowIsolate=yes
END
cat >"$units/suite.service" <<END
[Unit]
After=basic.target systemd-udevd.service dbus.socket
Wants=dbus.socket
[Service]
Type=oneshot
StandardOutput=tty
StandardError=tty
TTYPath=/dev/console
Environment=HOME=/run LC_ALL=C KERNEL_BUILT=$built KERNEL_PROGRAMS=/usr/bin KILLS=${kills:-50}
ExecStart=/bin/sh $suite
ExecStopPost=/bin/sh -c 'echo "suite ended with \$\$EXIT_STATUS at \$\$(cut -d" " -f1 /proc/uptime) s"'
ExecStopPost=$built/cable poweroff
TimeoutStartSec=infinity
END

# The package's own files.
cp -a "$installed/." "$root/"
# Not bound onto itself: with two mounts on /, services in a mount namespace see the lower one.
cd "$root" || exit
umount /proc
pivot_root . mnt
exec chroot . /lib/systemd/systemd --unit=suite.target --show-status=0 --log-level=warning \
  <dev/null >dev/console 2>&1
