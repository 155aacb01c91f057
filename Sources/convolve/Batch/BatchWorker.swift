internal import Batch
internal import Glibc
internal import Rendering
internal import Session
internal import SoundFiles
internal import Synchronization

/// Does what a plan says of one file.
///
/// Thread: any, and several at a time.
struct BatchWorker: Sendable {
  private let render: FileRender
  private let earlyRender: FileRender
  private let noises: NoiseLibrary
  private let caches: [FilterCache]

  init(_ settings: RenderSettings, _ noises: NoiseLibrary) {
    var whole = settings
    whole.filter.early = nil
    caches = [FilterCache(), FilterCache()]
    render = FileRender(whole, filters: caches[0])
    earlyRender = FileRender(settings, filters: caches[1])
    self.noises = noises
  }

  /// Renders a file; what keeps it from being rendered is in the line.
  ///
  /// - Parameter sealed: takes the output, unless the line says why there is none.
  /// - Returns: `nil` when `stop` was raised; nothing is left of the output then.
  func line(
    _ work: BatchWork, sealing sealed: SealedFiles, unless stop: StopSign
  ) -> ManifestLine? {
    do throws(CommandFailure) {
      guard let done = try done(work, sealing: sealed, unless: stop) else { return nil }
      return work.line(.done(done))
    } catch {
      return work.line(ManifestLine.Ending(error))
    }
  }

  /// Does everything but rendering and writing; folders are made only when they are written into.
  func rehearse(_ work: BatchWork) throws(CommandFailure) {
    _ = try render(for: work).rehearse(try task(work), folders: .made)
  }

  private func render(for work: BatchWork) -> FileRender { work.isEarly ? earlyRender : render }

  private func task(_ work: BatchWork) throws(CommandFailure) -> RenderTask {
    let noise = try noise(work)
    return RenderTask(
      input: work.input, output: work.output, response: work.response,
      responseChannels: work.responseChannels, noise: noise?.added, noiseFile: noise?.file)
  }

  private func done(
    _ work: BatchWork, sealing sealed: SealedFiles, unless stop: StopSign
  ) throws(CommandFailure) -> ManifestLine.Done? {
    let task = try task(work)
    // Before it is read, as what it held then is what the output is made of.
    let inputByteCount = FileLength.of(work.input)
    let outcome = try render(for: work).run(task, jobs: 1, sealing: sealed) { _ in
      stop.isRaised ? .cancel : .proceed
    }
    guard let outcome else { return nil }
    var done = ManifestLine.Done()
    done.sampleRate = outcome.sampleRate
    done.channelCount = outcome.channelCount
    done.framesIn = outcome.framesRead
    done.framesOut = outcome.framesWritten
    done.gainDecibels = outcome.gainDecibels
    done.shiftFrames = outcome.shiftFrames
    done.clippedSamples = outcome.clippedSamples
    done.inputByteCount = inputByteCount ?? 0
    done.applied = outcome.applied
    if case .sound(_, let offset) = task.noise?.source { done.noiseOffsetFrames = offset }
    return done
  }

  private func noise(_ work: BatchWork) throws(CommandFailure) -> NoiseLibrary.Chosen? {
    guard let noise = work.noise else { return nil }
    // Only its header is read here.
    let rate = try known { () throws(SoundFileError) in
      try SoundFileReader(path: work.input).sampleRate
    }
    return try noises.noise(
      noise.source, work.draws, snrDecibels: noise.snrDecibels, sampleRate: rate)
  }

  /// What was noted on impulse responses since the last call, without what was asked for.
  func takeNotes() -> [String] {
    caches.flatMap { $0.takeNotes() }.filter { !$0.hasSuffix("(--early)") }
  }
}

extension ManifestLine.Ending {
  init(_ failure: CommandFailure) {
    self = .failed(status: Int(failure.status.rawValue), error: failure.description)
  }
}

/// Tells threads to stop.
final class StopSign: Sendable {
  private let state = Atomic(false)

  var isRaised: Bool { state.load(ordering: .relaxed) }

  func raise() { state.store(true, ordering: .relaxed) }
}

/// How long files are.
enum FileLength {
  /// In bytes; `nil` when there is no such file.
  static func of(_ path: String) -> Int? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : nil
  }
}
