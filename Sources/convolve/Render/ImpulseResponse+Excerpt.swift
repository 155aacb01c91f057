internal import SoundFiles

extension ImpulseResponse {
  /// The frame of the largest magnitude of all channels, the first of several.
  var peakFrame: Int {
    var (peak, frame) = (0.0, 0)
    for taps in channels {
      for (index, tap) in taps.enumerated() {
        let isHigher = tap.magnitude > peak || (tap.magnitude == peak && index < frame)
        if isHigher { (peak, frame) = (tap.magnitude, index) }
      }
    }
    return frame
  }

  /// What comes up to so long after the main peak.
  func early(frames: Int) -> ImpulseResponse {
    let end = peakFrame + frames + 1
    guard end < frameCount else { return self }
    return with(
      channels.map { Array($0[..<end]) },
      note: "\(source): of its \(frameCount) frames the first \(end) are used (--early)")
  }

  /// The last tap first.
  var turned: ImpulseResponse { with(channels.map { $0.reversed() }, note: nil) }

  private func with(_ channels: [[Double]], note: String?) -> ImpulseResponse {
    ImpulseResponse(
      source: source, sampleRate: sampleRate, channels: channels,
      notes: notes + [note].compactMap(\.self))
  }
}
