public import SoundFiles

/// Measures frames on their way to a sink or from a source.
///
/// What is no finite number counts as silence, which is what is written in its place.
///
/// - Thread: any one at a time.
public final class LevelMeter: FrameSink, FrameSource {
  public let channelCount: Int
  /// The largest magnitude so far, linear.
  public private(set) var peak = 0.0
  /// The sum of the squared samples of all channels so far.
  public private(set) var energy = 0.0

  private let sink: (any FrameSink)?
  private let source: (any FrameSource)?
  private let loudness: LoudnessMeter?

  /// Measures what goes into `sink`.
  ///
  /// - Parameter sampleRate: where the loudness is wanted.
  public init(into sink: any FrameSink, loudnessAt sampleRate: Int?) {
    channelCount = sink.channelCount
    self.sink = sink
    source = nil
    loudness = sampleRate.flatMap {
      LoudnessMeter(channelCount: sink.channelCount, sampleRate: $0)
    }
  }

  /// Measures what comes out of `source`.
  public init(from source: any FrameSource) {
    channelCount = source.channelCount
    self.source = source
    sink = nil
    loudness = nil
  }

  /// Integrated loudness in LUFS; minus infinity where it has none or was not asked for.
  public var lufs: Double { loudness?.lufs ?? -.infinity }

  public var declaredFrameCount: Int { source?.declaredFrameCount ?? 0 }

  public func write(_ samples: UnsafeBufferPointer<Float>) throws(SoundFileError) {
    note(samples)
    loudness?.add(samples, frames: samples.count / channelCount)
    try sink?.write(samples)
  }

  public func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError) {
    note(samples)
    loudness?.add(samples, frames: samples.count / channelCount)
    try sink?.write(samples)
  }

  public func read(into samples: UnsafeMutableBufferPointer<Float>) throws(SoundFileError) -> Int {
    let frames = try source?.read(into: samples) ?? 0
    note(UnsafeBufferPointer(rebasing: samples[..<(frames * channelCount)]))
    return frames
  }

  public func read(into samples: UnsafeMutableBufferPointer<Double>) throws(SoundFileError) -> Int {
    let frames = try source?.read(into: samples) ?? 0
    note(UnsafeBufferPointer(rebasing: samples[..<(frames * channelCount)]))
    return frames
  }

  /// Four sums side by side: one would wait for each addition before the next.
  private func note<Value: BinaryFloatingPoint>(_ samples: UnsafeBufferPointer<Value>) {
    var (highest, sums) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    var index = 0
    while index + 4 <= samples.count {
      let values = SIMD4<Double>(
        Double(samples[index]), Double(samples[index + 1]), Double(samples[index + 2]),
        Double(samples[index + 3]))
      add(values, &highest, &sums)
      index += 4
    }
    while index < samples.count {
      add(SIMD4(Double(samples[index]), 0, 0, 0), &highest, &sums)
      index += 1
    }
    peak = max(peak, highest.max())
    energy += sums.sum()
  }

  private func add(
    _ values: SIMD4<Double>, _ highest: inout SIMD4<Double>, _ sums: inout SIMD4<Double>
  ) {
    // Neither NaN nor infinity is less than infinity.
    let isFinite = pointwiseMax(values, -values) .< .infinity
    let finite = SIMD4<Double>.zero.replacing(with: values, where: isFinite)
    highest = pointwiseMax(highest, pointwiseMax(finite, -finite))
    sums += finite * finite
  }
}
