public import AudioDevices
internal import CALSA

extension PCMHandle {
  /// Where the stream is, in one call of the driver; `nil` while it does not run.
  ///
  /// Wraps `snd_pcm_status`, whose time stamp is of the moment at which the position moved. The time
  /// stamps are switched on in ``configure(_:_:)``. Thread: audio.
  @_noLocks
  func status() -> DeviceStatus? {
    var status = calsa_status()
    if calsa_status(pcm, statusMemory, &status) < 0 { return nil }
    if status.state != SND_PCM_STATE_RUNNING && status.state != SND_PCM_STATE_DRAINING {
      return nil
    }
    return DeviceStatus(
      availableFrames: Int(status.available), delayFrames: Int(status.delay),
      stampNanoseconds: status.stamp, nowNanoseconds: status.now)
  }
}

extension ALSACapture {
  /// Where the stream is; `nil` while it does not run. Thread: audio.
  ///
  /// The delay counts all that was captured and not yet given out by ``readPeriod(into:)``, so that
  /// it plus the frames given out is where the device is.
  @_noLocks
  public func status() -> DeviceStatus? {
    guard var status = handle.status() else { return nil }
    status.delayFrames &+= filledFrames
    return status
  }
}

extension ALSAPlayback {
  /// Where the stream is; `nil` while it does not run. Thread: audio.
  @_noLocks
  public func status() -> DeviceStatus? { handle.status() }
}
