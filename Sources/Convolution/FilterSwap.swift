#if canImport(Glibc)
  import Glibc
#endif

/// A filter bank ready to take over a running convolver without a click.
///
/// Both banks multiply the same history of spectra, so the new one knows all past input at once.
/// Each stage lets the new side work for three blocks, until its sums made ahead and its overlap are
/// complete, and then fades from old to new. The head changes within milliseconds, the tail within
/// four of its blocks.
///
/// Made off the audio thread; handed over and back as a pointer, see ``PartitionedConvolver/begin``.
public final class FilterSwap {
  /// How old and new are weighed while both sound.
  public enum Curve: Sendable {
    /// Weights that sum to 1: for filters that are alike.
    case equalGain
    /// Squared weights that sum to 1: for filters that have nothing in common.
    case equalPower
  }

  let bank: FilterBank
  let memories: [StageSideMemory]
  let sides: UnsafeMutablePointer<StageSide>
  /// Weights of the new and of the old side, `[fadeFrames]` each.
  let rising: UnsafeMutablePointer<Sample>
  let falling: UnsafeMutablePointer<Sample>
  let fadeFrames: Int

  /// - Parameter fadeFrames: rounded up to whole blocks; 20 to 50 ms are not heard.
  public init(_ bank: FilterBank, fadeFrames: Int = 1024, curve: Curve = .equalGain) {
    let block = bank.plan.blockFrames
    let frames = (max(fadeFrames, block) + block - 1) / block * block
    self.bank = bank
    self.fadeFrames = frames
    memories = bank.stages.map { StageSideMemory($0, blockFrames: block) }
    sides = .allocate(capacity: max(memories.count, 1))
    sides.initialize(from: memories.map(\.side), count: memories.count)
    rising = .allocate(capacity: frames)
    falling = .allocate(capacity: frames)
    for frame in 0..<frames {
      let turn = (Double(frame) + 0.5) / Double(frames)
      let share = 0.5 - 0.5 * cos(Double.pi * turn)
      rising[frame] = Sample(curve == .equalGain ? share : share.squareRoot())
      falling[frame] = Sample(curve == .equalGain ? 1 - share : (1 - share).squareRoot())
    }
  }

  deinit {
    sides.deallocate()
    rising.deallocate()
    falling.deallocate()
  }

  /// Whether a convolver that runs `other` can take this bank over: same plan, same channels, and
  /// the same inputs in use.
  public func fits(_ other: FilterBank) -> Bool {
    bank.plan == other.plan && bank.inputCount == other.inputCount
      && bank.outputCount == other.outputCount && bank.usedInputs == other.usedInputs
      && bank.level == other.level
  }

  /// The same for a bank that would be built of `matrix` and `plan` at this bank's level.
  public func fits(_ matrix: ImpulseMatrix, plan: PartitionPlan) -> Bool {
    bank.plan == plan && bank.inputCount == matrix.inputCount
      && bank.outputCount == matrix.outputCount && bank.usedInputs == matrix.usedInputs
  }

  /// Bytes of buffers, without the spectra.
  var byteCount: Int { memories.reduce(0) { $0 + $1.byteCount } }
}

/// The weights of a swap as the audio thread reads them.
struct SwapWeights {
  let rising: UnsafePointer<Sample>
  let falling: UnsafePointer<Sample>
  let fadeFrames: Int
}

/// A swap on its way to the audio thread: plain values and raw pointers.
public struct SwapOrder {
  let owner: Unmanaged<FilterSwap>
  let weights: SwapWeights
  let sides: UnsafeMutablePointer<StageSide>
  let head: DirectPaths

  /// Gives up an order that no convolver took. Thread: not audio.
  public func cancel() { owner.release() }
}

extension FilterSwap {
  /// The order for a convolver, which holds one reference to this object until it hands it back.
  ///
  /// Thread: not audio.
  public func order() -> SwapOrder {
    SwapOrder(
      owner: Unmanaged.passRetained(self), weights: weights, sides: sides, head: bank.head.paths)
  }

  var weights: SwapWeights {
    SwapWeights(
      rising: UnsafePointer(rising), falling: UnsafePointer(falling), fadeFrames: fadeFrames)
  }
}
