extension Recipe {
  /// How the sound was made, in one paragraph of plain text: method, sizes, decay, seed, licence.
  public var summary: String {
    guard let model else { return "One sample of 1.0: sound passes unchanged. CC0-1.0." }
    let (size, milliseconds) = (model.size, Int((1000 * model.mixingTime).rounded()))
    return """
      Shoebox of \(size.x) x \(size.y) x \(size.z) m, \(model.sources) m from the nearest \
      receiver. Image sources up to \(milliseconds) ms (windowed-sinc delays, 1 % jitter, \
      minimum-phase walls), fading from a quarter of that time on into Gaussian noise that \
      decays octave by octave, independent per channel. RT60 in s: \(times). Direct sound at \
      frame 0; cut at -80 dB of remaining energy; energy of each output 0.5. Seed \
      0x\(String(model.seed, radix: 16)). CC0-1.0.
      """
  }

  /// The decay per octave, as "2.4 at 125 Hz, 2.3 at 250 Hz".
  private var times: String {
    reverberationTargets.map { "\($0.seconds) at \(Int($0.octave)) Hz" }.joined(separator: ", ")
  }
}

extension ShoeboxRoom {
  /// How many sources there are and how far away the nearest is, as "one source 1.8".
  fileprivate var sources: String {
    // Every source has one path to each of the two receivers.
    let count = paths.count == 2 ? "one source" : "two sources"
    return "\(count) \((nearestDistance * 10).rounded() / 10)"
  }
}
