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
    finish(samples, into: &floats)
    try floats.withUnsafeBufferPointer { (buffer) throws(SoundFileError) in try sink.write(buffer) }
  }

  public func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError) {
    if gain == 1 && noise == nil { return try sink.write(samples) }
    finish(samples, into: &doubles)
    try doubles.withUnsafeBufferPointer { (buffer) throws(SoundFileError) in try sink.write(buffer)
    }
  }

  private func finish<Value: BinaryFloatingPoint>(
    _ samples: UnsafeBufferPointer<Value>, into room: inout [Value]
  ) {
    // Copies: each access to an object's own would be checked, sample by sample.
    let gain = gain
    var noise = noise
    room = [Value](unsafeUninitializedCapacity: samples.count) { buffer, count in
      for (index, sample) in samples.enumerated() {
        let added = noise == nil ? 0 : noise?.next() ?? 0
        buffer.initializeElement(at: index, to: Value(Double(sample) * gain + added))
      }
      count = samples.count
    }
    self.noise = noise
  }
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
