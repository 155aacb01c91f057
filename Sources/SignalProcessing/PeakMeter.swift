import Synchronization

/// The peak and the mean square of each channel since they were last taken.
///
/// One audio thread measures; one other thread takes. A reading loses no sample and counts none
/// twice, except that a peak and its mean square may be one block apart.
///
/// A handle: ``share()`` gives another onto the same meter, which lives until the last is gone.
/// Sendable because every cell is an atomic.
public struct PeakMeter: ~Copyable, @unchecked Sendable {
  /// What one channel did since the last reading.
  public struct Reading: Equatable, Sendable {
    /// The largest absolute value; full scale = 1. NaN when any sample was.
    public let peak: Float
    /// The mean of the squares; 0 when `frames` is 0.
    public let meanSquare: Float
    /// Frames measured.
    public let frames: Int

    public init(peak: Float, meanSquare: Float, frames: Int) {
      self.peak = peak
      self.meanSquare = meanSquare
      self.frames = frames
    }

    /// The peak's level.
    public var peakLevel: Decibels { Decibels(amplitude: peak) }
    /// The root mean square's level. A full-scale sine has -3 dB.
    public var rmsLevel: Decibels { Decibels(power: Double(meanSquare)) }
  }

  /// Channels measured.
  public let channelCount: Int
  private let cells: UnsafeMutablePointer<MeterCell>
  private let storage: MeterStorage

  /// A meter that has seen nothing. Thread: control.
  public init(channelCount: Int) {
    precondition(channelCount > 0, "A meter needs at least 1 channel.")
    self.init(MeterStorage(channelCount: channelCount))
  }

  private init(_ storage: MeterStorage) {
    self.storage = storage
    cells = storage.cells
    channelCount = storage.channelCount
  }

  /// Another handle onto the same meter. Thread: any but audio.
  public borrowing func share() -> PeakMeter {
    PeakMeter(storage)
  }

  /// Measures one block.
  ///
  /// - Parameter samples: planar, channel c starts at `samples + c * channelStride`.
  /// - Thread: the one audio thread. Complexity: two operations per sample, two atomics per channel.
  @_noLocks
  public borrowing func measure(
    _ samples: UnsafePointer<Float>, frames: Int, channelStride: Int
  ) {
    for channel in 0..<channelCount {
      let block = BlockLevel(samples + channel * channelStride, frames: frames)
      cells[channel].add(block, frames: frames)
    }
  }

  /// What a channel did since the last call; starts it afresh.
  ///
  /// - Thread: the one that reads the meter.
  public borrowing func take(channel: Int) -> Reading {
    precondition((0..<channelCount).contains(channel), "The meter has no channel \(channel).")
    return cells[channel].take()
  }
}

/// The cells of all channels, kept by the handles.
private final class MeterStorage: @unchecked Sendable {
  let cells: UnsafeMutablePointer<MeterCell>
  let channelCount: Int
  private let memory: UnsafeMutableRawPointer

  init(channelCount: Int) {
    self.channelCount = channelCount
    // Two cache lines at least, so that no neighbour is slowed down by the audio thread's stores.
    memory = .allocate(
      byteCount: max(128, channelCount * MemoryLayout<MeterCell>.stride), alignment: 128)
    cells = memory.bindMemory(to: MeterCell.self, capacity: channelCount)
    for channel in 0..<channelCount { (cells + channel).initialize(to: MeterCell()) }
  }

  deinit {
    cells.deinitialize(count: channelCount)
    memory.deallocate()
  }
}
