internal import Rendering
internal import Session
internal import SoundFiles

/// The render of one file, as often as there are files.
///
/// Thread: any, and several at a time; it says nothing by itself.
struct FileRender: Sendable {
  let settings: RenderSettings
  let filters: any FilterSource

  init(_ settings: RenderSettings, filters: any FilterSource) {
    self.settings = settings
    self.filters = filters
  }

  /// Renders a file; nothing stands under the output's name until all of it does.
  ///
  /// - Parameter jobs: threads that may render at the same time.
  /// - Parameter progress: called several times a second; returns whether to go on.
  /// - Returns: `nil` when `progress` ended it; nothing is left of the output then.
  func run(
    _ task: RenderTask, jobs: Int, progress: (RenderProgress) -> OfflineStep
  ) throws(CommandFailure) -> RenderOutcome? {
    let reader = try known { () throws(SoundFileError) in try SoundFileReader(path: task.input) }
    let encoding = try SoundEncoding.chosen(
      for: task.output, asked: settings.storage.encoding, preferred: reader.encoding.sample)
    let filter = try filter(task, for: reader)
    // Until now there is nothing to clean up.
    let writer = try known { () throws(SoundFileError) in
      try SoundFileWriter(
        path: task.output, sampleRate: reader.sampleRate,
        channelCount: filter.convolution.outputCount, encoding: encoding,
        replacing: settings.storage.force ? .existing : .never,
        notAliasing: [reader.identity, filter.identity].compactMap(\.self))
    }
    var state = RenderProgress(
      sampleRate: reader.sampleRate, frameCount: reader.declaredFrameCount)
    let framesRead = try known { () throws(SoundFileError) in
      try filter.convolution.render(from: reader, to: writer, jobs: jobs) { frames in
        state.framesDone = frames
        return progress(state)
      }
    }
    guard let framesRead else { return nil }
    state.framesDone = framesRead
    let speed = state.speed
    try known { () throws(SoundFileError) in try writer.commit() }
    return outcome(task, reader, writer, filter, speed: speed)
  }

  private func outcome(
    _ task: RenderTask, _ reader: SoundFileReader, _ writer: SoundFileWriter,
    _ filter: PreparedFilter, speed: Double
  ) -> RenderOutcome {
    RenderOutcome(
      task: task, sampleRate: reader.sampleRate, channelCount: writer.channelCount,
      encoding: writer.encoding, framesRead: reader.readFrameCount,
      framesWritten: writer.frameCount, partitions: filter.convolution.partitions,
      clippedSamples: writer.clippedSampleCount, nonFiniteSamples: writer.nonFiniteSampleCount,
      speed: speed, notes: filter.notes,
      warnings: Warnings.about(reader)
        + Warnings.about(
          writer,
          clipping: "turn it down with --wet, or write a .wav file with --encoding float32",
          origin: task.input))
  }
}
