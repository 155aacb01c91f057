internal import AudioDevices

/// How a pair of ALSA devices is started.
enum DuplexStart {
  /// Starts both devices as close together as they can, capture first.
  ///
  /// Both must be prepared and the playback buffer filled. The streams are linked for the start
  /// only: linked for good, an xrun of one would stop both behind the other's back. Wraps
  /// `snd_pcm_link`. Thread: control. After a failure neither runs.
  static func start(_ capture: ALSACapture, _ playback: ALSAPlayback) -> DuplexOutcome {
    if capture.link(with: playback) {
      defer { capture.unlink() }
      let outcome = capture.start()
      return outcome == .ready ? .linked : .captureFailed(outcome)
    }
    let captureOutcome = capture.start()
    guard captureOutcome == .ready else { return .captureFailed(captureOutcome) }
    let playbackOutcome = playback.start()
    guard playbackOutcome == .ready else {
      capture.stop()
      return .playbackFailed(playbackOutcome)
    }
    return .oneByOne
  }
}
