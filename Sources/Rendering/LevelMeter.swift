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

  private func note<Value: BinaryFloatingPoint>(_ samples: UnsafeBufferPointer<Value>) {
    var tally = Tally()
    var index = 0
    while index + 4 <= samples.count {
      tally.add(
        Double(samples[index]), Double(samples[index + 1]), Double(samples[index + 2]),
        Double(samples[index + 3]))
      index += 4
    }
    while index < samples.count {
      tally.add(Double(samples[index]), 0, 0, 0)
      index += 1
    }
    // One sample that is no number, or endless, spoils the sum: the rare case is counted again.
    if !tally.energy.isFinite {
      tally = Tally()
      for sample in samples where sample.isFinite { tally.add(Double(sample), 0, 0, 0) }
    }
    peak = max(peak, tally.peak)
    energy += tally.energy
  }
}

/// Sums and maxima, four of each side by side: one would wait for each addition before the next.
private struct Tally {
  private var sums = (0.0, 0.0, 0.0, 0.0)
  private var peaks = (0.0, 0.0, 0.0, 0.0)

  var energy: Double { (sums.0 + sums.1) + (sums.2 + sums.3) }
  var peak: Double { max(peaks.0, peaks.1, peaks.2, peaks.3) }

  @inline(__always)
  mutating func add(_ a: Double, _ b: Double, _ c: Double, _ d: Double) {
    sums.0 += a * a
    sums.1 += b * b
    sums.2 += c * c
    sums.3 += d * d
    peaks.0 = max(peaks.0, a.magnitude)
    peaks.1 = max(peaks.1, b.magnitude)
    peaks.2 = max(peaks.2, c.magnitude)
    peaks.3 = max(peaks.3, d.magnitude)
  }
}
