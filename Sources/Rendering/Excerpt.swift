public import SoundFiles

/// Lets frames pass from a certain one on.
///
/// - Thread: any one at a time.
public final class Excerpt: FrameSink {
  public let channelCount: Int
  private let sink: any FrameSink
  /// Samples that are still to be dropped.
  private var dropped: Int

  /// - Parameter first: the first frame that passes.
  public init(of sink: any FrameSink, from first: Int) {
    channelCount = sink.channelCount
    self.sink = sink
    dropped = first * sink.channelCount
  }

  public func write(_ samples: UnsafeBufferPointer<Float>) throws(SoundFileError) {
    if let rest = rest(of: samples) { try sink.write(rest) }
  }

  public func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError) {
    if let rest = rest(of: samples) { try sink.write(rest) }
  }

  private func rest<Value>(
    of samples: UnsafeBufferPointer<Value>
  ) -> UnsafeBufferPointer<Value>? {
    let skip = min(dropped, samples.count)
    dropped -= skip
    return skip == samples.count ? nil : UnsafeBufferPointer(rebasing: samples[skip...])
  }
}
