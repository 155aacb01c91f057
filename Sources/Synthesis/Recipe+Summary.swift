extension Recipe {
  /// How the sound is made, in one paragraph of plain text: method, sizes, decay, seed, licence.
  public var summary: String { model.summary + " CC0-1.0." }
}

extension [ReverberationTarget] {
  /// The decay per octave, as "2.4 at 125 Hz, 2.3 at 250 Hz".
  var summary: String {
    map { "\($0.seconds) at \(Int($0.octave)) Hz" }.joined(separator: ", ")
  }
}
