internal import Realtime
internal import Rendering
internal import Session
internal import SoundFiles

/// The render of one file, as often as there are files.
///
/// Thread: any, and several at a time; it says nothing by itself. Denormal numbers count as zero on
/// its thread from the first render on.
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
  /// - Parameter sealed: takes the complete output, to be published with others; `nil` publishes it.
  /// - Parameter progress: called several times a second; returns whether to go on.
  /// - Returns: `nil` when `progress` ended it; nothing is left of the output then.
  func run(
    _ task: RenderTask, jobs: Int, sealing sealed: SealedFiles? = nil,
    progress: (RenderProgress) -> OfflineStep
  ) throws(CommandFailure) -> RenderOutcome? {
    Denormals.flushToZero()
    let reader = try reader(task)
    let encoding = try settings.storage.encoding(for: task.output, like: reader.encoding)
    let filter = try filter(task, for: reader)
    // Until now there is nothing to clean up.
    let writer = try writer(task, reader, filter, encoding)
    writer.carry(reader.metadata)
    let pass = RenderPass(
      settings: settings, task: task, source: reader, sampleRate: reader.sampleRate,
      filter: filter, sink: writer,
      ditherBits: settings.storage.ditherBits(from: reader.encoding.sample, to: encoding.sample))
    var state = RenderProgress(
      sampleRate: reader.sampleRate, frameCount: reader.declaredFrameCount)
    let result = try pass.run(jobs: jobs) { frames in
      state.framesDone = frames
      return progress(state)
    }
    guard let result else { return nil }
    state.framesDone = reader.readFrameCount
    let speed = state.speed
    try known { () throws(SoundFileError) in
      if let sealed, let file = writer as? SoundFileWriter { return try sealed.add(file) }
      try writer.commit()
    }
    return RenderOutcome(task, settings, reader, writer, filter, result, speed: speed)
  }

  /// Does everything but rendering and writing.
  ///
  /// - Returns: what a render would come to, as far as the input's header is right and its level and
  ///   end do not have to be measured.
  func rehearse(
    _ task: RenderTask, folders: Folders = .there
  ) throws(CommandFailure) -> RenderOutcome {
    Denormals.flushToZero()
    let reader = try reader(task)
    let encoding = try settings.storage.encoding(for: task.output, like: reader.encoding)
    let filter = try filter(task, for: reader)
    let outcome = RenderOutcome(task, settings, reader, encoding, filter)
    if task.output == standardStreamPath { return outcome }
    // A folder that is made later is empty then.
    if folders == .made, FileIdentity(path: folder(of: task.output)) == nil { return outcome }
    try known { () throws(SoundFileError) in
      try SoundFileWriter.rehearse(
        path: task.output, sampleRate: reader.sampleRate,
        channelCount: filter.convolution.outputCount, encoding: encoding,
        replacing: replacing, notAliasing: inputs(reader, filter))
    }
    return outcome
  }

  /// Whether the outputs' folders have to be there, or are made when they are written into.
  enum Folders { case there, made }

  private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func reader(_ task: RenderTask) throws(CommandFailure) -> SoundFileReader {
    try known { () throws(SoundFileError) in try SoundFileReader(path: task.input) }
  }

  private func writer(
    _ task: RenderTask, _ reader: SoundFileReader, _ filter: PreparedFilter,
    _ encoding: SoundEncoding
  ) throws(CommandFailure) -> any SoundOutput {
    try known { () throws(SoundFileError) in
      if task.output == standardStreamPath {
        return try WavePipeWriter(
          sampleRate: reader.sampleRate, channelCount: filter.convolution.outputCount,
          sample: encoding.sample)
      }
      return try SoundFileWriter(
        path: task.output, sampleRate: reader.sampleRate,
        channelCount: filter.convolution.outputCount, encoding: encoding, replacing: replacing,
        notAliasing: inputs(reader, filter))
    }
  }

  private var replacing: SoundFileWriter.Replacing {
    settings.storage.force ? .existing : .never
  }

  /// What must never be written over.
  private func inputs(_ reader: SoundFileReader, _ filter: PreparedFilter) -> [FileIdentity] {
    [reader.identity].compactMap(\.self) + filter.identities
  }
}
