import CVector

/// One stage at work: the spectra of past blocks, and the blocks on their way out.
///
/// A block's products are summed over all partitions in the frequency domain, brought back by one
/// inverse per output, and played while the next block is collected. The overlap of each inverse
/// waits for the next.
///
/// Thread: made and freed off the audio thread, used by it alone.
struct ConvolutionStage: ~Copyable {
  private let memory: SampleMemory
  /// Keeps the tables alive: the bank that they came with may be gone after a change.
  private let transformOwner: RightAngleTransform
  private let timing: PartitionPlan.Timing
  private let isHead: Bool
  let kernels: Kernels
  private let transform: cv_transform
  let frames: Int
  private let blockFrames: Int
  let slots: Int
  private let partCount: Int
  let inputs: UnsafeMutablePointer<Int>
  private let inputCount: Int
  /// `[row][unit][slot]`: spectra of past blocks.
  let history: UnsafeMutablePointer<Sample>
  /// Where a spread stage reads silence until its first block is complete.
  private let silentSource: Int

  /// Where the block under work is transformed: the accumulators of the side that will be there when
  /// it is done. No side sums products before all forward pieces are done.
  private var scratch: UnsafeMutablePointer<Sample>
  private var current: StageSide
  private var incoming: StageSide
  private var change = Change.none

  /// Slot of the block under work.
  private(set) var slot = 0
  /// The half of each slice of units whose products are summed in this block, for the next as well.
  private(set) var turn = 0
  /// Callbacks since the last block was complete.
  private var phase = 0
  private(set) var playingHalf = 0
  /// Where the block under work begins in the input ring.
  private(set) var source: Int
  /// Forward pieces of the block under work that are done: both sides use them, one does them.
  private var forwardsDone = 0

  /// How far the change to an incoming side is.
  private enum Change {
    case none
    /// It joins at the next block.
    case waiting
    /// It works, with this many blocks done. The first leaves it sums for the second, which is the
    /// first that is whole; its overlap makes the third one's result complete.
    case joining(blocks: Int)
    /// Both play, the incoming side ever more.
    case fading(frame: Int)
  }

  /// - Parameter filters: of the bank that the convolver begins with.
  /// - Parameter inputs: channels, in the order of the history's rows.
  /// - Parameter ringFrames: frames of the input ring; a multiple of twice the partition.
  init(
    _ filters: StageFilters, side: StageSide, inputs: [Int], blockFrames: Int, ringFrames: Int,
    level: ProcessorLevel
  ) {
    let stage = filters.stage
    let spectrum = 2 * stage.partitionFrames
    let memory = SampleMemory(count: inputs.count * stage.partitionCount * spectrum)
    let places = UnsafeMutablePointer<Int>.allocate(capacity: max(inputs.count, 1))
    places.initialize(from: inputs, count: inputs.count)
    self.memory = memory
    transformOwner = filters.transform
    timing = stage.timing
    isHead = stage.offsetFrames == 0
    kernels = Kernels(level: level)
    transform = filters.transform.tables
    frames = stage.partitionFrames
    self.blockFrames = blockFrames
    slots = stage.partitionCount
    partCount = stage.partitionFrames / blockFrames
    self.inputs = places
    inputCount = inputs.count
    history = memory.base
    scratch = side.accumulators
    silentSource = ringFrames - stage.partitionFrames
    source = ringFrames - stage.partitionFrames
    current = side
    incoming = side
  }

  deinit { inputs.deallocate() }

  /// Bytes of history.
  var byteCount: Int { memory.count * MemoryLayout<Sample>.stride }

  /// Adds this stage's output for one block of the engine.
  ///
  /// - Parameter ring: `[input][ringFrames]`, the newest block at `position` already written.
  /// - Parameter output: `[output][blockFrames]`, added to.
  /// - Parameter weights: of the sides while they change.
  /// - Thread: audio.
  @_noLocks
  mutating func render(
    _ ring: UnsafePointer<Sample>, ringFrames: Int, position: Int, weights: SwapWeights,
    into output: UnsafeMutablePointer<Sample>
  ) {
    if isHead {
      source = position
      beginBlock()
      run(part: 0, ring, ringFrames)
      finishBlock()
      play(weights, into: output)
      return
    }
    play(weights, into: output)
    if timing == .spread {
      if phase == 0 { beginBlock() }
      run(part: phase, ring, ringFrames)
    }
    phase += 1
    if phase < partCount { return }

    phase = 0
    let complete = (position + blockFrames + ringFrames - frames) % ringFrames
    if timing == .spread {
      finishBlock()
      source = complete
    } else {
      source = complete
      beginBlock()
      run(part: 0, ring, ringFrames)
      finishBlock()
    }
  }

  /// Lets another bank's side take over, from the next block on.
  ///
  /// - Precondition: no change is under way.
  @_noLocks
  mutating func begin(_ side: StageSide) {
    incoming = side
    change = .waiting
  }

  /// Whether a change is under way.
  var isChanging: Bool {
    @_noLocks get {
      if case .none = change { return false }
      return true
    }
  }

  /// Forgets all past input; a change under way is completed at once.
  @_noLocks
  mutating func reset() {
    restart()
    clear(from: 0, count: clearableSamples)
  }

  /// Samples that the stage remembers: its history, then the current side's buffers.
  var clearableSamples: Int {
    @_noLocks get { historySamples + current.sampleCount }
  }

  private var historySamples: Int { @_noLocks get { memory.count & ~7 } }

  /// Clears a part of what the stage remembers.
  ///
  /// - Precondition: both numbers are multiples of 8, and nothing lies beyond
  ///   ``clearableSamples``.
  @_noLocks
  func clear(from first: Int, count: Int) {
    let end = first + count, historyEnd = historySamples
    if first < historyEnd {
      kernels.clear(memory.base + first, count: (end < historyEnd ? end : historyEnd) - first)
    }
    if end > historyEnd {
      let start = first > historyEnd ? first : historyEnd
      kernels.clear(current.accumulators + start - historyEnd, count: end - start)
    }
  }

  /// Begins anew with what is remembered, which has to be cleared before the next block; a change
  /// under way is completed at once.
  @_noLocks
  mutating func restart() {
    if isChanging { current = incoming }
    change = .none
    slot = 0
    phase = 0
    playingHalf = 0
    source = silentSource
  }

  @inline(__always) @_noLocks
  private mutating func beginBlock() {
    forwardsDone = 0
    if case .waiting = change { change = .joining(blocks: 0) }
    scratch = isChanging ? incoming.accumulators : current.accumulators
  }

  @inline(__always) @_noLocks
  private mutating func finishBlock() {
    slot = slot + 1 == slots ? 0 : slot + 1
    turn = 1 - turn
    playingHalf = 1 - playingHalf
    if case .joining(let blocks) = change {
      change = blocks == 2 ? .fading(frame: 0) : .joining(blocks: blocks + 1)
    }
  }

  /// Adds the block of the playing half that is due.
  @inline(__always) @_noLocks
  private mutating func play(_ weights: SwapWeights, into output: UnsafeMutablePointer<Sample>) {
    guard case .fading(let frame) = change else {
      play(current, weight: nil, into: output)
      return
    }
    play(current, weight: weights.falling + frame, into: output)
    play(incoming, weight: weights.rising + frame, into: output)
    if frame + blockFrames < weights.fadeFrames {
      change = .fading(frame: frame + blockFrames)
    } else {
      current = incoming
      change = .none
    }
  }

  @inline(__always) @_noLocks
  private func play(
    _ side: StageSide, weight: UnsafePointer<Sample>?, into output: UnsafeMutablePointer<Sample>
  ) {
    let half = result(side, playingHalf, 0) + phase * blockFrames
    var column = 0
    while column < side.outputCount {
      let place = output + side.outputs[column] * blockFrames
      if let weight {
        kernels.addProduct(half + column * frames, weight, to: place, count: blockFrames)
      } else {
        kernels.add(half + column * frames, to: place, count: blockFrames)
      }
      column += 1
    }
  }

  /// Does a part of the work on the current block, for one side or both.
  @inline(__always) @_noLocks
  private mutating func run(part: Int, _ ring: UnsafePointer<Sample>, _ ringFrames: Int) {
    run(current, part: part, ring, ringFrames)
    switch change {
    case .joining, .fading: run(incoming, part: part, ring, ringFrames)
    case .none, .waiting: break
    }
  }

  @_noLocks
  private mutating func run(
    _ side: StageSide, part: Int, _ ring: UnsafePointer<Sample>, _ ringFrames: Int
  ) {
    var index = part == 0 ? 0 : side.ends[part - 1]
    let end = side.ends[part]
    while index < end {
      switch side.work[index] {
      case .forward(let row):
        if forwardIsDue(index) {
          kernels.forward(
            transform, block(ring, ringFrames, row), work: scratch, spectrum: newest(row),
            stride: slots)
        }
      case .forwardRoot(let row, let columns):
        if forwardIsDue(index) {
          kernels.forwardRoot(
            transform, block(ring, ringFrames, row), work: scratch, columns: columns)
        }
      case .forwardSubtree(let row, let child):
        if forwardIsDue(index) {
          kernels.forwardSubtree(
            transform, work: scratch, child: child, spectrum: newest(row), stride: slots)
        }
      case .multiplyOlder(let tile, let units):
        multiplyOlder(side, side.tiles[tile], units)
      case .multiplyNewest(let tile, let units):
        multiplyNewest(side, side.tiles[tile], units)
      case .inverse(let column):
        kernels.inverse(
          transform, accumulator(side, column), carry: side.carries + column * frames,
          block: filling(side, column))
      case .inverseSubtree(let column, let child):
        kernels.inverseSubtree(transform, accumulator(side, column), child: child)
      case .inverseRoot(let column, let columns):
        kernels.inverseRoot(
          transform, accumulator(side, column), carry: side.carries + column * frames,
          block: filling(side, column), columns: columns)
      }
      index += 1
    }
  }

  /// Whether nobody has done the forward piece at this place yet; takes it. All sides list the same
  /// forward pieces first, but may reach them in different callbacks.
  @inline(__always) @_noLocks
  private mutating func forwardIsDue(_ index: Int) -> Bool {
    if index < forwardsDone { return false }
    forwardsDone = index + 1
    return true
  }
}
