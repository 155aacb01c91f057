public import Convolution
public import Realtime
internal import SignalProcessing

/// Renders a chain block by block, and goes over to another without a click.
///
/// Live and offline sound go through this same type; for the same chain, block and partitions the
/// samples are identical.
public struct RenderEngine: ~Copyable {
  /// Touched off the audio thread only.
  private var owner: Unmanaged<RenderPlan>
  private var current: RenderPlanView
  private var handover: EngineHandover
  private var mix: EngineMix
  private let levels: EngineLevels
  private let mailbox: Mailbox
  private let retired: RetireQueue
  private var purge = EnginePurge()
  /// The chain is kept out of the sound.
  private var isResting = false

  /// Frames that each call renders.
  public let blockFrames: Int
  public let inputCount: Int
  public let outputCount: Int

  /// - Parameter split: whether other threads help with large convolutions, of this chain and of all
  ///   that follow it.
  /// - Parameter planner: chooses the partitions for a matrix of this block size.
  /// - Complexity: transforms every impulse response and touches all memory.
  public init(
    _ chain: Chain, blockFrames: Int, split: OutputSplit = .none,
    planner: (ImpulseMatrix) -> PartitionPlan
  ) {
    self.init(
      RenderPlan(
        chain, blockFrames: blockFrames, context: SplitContext(split), planner: planner))
  }

  /// An engine without a past that shares the other's filters, and none of its changes.
  ///
  /// - Complexity: touches all memory but the spectra of the impulse responses. Thread: not audio.
  public init(sharing other: borrowing RenderEngine) {
    self.init(RenderPlan(sharing: other.owner.takeUnretainedValue()))
  }

  private init(_ plan: RenderPlan) {
    owner = Unmanaged.passRetained(plan)
    current = plan.view
    handover = EngineHandover(plan.view)
    let levels = EngineLevels()
    mix = EngineMix(
      levels.share(), channelCount: plan.view.outputCount, blockFrames: plan.view.blockFrames)
    self.levels = levels
    mailbox = Mailbox()
    retired = RetireQueue()
    blockFrames = plan.view.blockFrames
    inputCount = plan.view.inputCount
    outputCount = plan.view.outputCount
  }

  deinit {
    if let pointer = mailbox.take() { EngineUpdate.withdraw(pointer) }
    while let object = retired.collect() { Unmanaged<AnyObject>.fromOpaque(object).release() }
    handover.incoming?.release()
    owner.release()
  }

  /// The control side, for changes while the engine runs; one for each engine.
  ///
  /// - Parameter planner: as at the start.
  public borrowing func control(
    planner: @escaping (ImpulseMatrix) -> PartitionPlan
  ) -> EngineControl {
    EngineControl(
      owner.takeUnretainedValue(), mailbox: mailbox.share(), retired: retired.share(),
      planner: planner)
  }

  /// The levels that may be moved while the engine runs. Thread: not audio.
  public borrowing func dials() -> EngineDials {
    EngineDials(
      levels.share(), canBypass: inputCount == outputCount,
      late: owner.takeUnretainedValue().context.late.share())
  }

  /// Bytes of all convolutions and buffers. Thread: not audio.
  public var byteCount: Int { owner.takeUnretainedValue().byteCount }

  /// The partitions of each convolution, in the chain's order. Thread: not audio.
  public var partitionPlans: [PartitionPlan] { owner.takeUnretainedValue().partitionPlans }

  /// How the threads that help with large convolutions are scheduled: empty where none is asked for or
  /// no convolution is worth it. Thread: not audio.
  public var helperScheduling: [SchedulingOutcome] { owner.takeUnretainedValue().helpers }

  /// Counts the blocks that a helping thread was late with, whose outputs were silent. Thread: not
  /// audio.
  public borrowing func lateHelpers() -> AtomicCounter {
    owner.takeUnretainedValue().context.late.share()
  }

  /// Frames between a sample in and the same sample out, beyond the block: what linear-phase
  /// filters, look-ahead and short fractional delays take. Thread: not audio.
  public var addedLatencyFrames: Int { owner.takeUnretainedValue().view.latencyFrames }

  /// Renders one block.
  ///
  /// - Parameter input: `[inputCount][blockFrames]`, linear full scale = 1.
  /// - Parameter output: `[outputCount][blockFrames]`, overwritten. May not overlap the input.
  /// - Thread: audio.
  @_noLocks
  public mutating func render(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>
  ) {
    // A change that came since the last block may be what has the chain heard again.
    if isResting && !purge.isActive { adoptUnheard() }
    if purge.isActive {
      if isResting { return rest(input, into: output, dryGain: mix.dryTarget) }
      purge.advance(current)
      output.update(repeating: 0, count: outputCount * blockFrames)
      return
    }
    isResting = false
    adoptUpdate()
    if handover.isActive {
      handover.render(current, input, into: output)
      if !handover.isActive { finishHandover() }
    } else {
      current.render(input, into: output)
      retireBanks()
    }
    mix.apply(input, to: output)
  }

  /// Keeps the chain out of the sound for one block: silence, or the untouched input in its place.
  ///
  /// Meanwhile the chain forgets all past input, a part with each block, and changes are taken over
  /// unheard. The next ``render(_:into:)`` fades over to a chain without a past, once it has forgotten
  /// all of it.
  ///
  /// - Parameter input: as to render.
  /// - Parameter output: as to render.
  /// - Parameter dryGain: linear, of the input, which is faded to it; 0 is silent at once.
  /// - Precondition: as many channels in as out, but for silence.
  /// - Complexity: constant, as of a purge; the chain is not rendered. Thread: audio.
  @_noLocks
  public mutating func rest(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>, dryGain: Float
  ) {
    precondition(dryGain == 0 || inputCount == outputCount, "An output has no input of its own.")
    if !isResting {
      isResting = true
      beginPurge()
    }
    if purge.isActive {
      purge.advance(current)
    } else {
      adoptUnheard()
    }
    output.update(repeating: 0, count: outputCount * blockFrames)
    mix.rest(input, into: output, dryGain: dryGain)
  }

  /// Forgets all past input; a change under way is completed at once.
  ///
  /// - Complexity: all memory of the engine is written: a millisecond or so for ten seconds of true
  ///   stereo, too long for a short block; see ``beginPurge()``.
  /// - Thread: audio.
  @_noLocks
  public mutating func reset() {
    cutHandover()
    purge = EnginePurge()
    isResting = false
    mix.reset()
    current.reset()
  }

  /// Forgets all past input while it is silent: so many of the following blocks are silence and
  /// clear a part of the memory each, until ``isPurging`` is false. What sounds then begins without
  /// a past, as from a new engine, and without a fade.
  ///
  /// - Complexity: constant; each silent block writes at most 256 KiB.
  /// - Thread: audio.
  @_noLocks
  public mutating func beginPurge() {
    cutHandover()
    current.restart()
    purge.begin()
  }

  /// Whether the next block will be silent because of a purge.
  public var isPurging: Bool { @_noLocks get { purge.isActive } }

  @_noLocks
  private mutating func cutHandover() {
    if !handover.isActive { return }
    handover.cut()
    finishHandover()
  }

  /// Takes an update when nothing else is changing and what it replaces can be handed back.
  @_noLocks
  private mutating func adoptUpdate() {
    if handover.isActive || isSwapping || retired.room < 8 { return }
    guard let pointer = mailbox.take() else { return }
    let order = pointer.assumingMemoryBound(to: EngineUpdate.Order.self).pointee
    var index = 0
    while index < order.swapCount {
      let swap = order.swaps[index]
      if let convolver = current.steps[swap.step].convolver { convolver.pointee.begin(swap.order) }
      index += 1
    }
    if let plan = order.plan, let planOwner = order.planOwner {
      handover.begin(to: plan, owner: planOwner, tailFrames: current.tailFrames)
    }
    if let updateOwner = order.owner { retired.retire(updateOwner) }
  }

  /// Takes an update without the fade: what it replaces is not heard, and may be what must not be.
  @_noLocks
  private mutating func adoptUnheard() {
    // A swap lasts until what it replaced was handed back.
    retireBanks()
    adoptUpdate()
    if handover.isActive || isSwapping { beginPurge() }
  }

  private var isSwapping: Bool {
    @_noLocks get {
      var index = 0
      while index < current.stepCount {
        if let convolver = current.steps[index].convolver, convolver.pointee.isSwapping {
          return true
        }
        index += 1
      }
      return false
    }
  }

  @_noLocks
  private mutating func finishHandover() {
    guard let incoming = handover.incoming else { return }
    retired.retire(owner.toOpaque())
    owner = incoming
    current = handover.plan
    handover.incoming = nil
  }

  @_noLocks
  private mutating func retireBanks() {
    var index = 0
    while index < current.stepCount {
      if retired.room > 0, let convolver = current.steps[index].convolver,
        let old = convolver.pointee.takeRetired()
      {
        retired.retire(old.toOpaque())
      }
      index += 1
    }
  }
}
