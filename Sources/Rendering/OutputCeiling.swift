internal import SignalProcessing
public import SoundFiles

/// What stands behind a chain in the daemon: nothing passes above a ceiling.
///
/// - Thread: any one at a time.
public final class OutputCeiling: FrameSink {
  public let channelCount: Int
  /// Samples that stood above the ceiling and were set to it.
  public private(set) var limitedSampleCount = 0
  /// Whether the sound came so far above it, or was no number, that the daemon falls silent.
  public private(set) var mutesDaemon = false

  private let sink: any FrameSink
  private let outputGuard: OutputGuard
  private var room: [Float] = []

  /// - Parameter ceiling: the highest magnitude that passes, linear.
  public init(into sink: any FrameSink, ceiling: Float) {
    channelCount = sink.channelCount
    self.sink = sink
    outputGuard = OutputGuard(ceiling: ceiling)
  }

  public func write(_ samples: UnsafeBufferPointer<Float>) throws(SoundFileError) {
    room.removeAll(keepingCapacity: true)
    room.append(contentsOf: samples)
    let guarding = outputGuard
    let verdict = room.withUnsafeMutableBufferPointer { room in
      room.baseAddress.map {
        guarding.apply(to: $0, frames: room.count, channelCount: 1, channelStride: room.count)
      } ?? .clean
    }
    switch verdict {
    case .clean: break
    case .limited(let samples): limitedSampleCount += samples
    case .runaway, .poisoned: mutesDaemon = true
    }
    try room.withUnsafeBufferPointer { (room) throws(SoundFileError) in try sink.write(room) }
  }

  /// - Precondition: never; the daemon's chains are of single precision.
  public func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError) {
    preconditionFailure("The daemon's sound is of single precision.")
  }
}
