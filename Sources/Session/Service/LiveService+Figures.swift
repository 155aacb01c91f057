public import AudioDevices
internal import Realtime

/// What can be asked of a service at any time.
extension LiveService {
  /// Whether the output is muted since something that must not be heard.
  public var isMuted: Bool { session?.isMuted ?? false }

  /// Whether the untouched input is heard in place of the chain, which made what is no sound or is too
  /// slow.
  public var standsIn: Bool { session?.standsIn ?? false }

  /// Whether both audio threads run at realtime priority; `nil` before the first sound.
  public var isRealtime: Bool? {
    if scheduling.isEmpty { return nil }
    return scheduling.allSatisfy { if case .realtime = $0 { true } else { false } }
  }

  /// Has it heard again.
  public func unmute() { session?.unmute() }

  /// How a device stands.
  public func state(of side: DeviceSide) -> DeviceState {
    switch side {
    case .capture: DeviceState(open: devices.capture.device, error: devices.capture.error)
    case .playback: DeviceState(open: devices.playback.device, error: devices.playback.error)
    }
  }

  /// A reason for there being no sound that does not pass by itself: the configuration asks for
  /// what a device does not have, or the user may not have it.
  public var lastingError: DeviceError? {
    [devices.capture.error, devices.playback.error].compactMap(\.self).first {
      $0.kind == .forbidden || $0.kind == .unsupported
    }
  }

  /// The running session's state, with the meters since the last call; `nil` while there is none.
  public func takeStatus() -> LiveStatus? {
    guard var status = session?.takeStatus() else { return nil }
    status.counts = status.counts + pastCounts
    status.clippedSamples = clippedSamples
    return status
  }

  /// Frames between a sample in and the same sample out, but for what the engine adds; `nil` while
  /// there is no sound.
  package var latencyFrames: Int? { session?.latencyFrames }

  /// What all sessions have counted.
  public var counts: LiveCounts { session.map { $0.counts + pastCounts } ?? pastCounts }

  /// Samples limited to full scale on their way into an integer format, in all sessions.
  public var clippedSamples: Int { devices.clippedSamples }
}
