import Glibc

/// One note of a phrase.
struct PluckedNote {
  /// Beats from the phrase's beginning to the pluck.
  var beat: Double
  /// The note's number in MIDI: 69 is the A of 440 Hz.
  var pitch: Int
  /// Beats until a finger stops the string.
  var beats: Double
  /// Loudness of the pluck; 1 is the loudest.
  var strength: Double
  /// From -1, left, to 1, right.
  var pan: Double

  /// Hz, in equal temperament.
  var frequency: Double { 440 * exp2(Double(pitch - 69) / 12) }
}

extension PluckedNote {
  /// A phrase in D minor: two questions with rests after them, in which a room can be heard, and a
  /// spread chord as the answer.
  static let phrase: [PluckedNote] = [
    // The first note stands alone for a beat, so that its pitch can be measured.
    note(0, 50, 3.0, 0.95, -0.15),
    note(1, 57, 2.0, 0.70, -0.05),
    note(1.5, 62, 1.5, 0.75, 0.05),
    note(2, 65, 1.0, 0.90, 0.15),
    note(2.5, 64, 0.5, 0.65, 0.1),
    note(3, 60, 0.35, 0.85, 0.0),
    // A rest, then the same rise a third lower.
    note(4, 46, 2.5, 0.95, -0.2),
    note(4.5, 53, 2.0, 0.70, -0.05),
    note(5, 62, 1.5, 0.75, 0.05),
    note(5.5, 67, 1.0, 0.90, 0.2),
    note(6, 65, 0.5, 0.70, 0.15),
    note(6.5, 64, 0.35, 0.90, 0.1),
    // A rest, then the leading note and home.
    note(7.75, 45, 1.25, 0.85, -0.2),
    note(8, 61, 0.75, 0.70, 0.05),
    note(8.25, 64, 0.5, 0.75, 0.1),
    note(8.5, 69, 0.45, 0.85, 0.2),
    note(9, 38, 3.0, 0.95, -0.2),
    note(9.06, 57, 2.94, 0.70, -0.1),
    note(9.12, 62, 2.88, 0.75, 0.0),
    note(9.18, 65, 2.82, 0.75, 0.1),
    note(9.24, 69, 2.76, 0.80, 0.2),
  ]

  private static func note(
    _ beat: Double, _ pitch: Int, _ beats: Double, _ strength: Double, _ pan: Double
  ) -> PluckedNote {
    PluckedNote(beat: beat, pitch: pitch, beats: beats, strength: strength, pan: pan)
  }
}
