internal import SignalProcessing
public import SoundFiles

/// Turns frames up or down, and adds dither, on their way to a sink.
///
/// Without either they pass bit for bit. The noise follows the frames alone, whatever pieces they come
/// in: equal sounds give equal files.
///
/// - Thread: any one at a time.
public final class Finish: FrameSink {
  public let channelCount: Int
  private let sink: any FrameSink
  private let gain: Double
  private var noise: DitherNoise?
  private var floats: [Float] = []
  private var doubles: [Double] = []

  /// - Parameter gain: linear.
  /// - Parameter ditherBits: bits of the integers that the frames are rounded to; `nil` for no dither.
  public init(into sink: any FrameSink, gain: Double = 1, ditherBits: Int? = nil) {
    channelCount = sink.channelCount
    self.sink = sink
    self.gain = gain
    noise = ditherBits.map(DitherNoise.init(bits:))
  }

  public func write(_ samples: UnsafeBufferPointer<Float>) throws(SoundFileError) {
    if gain == 1 && noise == nil { return try sink.write(samples) }
    floats.removeAll(keepingCapacity: true)
    floats.reserveCapacity(samples.count)
    for sample in samples { floats.append(Float(finished(Double(sample)))) }
    try floats.withUnsafeBufferPointer { (buffer) throws(SoundFileError) in try sink.write(buffer) }
  }

  public func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError) {
    if gain == 1 && noise == nil { return try sink.write(samples) }
    doubles.removeAll(keepingCapacity: true)
    doubles.reserveCapacity(samples.count)
    for sample in samples { doubles.append(finished(sample)) }
    try doubles.withUnsafeBufferPointer { (buffer) throws(SoundFileError) in try sink.write(buffer)
    }
  }

  private func finished(_ sample: Double) -> Double { sample * gain + (noise?.next() ?? 0) }
}

/// Dither for integers of so many bits, a number at a time, the same in every run.
private struct DitherNoise {
  private var dither = Dither(seed: 1)
  private var numbers = SIMD8<Float>()
  private var used = 8
  private let step: Double

  init(bits: Int) { step = 1 / Double(1 << (bits - 1)) }

  mutating func next() -> Double {
    if used == 8 {
      numbers = dither.next()
      used = 0
    }
    defer { used += 1 }
    return Double(numbers[used]) * step
  }
}
