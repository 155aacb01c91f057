public import AudioDevices

/// Makes a source's own driver run at the sink's rate, where it can: then nothing is resampled.
///
/// snd-aloop and the USB gadget have a control for it. It is put back to neutral at the end.
///
/// - Thread: control. The correction is computed on an audio thread and carried over; ten times a
///   second is enough.
public final class PitchControl: SpeedControl {
  /// Which of the controls it is, and what it takes.
  public var scale: PitchScale { counted }
  private var counted: PitchScale
  private let controls: CardControls
  private let place: CardPlace
  private var current: Int

  /// The control of a capture stream; `nil` when its driver has none.
  public init?(of place: CardPlace) {
    guard let controls = CardControls(place.controlName) else { return nil }
    for kind in PitchScale.Kind.allCases {
      guard let range = controls.range(of: kind.elementName, at: place),
        let value = controls.read(kind.elementName, at: place)
      else { continue }
      counted = PitchScale(kind: kind, range: range)
      self.controls = controls
      self.place = place
      current = value
      return
    }
    return nil
  }

  deinit { _ = set(counted.kind.neutralValue) }

  /// Asks the driver for the value next to a correction in ppm; writes only what changes.
  ///
  /// - Returns: the correction now in force, in ppm; `nil` when the driver refused, as after its card
  ///   is gone: resample then.
  public func apply(correctionPPM: Double) -> Double? {
    let value = counted.value(correctionPPM: correctionPPM)
    guard set(value) else { return nil }
    return counted.correctionPPM(ofValue: value)
  }

  private func set(_ value: Int) -> Bool {
    if value == current { return true }
    guard controls.write(value, to: counted.kind.elementName, at: place) else { return false }
    current = value
    return true
  }
}
