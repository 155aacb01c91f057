internal import SignalProcessing
public import SoundFiles

/// A sound that is added to others as noise, at their rate.
public final class NoiseSound: Sendable {
  /// Frame by frame, `[frame][channel]`.
  let samples: [Float]
  public let channelCount: Int
  /// Frames before it starts over.
  public let frameCount: Int

  /// - Precondition: at least one frame, whole frames.
  public init(samples: [Float], channelCount: Int) {
    precondition(channelCount > 0 && !samples.isEmpty)
    precondition(samples.count.isMultiple(of: channelCount))
    self.samples = samples
    self.channelCount = channelCount
    frameCount = samples.count / channelCount
  }
}

/// Noise to add to a result.
public struct AddedNoise: Sendable {
  /// Where noise comes from.
  public enum Source: Sendable {
    /// From this frame on, over and over. Channels of the result that it lacks begin with its first
    /// again.
    case sound(NoiseSound, offsetFrames: Int)
    /// White and nearly Gaussian: each sample the sum of the four 16-bit parts of a number of
    /// SplitMix64, the channels in turn; the same on every machine.
    case white(seed: UInt64)
  }

  /// What is added.
  public let source: Source
  /// Mean power of the result over that of the noise.
  public let snrDecibels: Double

  /// - Parameter snrDecibels: mean power of the result over that of the noise.
  public init(_ source: Source, snrDecibels: Double) {
    self.source = source
    self.snrDecibels = snrDecibels
  }

  /// Hands out the noise's samples one after another.
  struct Reader {
    private let source: Source
    private let channelCount: Int
    private var frame: Int
    private var channel = 0
    private var state: UInt64 = 0

    init(_ source: Source, channelCount: Int) {
      self.source = source
      self.channelCount = channelCount
      switch source {
      case .sound(let sound, let offsetFrames): frame = offsetFrames % sound.frameCount
      case .white(let seed):
        frame = 0
        state = seed
      }
    }

    mutating func next() -> Double {
      switch source {
      case .white: return whiteSample()
      case .sound(let sound, _):
        let sample = sound.samples[frame * sound.channelCount + channel % sound.channelCount]
        channel += 1
        if channel == channelCount {
          channel = 0
          frame = frame + 1 == sound.frameCount ? 0 : frame + 1
        }
        return Double(sample)
      }
    }

    private mutating func whiteSample() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      word ^= word >> 31
      let sum = (word & 0xFFFF) + (word >> 16 & 0xFFFF) + (word >> 32 & 0xFFFF) + (word >> 48)
      return Double(Int(sum) - 131_070) / 65_536
    }
  }
}

/// Adds noise to frames on their way to a sink.
///
/// - Thread: any one at a time.
public final class NoiseSink: FrameSink {
  public let channelCount: Int
  private let sink: any FrameSink
  private let factor: Double
  private var noise: AddedNoise.Reader
  private var floats: [Float] = []
  private var doubles: [Double] = []

  /// `nil` when the noise is silent over these frames, so that no level can be set.
  ///
  /// - Parameter energy: sum of the squared samples of the result that will come.
  /// - Parameter frames: of that result.
  public init?(
    _ noise: AddedNoise, toEnergy energy: Double, frames: Int, into sink: any FrameSink
  ) {
    channelCount = sink.channelCount
    self.sink = sink
    self.noise = AddedNoise.Reader(noise.source, channelCount: sink.channelCount)
    var measured = self.noise
    var own = 0.0
    for _ in 0..<(frames * channelCount) {
      let sample = measured.next()
      own += sample * sample
    }
    guard own > 0 || energy == 0 else { return nil }
    let ratio = Decibels(-noise.snrDecibels).amplitude
    factor = energy == 0 ? 0 : (energy / own).squareRoot() * ratio
  }

  public func write(_ samples: UnsafeBufferPointer<Float>) throws(SoundFileError) {
    add(to: samples, into: &floats)
    try floats.withUnsafeBufferPointer { (buffer) throws(SoundFileError) in try sink.write(buffer) }
  }

  public func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError) {
    add(to: samples, into: &doubles)
    try doubles.withUnsafeBufferPointer { (buffer) throws(SoundFileError) in try sink.write(buffer)
    }
  }

  private func add<Value: BinaryFloatingPoint>(
    to samples: UnsafeBufferPointer<Value>, into room: inout [Value]
  ) {
    // A copy: each access to an object's own would be checked, sample by sample.
    var noise = noise
    let factor = factor
    room = [Value](unsafeUninitializedCapacity: samples.count) { buffer, count in
      for (index, sample) in samples.enumerated() {
        buffer.initializeElement(at: index, to: Value(Double(sample) + noise.next() * factor))
      }
      count = samples.count
    }
    self.noise = noise
  }
}
