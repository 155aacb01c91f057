internal import AudioDevices
internal import CALSA
internal import Glibc

extension PCMHandle {
  /// What a transfer returns when the device has no frame or no room.
  static var tryAgain: Int { @_noLocks get { -Int(EAGAIN) } }

  /// What the state of the stream means, or `nil` while it can transfer.
  ///
  /// The state is read after every wake-up: after a device is lost, the frames available were seen
  /// to stay positive and `poll` to report success. Wraps `snd_pcm_state`.
  @_noLocks
  func standstill() -> TransferOutcome? {
    let state = snd_pcm_state(pcm)
    if state == SND_PCM_STATE_RUNNING || state == SND_PCM_STATE_PREPARED { return nil }
    if state == SND_PCM_STATE_DRAINING { return nil }
    if state == SND_PCM_STATE_XRUN { return .xrun }
    // Drivers were seen paused after the system had slept; preparing cures both.
    if state == SND_PCM_STATE_PAUSED { return .xrun }
    if state == SND_PCM_STATE_SUSPENDED { return .suspended }
    // Disconnected, or stopped by someone else, as a loopback is whose other end changes the rate:
    // only opening it again helps.
    return .lost
  }

  /// What a negative errno of a call means, with the state as the better witness.
  @_noLocks
  func outcome(of code: Int) -> TransferOutcome {
    if let standstill = standstill() { return standstill }
    let error = Int32(truncatingIfNeeded: 0 &- code)
    if error == EPIPE { return .xrun }
    if error == ESTRPIPE { return .suspended }
    // Nothing moved, and nothing is wrong: a signal, or a driver that is busy for a moment.
    if error == EINTR || error == EAGAIN || error == EBUSY { return .notYet }
    return isLoss(error) ? .lost : .failed(error)
  }

  /// Whether an errno says that the device is gone. A linked stream that survives the loss of its
  /// partner says EBADFD.
  @_noLocks
  func isLoss(_ error: Int32) -> Bool {
    error == ENODEV || error == EBADFD || error == ENXIO
  }
}
