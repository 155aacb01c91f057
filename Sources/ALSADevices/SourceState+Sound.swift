package import AudioDevices

extension SourceState {
  /// Whether a stream does not fit any more. That nothing plays is no reason: a source may pause.
  ///
  /// - Parameter opened: the state when the stream was opened; while nothing played it says nothing.
  package func hasOtherSound(than opened: SourceState, sampleRate rate: Int) -> Bool {
    if isActive == false { return false }
    if let sampleRate, sampleRate != rate { return true }
    if opened.isActive == false { return false }
    return differs(channelCount, opened.channelCount) || differs(formatName, opened.formatName)
  }

  private func differs<Value: Equatable>(_ new: Value?, _ old: Value?) -> Bool {
    guard let new, let old else { return false }
    return new != old
  }

  /// Refuses to listen to a source that plays at another rate than the stream has.
  package func check(against format: StreamFormat, device: String) throws(DeviceError) {
    guard isActive != false, let sampleRate, sampleRate != format.sampleRate else { return }
    throw DeviceError(
      kind: .unsupported, device: device,
      message: "what plays into it runs at \(sampleRate) Hz, and not at the "
        + "\(format.sampleRate) Hz of audio.rate; have both run at one rate")
  }
}
