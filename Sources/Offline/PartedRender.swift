internal import Convolution
internal import Engine
internal import Realtime
internal import Rendering
internal import SoundFiles

/// Renders channels that have nothing to do with each other side by side, as the two of most stereo
/// files are: on two processors in half the time, with nothing done twice and no more memory.
///
/// The samples are those of one thread. While some rounds are rendered, the next are read and the last
/// ones written; several are under way, so that no thread waits for each step of another.
struct PartedRender {
  private let workers: [RenderWorker<PartRenderer>]
  private var source: SegmentSource
  private let sink: any FrameSink
  private let rounds: [ChannelRound]

  /// Frames of a round, about: long against waking a thread, short against the processor's cache.
  private static let roundFrames = 1 << 14
  private static let roundCount = 4

  /// Whether the sound is long enough to start threads for.
  static func pays(_ source: any FrameSource) -> Bool {
    source.declaredFrameCount == 0 || source.declaredFrameCount > 8 * roundFrames
  }

  /// - Parameter parts: one for each thread.
  /// - Parameter plan: the partitions that the whole matrix would get.
  init(
    _ parts: [MatrixPart], _ plan: PartitionPlan, from source: any FrameSource,
    to sink: any FrameSink, tailFrames: Int
  ) {
    let block = plan.blockFrames
    let capacity = (Self.roundFrames + block - 1) / block * block
    let rounds = (0..<Self.roundCount).map { _ in
      ChannelRound(
        capacity: capacity, inputCount: source.channelCount, outputCount: sink.channelCount)
    }
    self.rounds = rounds
    self.source = SegmentSource(source, tailFrames: tailFrames)
    self.sink = sink
    workers = parts.enumerated().map { index, part in
      let chain = FileConvolution.chain(part.matrix)
      let engine = RenderEngine(chain, blockFrames: block) { _ in plan }
      let renderer = PartRenderer(part, engine, rounds: rounds)
      do throws(RealtimeError) {
        return try RenderWorker(renderer, threadName: "render \(index + 1)")
      } catch {
        return RenderWorker(renderer)
      }
    }
  }

  /// - Parameter progress: called after each round and ten times a second.
  /// - Returns: frames read, or `nil` when `progress` ended it.
  mutating func run(
    progress: (_ framesDone: Int) -> OfflineStep
  ) throws(SoundFileError) -> Int? {
    let flushedBefore = Denormals.areFlushedToZero
    Denormals.flushToZero()
    defer { if !flushedBefore { Denormals.keep() } }
    var framesWritten = 0
    var (begun, done) = (0, 0)
    while true {
      while begun - done < rounds.count, try begin(rounds[begun % rounds.count]) { begun += 1 }
      if begun == done { return source.framesRead }
      for worker in workers {
        while !worker.finish(timeoutNanoseconds: 100_000_000) {
          if progress(min(framesWritten, source.framesRead)) == .cancel { return nil }
        }
      }
      let round = rounds[done % rounds.count]
      try round.write(to: sink)
      done += 1
      framesWritten += round.frames
      if progress(min(framesWritten, source.framesRead)) == .cancel { return nil }
    }
  }

  /// Has a round of what comes next rendered.
  ///
  /// - Returns: whether anything came.
  private mutating func begin(_ round: ChannelRound) throws(SoundFileError) -> Bool {
    try round.fill(from: &source)
    if round.frames == 0 { return false }
    for worker in workers { worker.begin() }
    return true
  }
}
