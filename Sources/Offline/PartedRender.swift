internal import Convolution
internal import Engine
internal import Realtime
internal import Rendering
internal import SoundFiles

/// Renders channels that have nothing to do with each other side by side, as the two of most stereo
/// files are: on two processors in half the time, with nothing done twice and no more memory.
///
/// The samples are those of one thread. While one round is rendered, the next is read and the last one
/// written.
struct PartedRender {
  private let workers: [RenderWorker<PartRenderer>]
  private var source: SegmentSource
  private let sink: any FrameSink
  /// The one that is rendered, and the one that is written and filled meanwhile.
  private var present: ChannelRound
  private var other: ChannelRound

  /// Frames of a round, about: long against waking a thread, short against the processor's cache.
  private static let roundFrames = 1 << 15

  /// Whether the sound is long enough to start threads for.
  static func pays(_ source: any FrameSource) -> Bool {
    source.declaredFrameCount == 0 || source.declaredFrameCount > 4 * roundFrames
  }

  /// - Parameter parts: one for each thread.
  /// - Parameter plan: the partitions that the whole matrix would get.
  init(
    _ parts: [MatrixPart], _ plan: PartitionPlan, from source: any FrameSource,
    to sink: any FrameSink, tailFrames: Int
  ) {
    let block = plan.blockFrames
    let capacity = (Self.roundFrames + block - 1) / block * block
    func round() -> ChannelRound {
      ChannelRound(
        capacity: capacity, inputCount: source.channelCount, outputCount: sink.channelCount)
    }
    (present, other) = (round(), round())
    self.source = SegmentSource(source, tailFrames: tailFrames)
    self.sink = sink
    workers = parts.enumerated().map { index, part in
      let chain = FileConvolution.chain(part.matrix)
      let renderer = PartRenderer(part, RenderEngine(chain, blockFrames: block) { _ in plan })
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
    try present.fill(from: &source)
    begin()
    while present.frames > 0 {
      try other.fill(from: &source)
      for worker in workers {
        while !worker.finish(timeoutNanoseconds: 100_000_000) {
          if progress(min(framesWritten, source.framesRead)) == .cancel { return nil }
        }
      }
      swap(&present, &other)
      begin()
      try other.write(to: sink)
      framesWritten += other.frames
      if progress(min(framesWritten, source.framesRead)) == .cancel { return nil }
    }
    return source.framesRead
  }

  private func begin() {
    if present.frames == 0 { return }
    for worker in workers {
      worker.renderer.round = present
      worker.begin()
    }
  }
}
