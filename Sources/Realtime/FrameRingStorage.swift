import Synchronization

/// The memory that both ends of a ring look into: two counters and the samples.
///
/// The counters count frames since the start and are never reduced to a position: their difference
/// is the fill level even when they wrap, and a full ring differs from an empty one.
///
/// Sendable because the ends divide it: the producer writes `written` and the samples from the write
/// position up to the capacity, the consumer writes `consumed` and reads the samples between.
final class FrameRingStorage: @unchecked Sendable {
  /// A counter's share of the header. Two cache lines, because the processor fetches lines in pairs
  /// and would let the two threads disturb each other in neighbouring ones.
  static let counterStride = 128

  /// Frames written since the start. Stored by the producer only.
  let written: UnsafeMutablePointer<Atomic<UInt>>
  /// Frames read since the start. Stored by the consumer only.
  let consumed: UnsafeMutablePointer<Atomic<UInt>>
  /// `[capacityFrames][channelCount]`.
  let samples: UnsafeMutablePointer<Float>
  let capacityFrames: Int
  let channelCount: Int
  private let memory: UnsafeMutableRawPointer

  init(capacityFrames: Int, channelCount: Int, firstFrame: UInt) {
    precondition(
      capacityFrames > 0 && capacityFrames & (capacityFrames - 1) == 0,
      "A ring of \(capacityFrames) frames is impossible: the capacity must be a power of two.")
    precondition(
      channelCount > 0, "A ring of \(channelCount) channels is impossible: it needs at least 1.")
    self.capacityFrames = capacityFrames
    self.channelCount = channelCount
    let sampleCount = capacityFrames * channelCount
    let headerBytes = 2 * Self.counterStride
    memory = .allocate(
      byteCount: headerBytes + sampleCount * MemoryLayout<Float>.stride,
      alignment: Self.counterStride)
    written = memory.bindMemory(to: Atomic<UInt>.self, capacity: 1)
    written.initialize(to: Atomic(firstFrame))
    consumed = (memory + Self.counterStride).bindMemory(to: Atomic<UInt>.self, capacity: 1)
    consumed.initialize(to: Atomic(firstFrame))
    samples = (memory + headerBytes).bindMemory(to: Float.self, capacity: sampleCount)
    // Also brings every page in before an audio thread touches it.
    samples.initialize(repeating: 0, count: sampleCount)
  }

  deinit {
    written.deinitialize(count: 1)
    consumed.deinitialize(count: 1)
    memory.deallocate()
  }
}
