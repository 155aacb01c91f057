import Synchronization

/// One channel's sums, which the audio thread adds to and the reader exchanges for nothing.
///
/// The accesses are relaxed: the numbers say nothing about other memory.
struct MeterCell: ~Copyable {
  /// The peak's bit pattern. Absolute values compare like their bit patterns, NaN above all.
  private let peak = Atomic<UInt32>(0)
  /// ``EnergySum`` as one word, so that sum and count always belong together.
  private let energy = Atomic<UInt64>(0)

  /// Adds a block. Thread: audio.
  @_noLocks
  borrowing func add(_ block: BlockLevel, frames: Int) {
    // Either before the reader's exchange or after it; never lost.
    peak.max(block.peak.bitPattern, ordering: .relaxed)
    let before = energy.load(ordering: .relaxed)
    let sum = EnergySum(word: before).adding(block.squareSum, frames: frames)
    let (isStored, _) = energy.compareExchange(
      expected: before, desired: sum.word, ordering: .relaxed)
    if isStored { return }
    // Only the reader can have come between, and it leaves 0.
    let alone = EnergySum(word: 0).adding(block.squareSum, frames: frames)
    energy.store(alone.word, ordering: .relaxed)
  }

  /// What was added since the last call. Thread: the reader's.
  borrowing func take() -> PeakMeter.Reading {
    let sum = EnergySum(word: energy.exchange(0, ordering: .relaxed))
    let highest = Float(bitPattern: peak.exchange(0, ordering: .relaxed))
    return PeakMeter.Reading(
      peak: highest, meanSquare: sum.frames == 0 ? 0 : sum.squareSum / Float(sum.frames),
      frames: Int(sum.frames))
  }
}

/// A sum of squares and the frames it is of, in one word.
struct EnergySum {
  let squareSum: Float
  let frames: UInt32

  @_noLocks
  init(word: UInt64) {
    squareSum = Float(bitPattern: UInt32(truncatingIfNeeded: word))
    frames = UInt32(truncatingIfNeeded: word &>> 32)
  }

  @_noLocks
  private init(squareSum: Float, frames: UInt32) {
    self.squareSum = squareSum
    self.frames = frames
  }

  var word: UInt64 {
    @_noLocks get { UInt64(frames) &<< 32 | UInt64(squareSum.bitPattern) }
  }

  /// Starts over with the block when the count would not fit: nobody has read for a day.
  @_noLocks
  func adding(_ squareSum: Float, frames: Int) -> EnergySum {
    let count = UInt32(truncatingIfNeeded: frames)
    let (total, overflows) = self.frames.addingReportingOverflow(count)
    if overflows { return EnergySum(squareSum: squareSum, frames: count) }
    return EnergySum(squareSum: self.squareSum + squareSum, frames: total)
  }
}
