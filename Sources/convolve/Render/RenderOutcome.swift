internal import Batch
internal import Rendering
internal import SignalProcessing
internal import SoundFiles

/// What became of one file.
struct RenderOutcome: Sendable {
  let task: RenderTask
  /// What was read apart from the input, for a manifest.
  var applied: [AppliedFile]
  var sampleRate: Int
  var channelCount: Int
  var encoding: SoundEncoding
  var framesRead: Int
  var framesWritten: Int
  /// The partitions, as one line.
  var partitions: String
  /// What the result was turned up by to reach its level.
  var gainDecibels = 0.0
  /// Frames cut from the convolution's beginning.
  var shiftFrames: Int
  /// Frames cut from its end, because they are too soft.
  var trimmedFrames = 0
  /// Samples beyond full scale, stored as full scale.
  var clippedSamples = 0
  /// The largest magnitude among them, linear; 0 without one.
  var clippedPeak = 0.0
  /// NaN and infinite samples, stored as silence.
  var nonFiniteSamples = 0
  /// Seconds of sound per second; `nil` for a rehearsal.
  var speed: Double?
  /// What was done that the settings do not say by themselves, a sentence each.
  var notes: [String]
  /// What went wrong with samples, a sentence each; said even to those who want silence.
  var warnings: [String] = []

  /// The output's name in messages.
  private var place: String {
    task.output == standardStreamPath ? "standard output" : task.output
  }

  /// One line for people.
  var summary: String {
    let span = framesWritten - framesRead
    return """
      \(place): \(counted(framesWritten, "frame")), \(counted(channelCount, "channel")), \
      \(sampleRate) Hz, \(encoding.sample.rawValue); tail \(counted(span, "frame")); partitions \
      \(partitions); \(speed.map { "\($0.text(decimals: 0)) x real time" } ?? "not rendered")
      """
  }
}

extension RenderOutcome {
  /// Of a render.
  init(
    _ task: RenderTask, _ settings: RenderSettings, _ reader: SoundFileReader,
    _ writer: any SoundOutput, _ filter: PreparedFilter, _ result: RenderPass.Result, speed: Double
  ) {
    self.init(task, settings, reader, writer.encoding, filter)
    framesRead = reader.readFrameCount
    framesWritten = writer.frameCount
    gainDecibels = result.gain.decibels
    trimmedFrames = result.trimmedFrames
    clippedSamples = writer.clippedSampleCount
    clippedPeak = writer.clippedPeak
    nonFiniteSamples = writer.nonFiniteSampleCount
    self.speed = speed
    if framesRead == 0 {
      notes.append("\(reader.path): holds no frames, so there are none to write")
    }
    notes += result.notes(on: place, settings)
    warnings =
      Warnings.about(reader)
      + Warnings.about(
        writer, clipping: "--peak -0.1 turns it down, --encoding float32 in a .wav file keeps it",
        origin: task.input)
  }

  /// Of a rehearsal.
  init(
    _ task: RenderTask, _ settings: RenderSettings, _ reader: SoundFileReader,
    _ encoding: SoundEncoding, _ filter: PreparedFilter
  ) {
    let frames = reader.declaredFrameCount
    self.init(
      task: task, applied: (filter.applied + [task.noiseFile].compactMap(\.self)).distinct,
      sampleRate: reader.sampleRate, channelCount: filter.convolution.outputCount,
      encoding: encoding, framesRead: frames,
      framesWritten: frames == 0 ? 0 : frames + filter.convolution.tailFrames - filter.shiftFrames,
      partitions: filter.convolution.partitions,
      shiftFrames: filter.shiftFrames - filter.leadFrames,
      notes: filter.notes)
  }
}

extension RenderPass.Result {
  /// What was done to level and length, a sentence each.
  fileprivate func notes(on output: String, _ settings: RenderSettings) -> [String] {
    var notes: [String] = []
    if isSilent && settings.levels.goal.isOpen { notes.append("is silent; no level was set") }
    if gain.factor != 1 {
      let direction = gain.factor > 1 ? "up" : "down"
      let decibels = gain.decibels.magnitude.text(decimals: 2)
      notes.append("turned \(direction) by \(decibels) dB (\(settings.levels.goalText))")
    }
    if gain.heldBackDecibels > 0, let ceiling = settings.levels.peak {
      notes.append(
        """
        \(gain.heldBackDecibels.text(decimals: 2)) dB softer than it would be without --peak \
        \(ceiling.decibels.text(decimals: 1))
        """)
    }
    if limitedSamples > 0 {
      notes.append("the chain's ceiling held \(counted(limitedSamples, "sample")) down")
    }
    if trimmedFrames > 0 {
      notes.append("the last \(counted(trimmedFrames, "frame")), too soft for --trim, were cut")
    }
    return notes.map { "\(output): \($0)" }
  }
}
