import CVector

/// One stage at work: the spectra of past blocks, and the blocks on their way out.
///
/// A block's products are summed over all partitions in the frequency domain, brought back by one
/// inverse per output, and played while the next block is collected. The overlap of each inverse
/// waits for the next.
///
/// Thread: made and freed off the audio thread, used by it alone.
struct ConvolutionStage: ~Copyable {
  let memory: SampleMemory
  /// Keeps the tables alive: the bank that they came with may be gone after a change.
  private let transformOwner: RightAngleTransform
  private let timing: PartitionPlan.Timing
  private let isHead: Bool
  let kernels: Kernels
  let transform: UnsafePointer<cv_transform>
  let frames: Int
  private let blockFrames: Int
  let slots: Int
  private let partCount: Int
  /// `[row][unit][slot]`: spectra of past blocks.
  let history: UnsafeMutablePointer<Sample>
  /// Where a spread stage reads silence until its first block is complete.
  private let silentSource: Int

  /// Where the block under work is transformed: the accumulators of the side that will be there when
  /// it is done. No side sums products before all forward pieces are done.
  private(set) var scratch: UnsafeMutablePointer<Sample>
  private(set) var current: UnsafePointer<StageSide>
  private var incoming: UnsafePointer<StageSide>
  private var change = Change.none

  /// Slot of the block under work.
  private(set) var slot = 0
  /// The half of each slice of units whose products are summed in this block, for the next as well.
  private(set) var turn = 0
  /// Callbacks since the last block was complete.
  private var phase = 0
  private var playingHalf = 0
  /// Where the block under work begins in the input ring.
  private var source: Int
  /// Forward pieces of the block under work that are done: both sides use them, one does them.
  private var forwardsDone = 0

  /// - Parameter filters: of the bank that the convolver begins with.
  /// - Parameter side: valid until another has taken over.
  /// - Parameter ringFrames: frames of the input ring; a multiple of twice the partition.
  init(
    _ filters: StageFilters, side: UnsafePointer<StageSide>, blockFrames: Int, ringFrames: Int,
    level: ProcessorLevel
  ) {
    let stage = filters.stage
    let spectrum = 2 * stage.partitionFrames
    let memory = SampleMemory(
      count: filters.layout.inputs.count * stage.partitionCount * spectrum)
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
    history = memory.base
    scratch = side.pointee.accumulators
    silentSource = ringFrames - stage.partitionFrames
    source = ringFrames - stage.partitionFrames
    current = side
    incoming = side
  }

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
      work(ring, ringFrames)
      play(weights, into: output)
      return
    }
    play(weights, into: output)
    if timing == .spread {
      if phase == 0 { beginBlock() }
      run(part: phase, ring, ringFrames)
    }
    phase &+= 1
    if phase < partCount { return }

    phase = 0
    if timing == .spread { finishBlock() }
    let begin = position &+ blockFrames &- frames
    source = begin < 0 ? begin &+ ringFrames : begin
    if timing == .immediate { work(ring, ringFrames) }
  }

  /// All work on a block at once.
  @inline(__always) @_noLocks
  private mutating func work(_ ring: UnsafePointer<Sample>, _ ringFrames: Int) {
    beginBlock()
    run(part: 0, ring, ringFrames)
    finishBlock()
  }

  /// Whether ``renderOver(_:ringFrames:position:output:)`` may stand for `render`: the stage plays what
  /// it makes at once, for all outputs, and nothing has to be weighed.
  ///
  /// - Parameter outputCount: of the convolver.
  @inline(__always) @_noLocks
  func writesAll(_ outputCount: Int) -> Bool {
    isHead && !isChanging && current.pointee.outputCount == outputCount
  }

  /// Writes this stage's output over what is there.
  ///
  /// - Precondition: ``writesAll(_:)``.
  @_noLocks
  mutating func renderOver(
    _ ring: UnsafePointer<Sample>, ringFrames: Int, position: Int,
    output: UnsafeMutablePointer<Sample>
  ) {
    source = position
    beginBlock()
    run(current, part: 0, ring + position, ringFrames, filling: output)
    finishBlock()
  }

  /// Lets another bank's side take over, from the next block on.
  ///
  /// - Precondition: no change is under way.
  @_noLocks
  mutating func begin(_ side: UnsafePointer<StageSide>) {
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

  /// Begins anew with what is remembered, which has to be cleared before the next block; a change
  /// under way is completed at once.
  @_noLocks
  mutating func restart() {
    if isChanging { current = incoming }
    change = .none
    scratch = current.pointee.accumulators
    slot = 0
    phase = 0
    playingHalf = 0
    source = silentSource
  }

  @inline(__always) @_noLocks
  private mutating func beginBlock() {
    forwardsDone = 0
    if isChanging { joinIfWaiting() }
  }

  @_noLocks @inline(never)
  private mutating func joinIfWaiting() {
    if case .waiting = change { change = .joining(blocks: 0) }
    scratch = incoming.pointee.accumulators
  }

  @inline(__always) @_noLocks
  private mutating func finishBlock() {
    slot = slot &+ 1 == slots ? 0 : slot &+ 1
    turn = 1 &- turn
    playingHalf = 1 &- playingHalf
    if isChanging { countJoined() }
  }

  @_noLocks @inline(never)
  private mutating func countJoined() {
    if case .joining(let blocks) = change {
      change = blocks == 2 ? .fading(frame: 0) : .joining(blocks: blocks + 1)
    }
  }

  /// Adds the block of the playing half that is due.
  @inline(__always) @_noLocks
  private mutating func play(_ weights: SwapWeights, into output: UnsafeMutablePointer<Sample>) {
    if case .fading(let frame) = change {
      fade(from: frame, weights, into: output)
    } else {
      play(current, weight: nil, into: output)
    }
  }

  @_noLocks @inline(never)
  private mutating func fade(
    from frame: Int, _ weights: SwapWeights, into output: UnsafeMutablePointer<Sample>
  ) {
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
    _ side: UnsafePointer<StageSide>, weight: UnsafePointer<Sample>?,
    into output: UnsafeMutablePointer<Sample>
  ) {
    let half = results(side, playingHalf) + phase &* blockFrames
    let count = side.pointee.outputCount, outputs = side.pointee.outputs
    var column = 0
    while column < count {
      let place = output + outputs[column] &* blockFrames, block = half + column &* frames
      if let weight {
        kernels.addProduct(block, weight, to: place, count: blockFrames)
      } else {
        kernels.add(block, to: place, count: blockFrames)
      }
      column &+= 1
    }
  }

  /// One of the halves, if there are two.
  @inline(__always) @_noLocks
  private func results(
    _ side: UnsafePointer<StageSide>, _ half: Int
  ) -> UnsafeMutablePointer<Sample> {
    let isSecond = half & (side.pointee.resultHalves &- 1) == 1
    return side.pointee.results + (isSecond ? side.pointee.outputCount &* frames : 0)
  }

  /// Does a part of the work on the current block, for one side or both, into the half that is not
  /// playing.
  @inline(__always) @_noLocks
  private mutating func run(part: Int, _ ring: UnsafePointer<Sample>, _ ringFrames: Int) {
    let half = 1 &- playingHalf
    run(current, part: part, ring + source, ringFrames, filling: results(current, half))
    switch change {
    case .joining, .fading:
      run(incoming, part: part, ring + source, ringFrames, filling: results(incoming, half))
    case .none, .waiting: break
    }
  }

  /// Whether nobody has done the forward piece at this place yet; takes it. All sides list the same
  /// forward pieces first, but may reach them in different callbacks.
  @inline(__always) @_noLocks
  mutating func forwardIsDue(_ index: Int) -> Bool {
    if index < forwardsDone { return false }
    forwardsDone = index &+ 1
    return true
  }
}
