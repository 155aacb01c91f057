internal import AudioDevices
internal import CALSA
internal import Glibc

extension PCMHandle {
  /// Makes the stream ready, empty and not running, whatever happened to it: one attempt.
  ///
  /// Never `snd_pcm_recover`: that resumes without a bound and, as our start threshold is out of
  /// reach, leaves a stream that nothing starts. Wraps `snd_pcm_resume`, `snd_pcm_drop` and
  /// `snd_pcm_prepare`.
  @_noLocks
  func makeReady() -> TransferOutcome {
    // EAGAIN: the system is still waking up. Any other answer: preparing cures it or nothing does.
    if snd_pcm_state(pcm) == SND_PCM_STATE_SUSPENDED && snd_pcm_resume(pcm) == -EAGAIN {
      return .notYet
    }
    snd_pcm_drop(pcm)
    let error = 0 &- snd_pcm_prepare(pcm)
    if error <= 0 { return .ready }
    // Some drivers are busy for a moment after an xrun.
    if error == EBUSY || error == EAGAIN { return .notYet }
    return isLoss(error) ? .lost : .failed(error)
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

  /// Has what is queued played to its end: `.notYet` until it is.
  ///
  /// Wraps `snd_pcm_drain`, which in non-blocking mode only begins.
  @_noLocks
  func drain() -> TransferOutcome {
    let state = snd_pcm_state(pcm)
    if state == SND_PCM_STATE_RUNNING || state == SND_PCM_STATE_PREPARED {
      let code = snd_pcm_drain(pcm)
      if code < 0 && code != -EAGAIN { return outcome(of: Int(code)) }
    }
    // Plugins move, and notice that they have finished, only when they are asked.
    let available = availableFrames()
    if snd_pcm_state(pcm) == SND_PCM_STATE_SETUP { return .ready }
    if available < 0 { return outcome(of: available) }
    return standstill() ?? .notYet
  }
}
