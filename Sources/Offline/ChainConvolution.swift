public import Convolution
public import Engine
public import Rendering
public import SoundFiles

/// A sound's way through a chain of any stages, in the blocks and partitions of live sound.
public struct ChainConvolution: OfflineConvolution {
  private let chain: Chain
  private let blockFrames: Int
  private let planner: Planner
  private let tail: OfflineTail

  /// - Parameter planner: with the costs that the daemon plans with, the samples are the daemon's.
  public init(_ chain: Chain, blockFrames: Int, planner: Planner, tail: OfflineTail) {
    self.chain = chain
    self.blockFrames = blockFrames
    self.planner = planner
    self.tail = tail
  }

  public var outputCount: Int { chain.outputCount }

  public var tailFrames: Int { tail.frames(of: chain.tailFrames) }

  /// The taps: everything else is made anew for each render.
  public var memoryBytes: Int {
    chain.stages.reduce(0) { sum, stage in
      guard case .convolve(let convolve) = stage else { return sum }
      let taps = convolve.matrix.paths.reduce(0) { $0 + $1.taps.count }
      return sum + taps * MemoryLayout<Sample>.stride
    }
  }

  public var partitions: String {
    let plans = engine().partitionPlans.map(\.description)
    return plans.isEmpty ? "none" : plans.joined(separator: ", ")
  }

  public func render(
    from source: any FrameSource, to sink: any FrameSink, jobs: Int,
    progress: (_ framesDone: Int) -> OfflineStep
  ) throws(SoundFileError) -> Int? {
    try OfflineRender(
      engine(), tailFrames: chain.tailFrames, tail: tail, jobs: forgets ? jobs : 1
    ).run(from: source, to: sink, progress: progress)
  }

  private func engine() -> RenderEngine {
    RenderEngine(chain, blockFrames: blockFrames) { matrix in
      planner.plan(matrix, blockFrames: blockFrames)
    }
  }

  /// Whether a run over the partitions' length leaves the state that the whole past would: then
  /// several threads may begin anywhere.
  private var forgets: Bool {
    chain.stages.allSatisfy { stage in
      switch stage {
      case .convolve, .gain, .route: true
      case .filter, .delay, .limiter: false
      }
    }
  }
}
