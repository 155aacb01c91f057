internal import AudioDevices

/// How the clocks of both devices are made one: by the driver of the source where it can, which leaves
/// every sample as it is.
///
/// Thread: control.
struct ClockSteering {
  private var control: (any SpeedControl)?
  /// The capture driver was asked for another speed and did not take it.
  private var isRefused = false

  /// Whether a driver is asked for its speed.
  var isSteering: Bool { control != nil }

  /// Another capture device may take what the last one refused.
  mutating func noteOpened() { isRefused = false }

  /// What is done for a session that begins.
  mutating func choose(
    _ matching: ClockMatching, _ provider: any DeviceProvider, _ source: any CaptureDevice,
    _ sink: any PlaybackDevice
  ) -> Clocks {
    let areTwo =
      switch matching {
      case .on: true
      case .off: false
      case .auto: provider.haveTwoClocks(source, sink)
      }
    guard areTwo else { return .one }
    control = isRefused ? nil : provider.speedControl(of: source)
    return control == nil ? .resampled : .steered
  }

  /// Asks the driver for its speed.
  ///
  /// - Returns: whether the driver has refused it, once; a card that is gone refuses as well.
  mutating func steer(correctionPPM: Double) -> Bool {
    guard let control, control.apply(correctionPPM: correctionPPM) == nil else { return false }
    self.control = nil
    isRefused = true
    return true
  }

  /// The session has ended.
  mutating func end() { control = nil }
}
