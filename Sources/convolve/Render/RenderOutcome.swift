internal import SignalProcessing
internal import SoundFiles

/// What became of one file.
struct RenderOutcome: Sendable {
  let task: RenderTask
  var sampleRate: Int
  var channelCount: Int
  var encoding: SoundEncoding
  var framesRead: Int
  var framesWritten: Int
  /// The partitions, as one line.
  var partitions: String
  /// Samples beyond full scale, stored as full scale.
  var clippedSamples: Int
  /// NaN and infinite samples, stored as silence.
  var nonFiniteSamples: Int
  /// Seconds of sound per second.
  var speed: Double
  /// What was done that the settings do not say by themselves, a sentence each.
  var notes: [String]
  /// What went wrong with samples, a sentence each; said even to those who want silence.
  var warnings: [String]

  /// One line for people.
  var summary: String {
    """
    \(task.output): \(counted(framesWritten, "frame")), \(counted(channelCount, "channel")), \
    \(sampleRate) Hz, \(encoding.sample.rawValue); tail \
    \(counted(framesWritten - framesRead, "frame")); partitions \(partitions); \
    \(speed.text(decimals: 0)) x real time
    """
  }
}
