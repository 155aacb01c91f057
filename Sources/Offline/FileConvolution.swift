internal import Convolution
internal import Engine
public import Rendering
internal import SignalProcessing
public import SoundFiles

/// A sound's convolution with an impulse response, in this module's precision.
public struct FileConvolution: OfflineConvolution {
  private let chain: Chain
  private let plan: PartitionPlan
  private let engines: EngineStock
  private let matrix: ImpulseMatrix
  private let tail: OfflineTail

  /// Lays the impulse response over the channels and chooses partitions.
  public init(_ request: OfflineRequest) throws(OfflineRequestError) {
    matrix = try Self.matrix(request)
    chain = Self.chain(matrix)
    tail = request.tail
    plan =
      switch request.plan {
      case .fastest: Planner().offlinePlan(matrix)
      case .live(let blockFrames): Planner(goal: .live).plan(matrix, blockFrames: blockFrames)
      case .given(let line, let blockFrames):
        try Self.plan(line, blockFrames: blockFrames, holding: matrix, request)
      }
    engines = EngineStock(chain, plan, request.reuse)
  }

  private static func plan(
    _ line: String, blockFrames: Int?, holding matrix: ImpulseMatrix, _ request: OfflineRequest
  ) throws(OfflineRequestError) -> PartitionPlan {
    let plan: PartitionPlan
    do throws(PartitionPlanError) {
      plan = try PartitionPlan(parsing: line, blockFrames: blockFrames)
    } catch {
      throw OfflineRequestError("partitions \(error)")
    }
    guard plan.tapCapacity >= matrix.tapCount else {
      throw OfflineRequestError(
        """
        \(request.impulse.source): has \(matrix.tapCount) taps here and the partitions \(plan) hold \
        \(plan.tapCapacity); give more of them
        """)
    }
    return plan
  }

  public var outputCount: Int { chain.outputCount }

  public var tailFrames: Int { tail.frames(of: chain.tailFrames) }

  /// Each tap is kept as it is, and twice over in the spectra of padded partitions.
  public var memoryBytes: Int {
    let taps = matrix.paths.reduce(0) { $0 + $1.taps.count }
    let kept = matrix.paths.count * plan.tapCapacity
    return (taps + 2 * kept) * MemoryLayout<Sample>.stride
  }

  public var partitions: String { plan.description }

  public func render(
    from source: any FrameSource, to sink: any FrameSink, jobs: Int,
    progress: (_ framesDone: Int) -> OfflineStep
  ) throws(SoundFileError) -> Int? {
    let tailFrames = tail.frames(of: chain.tailFrames)
    let parts = jobs > 1 && PartedRender.pays(source) ? matrix.parts(atMost: jobs) : []
    if parts.count > 1 {
      var render = PartedRender(parts, plan, from: source, to: sink, tailFrames: tailFrames)
      return try render.run(progress: progress)
    }
    return try OfflineRender(engines.engine(), tailFrames: chain.tailFrames, tail: tail, jobs: jobs)
      .run(from: source, to: sink, progress: progress)
  }

  private static func matrix(
    _ request: OfflineRequest
  ) throws(OfflineRequestError) -> ImpulseMatrix {
    let mix = WetDry(
      wet: amplitude(request.wetDecibels), dry: request.dryDecibels.map(amplitude) ?? 0,
      predelayFrames: request.predelayFrames, dryDelayFrames: request.dryDelayFrames)
    return mix.applied(to: try laid(request))
  }

  private static func amplitude(_ decibels: Double) -> Sample {
    Sample(Decibels(decibels).amplitude)
  }

  private static func laid(_ request: OfflineRequest) throws(OfflineRequestError) -> ImpulseMatrix {
    guard let layout = ImpulseLayout(rawValue: request.layout) else {
      preconditionFailure("There is no layout \(request.layout).")
    }
    let impulse = request.impulse
    if request.channelCount == 1 && impulse.channelCount > 1 && layout == .auto {
      return ImpulseLayout.fanOut(impulses: impulse.channels)
    }
    do throws(ImpulseLayoutError) {
      return try layout.matrix(impulses: impulse.channels, channels: request.channelCount)
    } catch {
      throw OfflineRequestError("\(impulse.source): \(error)")
    }
  }

  /// A mono sound that goes to several outputs is first spread over as many channels.
  static func chain(_ matrix: ImpulseMatrix) -> Chain {
    let convolve = Chain.Stage.convolve(
      ConvolveStage(
        inputs: Array(0..<matrix.inputCount), outputs: Array(0..<matrix.outputCount),
        matrix: matrix))
    if matrix.outputCount <= matrix.inputCount {
      return Chain(inputCount: matrix.inputCount, stages: [convolve])
    }
    let spread = RouteStage(
      outputs: (0..<matrix.outputCount).map { channel in
        channel < matrix.inputCount ? [.init(input: channel, gain: 1)] : []
      })
    return Chain(inputCount: matrix.inputCount, stages: [.route(spread), convolve])
  }
}
