internal import Convolution
public import Engine
internal import Realtime
public import Rendering
public import SoundFiles

/// Renders sound through a chain, from a file into another as a rule, in bounded memory, on one or
/// several threads.
///
/// The samples depend on the input's samples alone: neither on the number of threads, nor on where
/// the sound is cut for them, nor on how the file hands it out.
public struct OfflineRender: ~Copyable {
  private let engine: RenderEngine
  private let tailFrames: Int
  private let jobs: Int
  private let givenLayout: SegmentLayout?

  /// - Parameter engine: fresh; its chain's tail is `tailFrames` long.
  /// - Parameter jobs: threads that may render at the same time; fewer are used where more do not
  ///   pay.
  public init(
    _ engine: consuming RenderEngine, tailFrames: Int, tail: OfflineTail = .full, jobs: Int = 1
  ) {
    self.init(engine, tailFrames: tailFrames, tail: tail, jobs: jobs, layout: nil)
  }

  /// - Parameter layout: used whatever the sound's length.
  init(
    _ engine: consuming RenderEngine, tailFrames: Int, tail: OfflineTail = .full, jobs: Int = 1,
    layout: SegmentLayout?
  ) {
    precondition(jobs > 0)
    self.engine = engine
    self.tailFrames = tail.frames(of: tailFrames)
    self.jobs = jobs
    givenLayout = layout
  }

  /// Reads to the input's end and writes all that follows from it. A file without frames has no tail
  /// either.
  ///
  /// Denormal numbers count as zero meanwhile, as on every thread that renders.
  ///
  /// - Parameter progress: called after each segment (a block, on one thread) and ten times a second,
  ///   with the input's frames that are written; returns whether to go on.
  /// - Returns: frames read, or `nil` when `progress` ended it.
  /// - Precondition: both have the engine's channels.
  public consuming func run(
    from source: any FrameSource, to sink: any FrameSink,
    progress: (_ framesDone: Int) -> OfflineStep = { _ in .proceed }
  ) throws(SoundFileError) -> Int? {
    precondition(source.channelCount == engine.inputCount)
    precondition(sink.channelCount == engine.outputCount)
    let flushedBefore = Denormals.areFlushedToZero
    Denormals.flushToZero()
    defer { if !flushedBefore { Denormals.keep() } }
    let layout = givenLayout ?? layout(for: source)
    var line = SegmentLine(SegmentSource(source, tailFrames: tailFrames), engine, layout)
    var framesWritten = 0
    try line.handOut()
    while line.isBusy {
      if line.next.pending > 0 {
        while !line.next.finish(timeoutNanoseconds: 100_000_000) {
          if progress(min(framesWritten, line.framesRead)) == .cancel { return nil }
        }
        try sink.write(line.next.renderer.segmentOutput)
        framesWritten += line.next.renderer.frames
        if progress(min(framesWritten, line.framesRead)) == .cancel { return nil }
      }
      try line.handOut()
    }
    return line.framesRead
  }

  private func layout(for source: any FrameSource) -> SegmentLayout {
    let declared = source.declaredFrameCount
    return SegmentLayout(
      jobs: jobs, plans: engine.partitionPlans, blockFrames: engine.blockFrames,
      frameCount: declared > 0 ? declared + tailFrames : nil,
      frameBytes: (engine.inputCount + engine.outputCount) * MemoryLayout<Sample>.stride)
  }
}
