internal import AudioDevices
internal import CALSA
internal import Glibc

extension PCMHandle {
  /// The bound on everything that recovers, 2 s: longer than a USB bus needs to wake up after
  /// the system slept, short against a listener's patience.
  private static var recoveryNanoseconds: Int64 { @_noLocks get { 2_000_000_000 } }
  private static var retryNanoseconds: Int64 { @_noLocks get { 10_000_000 } }

  /// Makes the stream ready, empty and not running, whatever happened to it.
  ///
  /// Never `snd_pcm_recover`: that resumes without a bound and, as our start threshold is out of
  /// reach, leaves a stream that nothing starts. Thread: audio or control; within two seconds.
  @_noLocks
  func makeReady() -> TransferOutcome {
    let deadline = calsa_now() &+ Self.recoveryNanoseconds
    wakeUp(until: deadline)
    while true {
      snd_pcm_drop(pcm)
      let error = 0 &- snd_pcm_prepare(pcm)
      if error <= 0 { return .ready }
      // Some drivers are busy for a moment after an xrun.
      let canPass = error == EBUSY || error == EAGAIN
      if !canPass { return isLoss(error) ? .lost : .failed(error) }
      if calsa_now() >= deadline { return .timedOut }
      calsa_sleep(Self.retryNanoseconds)
    }
  }

  /// Resumes a suspended stream as far as the driver can; preparing it cures the rest.
  @_noLocks
  private func wakeUp(until deadline: Int64) {
    while snd_pcm_state(pcm) == SND_PCM_STATE_SUSPENDED {
      // EAGAIN: the system is still waking up. ENOSYS: the driver cannot resume, only prepare.
      if snd_pcm_resume(pcm) != -EAGAIN || calsa_now() >= deadline { return }
      calsa_sleep(Self.retryNanoseconds)
    }
  }

  /// Starts the clock. Wraps `snd_pcm_start`.
  @_noLocks
  func start() -> TransferOutcome {
    let code = snd_pcm_start(pcm)
    return code < 0 ? outcome(of: Int(code)) : .ready
  }

  /// Stops the clock and drops what is buffered. Wraps `snd_pcm_drop`, whose errors all mean
  /// that nothing runs.
  @_noLocks
  func stop() { snd_pcm_drop(pcm) }

  /// Plays what is queued, then stops; drops the rest after the time.
  ///
  /// Wraps `snd_pcm_drain`, which in non-blocking mode only begins. Thread: audio.
  @_noLocks
  func drain(timeoutMilliseconds: Int32) -> TransferOutcome {
    let deadline = calsa_now() &+ Int64(max(timeoutMilliseconds, 0)) &* 1_000_000
    let code = snd_pcm_drain(pcm)
    if code < 0 && code != -EAGAIN { return outcome(of: Int(code)) }
    while true {
      // Plugins move, and notice that they have finished, only when they are asked.
      let available = availableFrames()
      let state = snd_pcm_state(pcm)
      if state == SND_PCM_STATE_SETUP { return .ready }
      if available < 0 { return outcome(of: available) }
      if let standstill = standstill() { return standstill }
      if calsa_now() >= deadline { break }
      calsa_sleep(2_000_000)
    }
    stop()
    return .timedOut
  }
}
