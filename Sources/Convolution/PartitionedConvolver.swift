/// Convolves blocks of any number of channels with a matrix of impulse responses.
///
/// y(n) = Σ over t of x(t) h(n - t), for every path, summed per output. The impulse responses are
/// cut into partitions; each stage of the plan transforms blocks of its own size, multiplies them
/// with its partitions' spectra and overlap-adds the results. No frame of latency is added.
///
/// Prepared off the audio thread, where it allocates all it will ever need; `render` takes nothing
/// and frees nothing.
///
/// - Source: Stockham 1966 (overlap-add); Gardner 1995 (partitions of growing size).
public struct PartitionedConvolver: ~Copyable {
  /// The bank in use and its buffers; touched off the audio thread only.
  private var owner: Unmanaged<FilterSwap>
  private let kernels: Kernels
  private let memory: SampleMemory
  /// `[input][ringFrames]`: blocks of every stage's size are read in place.
  private let ring: UnsafeMutablePointer<Sample>
  private let ringFrames: Int
  private let head: UnsafeMutablePointer<DirectHead>
  private let hasHead: Bool
  private let stages: UnsafeMutablePointer<ConvolutionStage>
  private let stageCount: Int
  private var position = 0
  private var weights: SwapWeights
  /// The bank that comes in, while it does.
  private var incoming: Unmanaged<FilterSwap>?

  /// Frames that each call renders.
  public let blockFrames: Int
  public let inputCount: Int
  public let outputCount: Int

  /// - Parameter bank: kept alive as long as this value uses it.
  /// - Complexity: 8 bytes per tap and input are allocated and touched.
  public init(_ bank: FilterBank) {
    // Twice the largest block: a spread stage still reads one while the next is collected.
    let largest = bank.plan.stages.map(\.partitionFrames).max() ?? bank.plan.blockFrames
    let memory = SampleMemory(count: bank.inputCount * 2 * largest)
    let first = FilterSwap(bank)
    let head = UnsafeMutablePointer<DirectHead>.allocate(capacity: 1)
    head.initialize(
      to: DirectHead(
        bank.head, blockFrames: bank.plan.blockFrames, inputCount: bank.inputCount,
        outputCount: bank.outputCount, kernels: Kernels(level: bank.level)))
    self.memory = memory
    self.head = head
    stages = Self.prepareStages(bank, first, ringFrames: 2 * largest)
    owner = Unmanaged.passRetained(first)
    weights = first.weights
    incoming = nil
    kernels = Kernels(level: bank.level)
    blockFrames = bank.plan.blockFrames
    inputCount = bank.inputCount
    outputCount = bank.outputCount
    ring = memory.base
    ringFrames = 2 * largest
    hasHead = bank.plan.headTapCount > 0
    stageCount = bank.stages.count
  }

  private static func prepareStages(
    _ bank: FilterBank, _ swap: FilterSwap, ringFrames: Int
  ) -> UnsafeMutablePointer<ConvolutionStage> {
    let stages = UnsafeMutablePointer<ConvolutionStage>.allocate(
      capacity: max(bank.stages.count, 1))
    for (index, filters) in bank.stages.enumerated() {
      (stages + index).initialize(
        to: ConvolutionStage(
          filters, side: swap.sides + index, blockFrames: bank.plan.blockFrames,
          ringFrames: ringFrames, level: bank.level))
    }
    return stages
  }

  deinit {
    head.deinitialize(count: 1)
    head.deallocate()
    stages.deinitialize(count: stageCount)
    stages.deallocate()
    incoming?.release()
    owner.release()
  }

  /// The bank in use; the old one while a swap is under way. Thread: not audio.
  public var bank: FilterBank { owner.takeUnretainedValue().bank }

  public var plan: PartitionPlan { bank.plan }

  /// Bytes of spectra, histories and buffers.
  public var byteCount: Int {
    let used = owner.takeUnretainedValue()
    var sum = used.bank.byteCount + used.byteCount + memory.count * MemoryLayout<Sample>.stride
    for index in 0..<stageCount { sum += stages[index].byteCount }
    return sum
  }

  /// Convolves one block.
  ///
  /// - Parameter input: `[inputCount][blockFrames]`, linear full scale = 1.
  /// - Parameter output: `[outputCount][blockFrames]`, overwritten. May not overlap the input.
  /// - Precondition: the counts match.
  /// - Complexity: per stage one transform per used input, one per used output, and P·N complex
  ///   multiply-adds per path, each spread or at once as the plan says.
  /// - Latency: none beyond the block.
  /// - Thread: audio.
  @_noLocks
  public mutating func render(_ input: Span<Sample>, into output: inout MutableSpan<Sample>) {
    let inputSamples = input.count, outputSamples = output.count
    precondition(inputSamples == inputCount * blockFrames)
    precondition(outputSamples == outputCount * blockFrames)
    // Taken out of their closures: capturing `self` would count references, and both spans outlive
    // this call.
    let source = input.withUnsafeBufferPointer { $0.baseAddress }
    let destination = output.withUnsafeMutableBufferPointer { $0.baseAddress }
    if let source, let destination { render(source, into: destination) }
  }

  /// The same over pointers, for a caller that holds planar memory of its own.
  @_noLocks
  public mutating func render(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>
  ) {
    var channel = 0
    while channel < inputCount {
      kernels.copy(
        input + channel &* blockFrames, to: ring + (channel &* ringFrames &+ position),
        count: blockFrames)
      channel &+= 1
    }
    var index = renderHead(input, into: output)
    while index < stageCount {
      stages[index].render(
        ring, ringFrames: ringFrames, position: position, weights: weights, into: output)
      index &+= 1
    }
    position &+= blockFrames
    if position == ringFrames { position = 0 }
  }

  /// Writes what the first taps give over the output.
  ///
  /// - Returns: the first stage that is not in it.
  @inline(__always) @_noLocks
  private mutating func renderHead(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>
  ) -> Int {
    if stageCount > 0 && stages[0].writesAll(outputCount) {
      stages[0].renderOver(ring, ringFrames: ringFrames, position: position, output: output)
      return 1
    }
    kernels.clear(output, count: outputCount &* blockFrames)
    if hasHead { head.pointee.render(input, weights: weights, into: output) }
    return 0
  }

  /// Begins to change to another bank; the sound goes over without a click.
  ///
  /// - Parameter swap: one that ``FilterSwap/fits(_:)`` this convolver's bank, retained for it.
  /// - Precondition: no change is under way.
  /// - Thread: audio.
  @_noLocks
  public mutating func begin(_ swap: SwapOrder) {
    precondition(!isSwapping)
    incoming = swap.owner
    weights = swap.weights
    if hasHead { head.pointee.begin(swap.head) }
    var index = 0
    while index < stageCount {
      stages[index].begin(swap.sides + index)
      index += 1
    }
  }

  /// Whether a change is under way.
  public var isSwapping: Bool { @_noLocks get { incoming != nil } }

  /// The bank that is no longer used, once after each change; the caller has it freed elsewhere.
  ///
  /// - Thread: audio.
  @_noLocks
  public mutating func takeRetired() -> Unmanaged<FilterSwap>? {
    guard let next = incoming, !isChanging else { return nil }
    let old = owner
    owner = next
    incoming = nil
    return old
  }

  private var isChanging: Bool {
    @_noLocks get {
      if head.pointee.isChanging { return true }
      var index = 0
      while index < stageCount {
        if stages[index].isChanging { return true }
        index += 1
      }
      return false
    }
  }

  /// Forgets all past input: the next block sounds as the first.
  ///
  /// - Complexity: all memory of the convolver is written.
  /// - Thread: audio.
  @_noLocks
  public mutating func reset() {
    restart()
    _ = clear(from: 0, atMost: .max)
  }

  /// Begins to forget all past input, for a caller that has not the time for ``reset()``: no block
  /// may be rendered until ``clear(from:atMost:)`` has gone through all memory.
  ///
  /// - Thread: audio.
  @_noLocks
  public mutating func restart() {
    head.pointee.reset()
    var index = 0
    while index < stageCount {
      stages[index].restart()
      index += 1
    }
    position = 0
  }

  /// Clears the next part of the memory.
  ///
  /// - Parameter first: samples that are cleared already.
  /// - Parameter limit: the most samples to clear, a multiple of 8.
  /// - Returns: samples cleared; fewer than the limit once all are.
  /// - Thread: audio.
  @_noLocks
  public func clear(from first: Int, atMost limit: Int) -> Int {
    let ringSamples = inputCount * ringFrames
    var done = Self.part(of: ringSamples, from: first, atMost: limit)
    if done > 0 { kernels.clear(ring + first, count: done) }
    var skipped = ringSamples
    var index = 0
    while index < stageCount && done < limit {
      let samples = stages[index].clearableSamples
      let start = first + done - skipped
      let count = Self.part(of: samples, from: start, atMost: limit - done)
      if count > 0 { stages[index].clear(from: start, count: count) }
      done += count
      skipped += samples
      index += 1
    }
    return done
  }

  /// How many of so many samples are left to clear, and may be.
  @inline(__always) @_noLocks
  private static func part(of samples: Int, from first: Int, atMost limit: Int) -> Int {
    let rest = samples - first
    if rest <= 0 { return 0 }
    return rest < limit ? rest : limit
  }
}
