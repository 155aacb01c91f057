# needs systemd
# The service as the package ships it: units, sandbox, limits, watchdog, restarts.
. "${0%/*}/../guest/bench.sh"
instance=convolved@hall
period=256
# Five periods of latency: a ticking card wakes up to 144 frames late.
latency=$((4 * period))

# MARK: - What systemd says

show() { systemctl show -p "$2" --value "${3:-$instance}"; }
state() { show x ActiveState; }
# Without the generation, which is told behind it.
status_text() { show x StatusText | sed 's|, generation .*||'; }
restarts() { show x NRestarts; }
main_process() { show x MainPID; }
# Of the process, from /proc.
process_says() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$(main_process)/status"; }

# becomes COMMAND VALUE [SECONDS]: whether a command comes to print that
becomes() {
  tries=0
  until [ "$($1)" = "$2" ]; do
    tries=$((tries + 1))
    [ $tries -le $((${3:-3} * 20)) ] || { echo "        $1 is \"$($1)\", not \"$2\"" && return 1; }
    sleep 0.05
  done
}
# logged TEXT: since the last cleared log
logged() { journalctl --sync && journalctl -u $instance -o cat --no-pager --since "@$since" | grep -q -e "$1"; }
mark_log() { since=$(date +%s.%N); }
show_journal() { journalctl -u $instance --no-pager -o short-monotonic | tail -n "${1:-30}" | sed 's/^/        /'; }

configure() {
  cat >/etc/convolved/hall.yaml <<YAML
version: 1
audio: {rate: 48000, period: $period, latency: $latency, rate_matching: off}
capture: {device: "hw:CARD=In,DEV=1", channels: [L, R], format: S32_LE}
playback: {device: "hw:CARD=Out,DEV=0", channels: [L, R], format: S32_LE, ceiling: 0}
chain: $chain
YAML
}
plays() { becomes status_text playing "$@"; }
tell() {
  [ $failures -eq "${told:-0}" ] || show_journal 40
  told=$failures
}

say "systemd $(systemctl --version | sed -n '1s/systemd \([0-9]*\).*/\1/p') on $(uname -r)"
mkdir -p /run/credentials
configure
mark_log

say 'a start without any card'
check 'systemctl start returns' systemctl start $instance
check 'the service is active' becomes state active
check 'it waits for a device' becomes status_text 'waiting for a device'
check 'its socket is there, for the group audio' \
  [ "$(stat -c '%a %G' /run/convolved/hall.sock)" = '660 audio' ]
tell

say 'the cards appear'
insert snd-pcm
insert_loopbacks
udevadm settle
check 'it plays' plays
check 'it was not started again' becomes restarts 0
check 'audio threads have realtime priority' logged 'realtime priority 70 and 71'
check 'memory is locked' logged 'memory locked'
tell

say 'what the journal knows'
journalctl --sync
check 'events have a code' [ -n "$(journalctl -u $instance CONVOLVED_EVENT=sound_started -o cat --no-pager)" ]
check 'and an id' \
  [ -n "$(journalctl -u $instance MESSAGE_ID=b9d24f6c1e8a4b7793d05f2e8c610203 -o cat --no-pager)" ]
tell

say 'what the process may do'
check 'it is no user that exists' [ "$(process_says Uid | cut -f1)" -ge 61184 ]
check 'it has no capability' [ "$(process_says CapEff)$(process_says CapBnd)" = 00000000000000000000000000000000 ]
check 'it gains no rights' [ "$(process_says NoNewPrivs)" = 1 ]
check 'its system calls are filtered' [ "$(process_says Seccomp)" = 2 ]
own="nsenter -t $(main_process) -m"
check 'it cannot write to /etc, /usr or /home' [ -z "$($own find /etc /usr /home -maxdepth 0 -writable 2>/dev/null)" ]
check 'it has a state folder of its own' [ "$(stat -c '%a' -L /var/lib/convolved/hall)" = 750 ]
check 'it keeps what kernels cost' [ -s /var/cache/convolved/hall/costs ]
# reaches DEVICE: whether a process among the service's, though root's, may open it
reaches() {
  sh -c 'echo $$ >"/sys/fs/cgroup$0/cgroup.procs" && : <"$1"' "$(show x ControlGroup)" "$1" 2>/dev/null
}
check 'the kernel lets it open sound devices' reaches /dev/snd/controlC0
check 'and /dev/null' reaches /dev/null
check 'and no other, which root elsewhere may' [ -z "$(: </dev/kmsg && reaches /dev/kmsg && echo open)" ]
tell

say 'every frame, through the service'
start_source $period
start_sink $period
sleep 3
stop_sink
stop_source
check 'one run without a gap' [ "$(runs)" = 1 ]
check "at the latency that is set: $(latency) of $latency frames" \
  holds "$(latency) >= $latency - $period && $(latency) <= $latency + $period"
tell

say 'the playback card is unbound for a second and bound again'
id=$(main_process)
unplug 1
check 'it waits' becomes status_text 'waiting for a device'
sleep 1
check 'the service stays' [ "$(state) $(main_process)" = "active $id" ]
plug 1
udevadm settle
check 'it plays again' plays
check 'the same process' [ "$(restarts) $(main_process)" = "0 $id" ]
tell

say 'both cards are away for two minutes: no limit of starts, no watchdog'
unplug 0
unplug 1
sleep 120
check 'the same process waits' [ "$(status_text) $(main_process)" = "waiting for a device $id" ]
plug 0
plug 1
udevadm settle
check 'it plays again' plays
tell

say 'systemctl freeze for two seconds'
systemctl freeze $instance
sleep 2
check 'it is frozen' [ "$(show x FreezerState)" = frozen ]
systemctl thaw $instance
check 'it plays again' plays
sleep 3
check 'the same process' [ "$(restarts) $(main_process)" = "0 $id" ]
tell

say 'the process stands still for longer than WatchdogSec'
mark_log
kill -STOP "$id"
check 'it is started again within 15 s' becomes restarts 1 15
check 'it plays again' plays
check 'systemd says why' [ "$(journalctl -u $instance --no-pager -o cat | grep -c 'Watchdog timeout')" -ge 1 ]
tell

say 'a stop'
began=$(now)
check 'systemctl stop returns' systemctl -q stop $instance
check "within a second ($(now) - $began)" holds "$(now) - $began <= 1.5"
check 'it ended with 0' [ "$(show x Result) $(show x ExecMainStatus)" = 'success 0' ]
check 'and says what it has played' logged 'frames (.*; xruns:'
tell

say 'a configuration with a mistake'
mark_log
chain='[{gain: {gian: 0}}]'
configure
check 'systemctl start fails' [ "$(systemctl start $instance 2>/dev/null && echo started)" = '' ]
sleep 3
check 'it ended with 78' [ "$(show x Result) $(show x ExecMainStatus)" = 'exit-code 78' ]
check 'and is not started again' [ "$(state) $(restarts)" = 'failed 0' ]
check 'the log shows the place' logged 'hall.yaml:5:17: error: gain has no key "gian"'
check 'and helps' logged 'did you mean "gain"'
rm /etc/convolved/hall.yaml
systemctl reset-failed $instance
systemctl start $instance 2>/dev/null
sleep 1
check 'without a file it ends with 66 and is not started again' \
  [ "$(state) $(show x ExecMainStatus) $(restarts)" = 'failed 66 0' ]
# A client of a service that cannot start: systemd starts it for him, again and again, up to a limit.
python3 -c 'import socket, time
client = socket.socket(socket.AF_UNIX)
client.connect("/run/convolved/hall.sock")
time.sleep(4)' 2>/dev/null
starts=$(journalctl -u $instance --no-pager -o cat --since "@$since" | grep -c 'hall.yaml: ')
check "a client has it tried no more than 25 times: $starts" holds "$starts >= 1 && $starts <= 25"
chain='[{gain: {gain: 0}}]'
configure
systemctl reset-failed $instance convolved@hall.socket
check 'with the mistake mended it starts' systemctl start $instance
check 'and plays' plays
tell

say 'a reload'
id=$(main_process)
chain='[{gain: {gain: -3}}]'
configure
check 'systemctl reload returns' systemctl reload $instance
check 'the same process plays' [ "$(status_text) $(main_process)" = "playing $id" ]
chain='[{gain: {gian: 0}}]'
configure
check 'a mistake has systemctl reload fail' [ "$(systemctl reload $instance 2>/dev/null && echo done)" = '' ]
check 'and the same process plays on' [ "$(status_text) $(main_process)" = "playing $id" ]
chain='[{gain: {gain: 0}}]'
configure
check 'once mended it is reloaded' systemctl reload $instance
tell

say "killed $KILLS times"
check 'it starts anew' systemctl restart $instance
plays
start_source $period
start_sink $period
sleep 1
before=$(restarts)
kills=0
while [ $kills -lt "$KILLS" ]; do
  # Three in a minute would have it start muted, as after three crashes: here each is the first.
  rm -f /var/lib/private/convolved/hall/starts
  systemctl kill -s KILL $instance
  kills=$((kills + 1))
  # Sound that were not back by now would be one run too few.
  sleep 1
done
check 'it plays' plays
stop_sink
stop_source
check "$KILLS restarts" [ $(($(restarts) - before)) = "$KILLS" ]
check "$((KILLS + 1)) runs of sound" [ "$(runs)" = $((KILLS + 1)) ]
# Silence and fade between two runs, in ms.
gaps=$(awk '/^run/ { if (end) print ($3 - end) / 48; end = $3 + $7 }' /run/sink.log | sort -n)
worst=$(echo "$gaps" | tail -1)
median=$(echo "$gaps" | sed -n "$(((KILLS + 1) / 2))p")
check "sound is back within a second each: median $median ms, worst $worst ms" holds "$worst < 1000"
tell

say "a user's own"
mkdir -p /root/.config/convolved
cp /etc/convolved/hall.yaml /root/.config/convolved/
systemctl -q stop $instance convolved@hall.socket
systemctl start user@0.service
export XDG_RUNTIME_DIR=/run/user/0
user_status() { systemctl --user show -p StatusText --value $instance | sed 's|, generation .*||'; }
check 'systemctl --user start returns' systemctl --user start $instance
check 'it plays' becomes user_status playing
check 'its socket is there, for the user alone' \
  [ "$(stat -c %a /run/user/0/convolved/hall.sock)" = 600 ]
check 'it stops' systemctl --user -q stop $instance
check 'with 0' [ "$(systemctl --user show -p Result --value $instance)" = success ]
unset XDG_RUNTIME_DIR
tell

say 'enabled, it is wanted at boot; disabled, it is not'
check 'enable' systemctl -q enable $instance
check 'multi-user.target wants it' [ "$(systemctl is-enabled $instance)" = enabled ]
check 'disable' systemctl -q disable $instance
systemctl -q stop $instance convolved@hall.socket
check 'no socket is left' [ ! -e /run/convolved/hall.sock ]
finish
