internal import AudioDevices
internal import CALSA
internal import Glibc

extension PCMHandle {
  /// Waits until so many frames can be transferred, with a poll of our own: `snd_pcm_wait` has
  /// no bound across early wake-ups and trusts what the driver says.
  ///
  /// Below zero counts as a timeout of zero, which looks once.
  @_noLocks
  func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome {
    let deadline = calsa_now() &+ Int64(max(timeoutNanoseconds, 0))
    var emptyWakeUps = 0
    while true {
      let remaining = deadline &- calsa_now()
      let code = pollOnce(nanoseconds: remaining)
      if code < 0 { return outcome(of: Int(code)) }
      let available = availableFrames()
      if available < 0 { return outcome(of: available) }
      if let standstill = standstill() { return standstill }
      if available >= frames { return .ready }
      if remaining <= 0 { return .notYet }
      emptyWakeUps &+= 1
      // A driver that wakes for nothing must not hold a processor at real-time priority. A few in
      // a row are normal: plugins rearm their timer in the first.
      if emptyWakeUps > 32 { calsa_sleep(250_000) }
    }
  }

  /// Lets the kernel wake us, and the plugin look at why; 0 or a negative errno.
  @_noLocks
  private func pollOnce(nanoseconds: Int64) -> Int32 {
    // Filled each time: a plugin may change what it waits for with its state.
    let filled = snd_pcm_poll_descriptors(pcm, descriptors, UInt32(Self.descriptorCapacity))
    if filled < 0 { return filled }
    let count = UInt32(bitPattern: filled)
    // Rounded up: with the remainder cut off, the last millisecond would be spent spinning.
    let milliseconds = (max(nanoseconds, 0) &+ 999_999) / 1_000_000
    let woken = calsa_poll(descriptors, count, Int32(truncatingIfNeeded: milliseconds))
    if woken == -EINTR { return 0 }
    if woken < 0 { return woken }
    // The frames available decide, but plugins do their work in here.
    var events: UInt16 = 0
    return min(0, snd_pcm_poll_descriptors_revents(pcm, descriptors, count, &events))
  }
}
