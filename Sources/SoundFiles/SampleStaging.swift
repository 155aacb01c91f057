internal import CSndfile

/// Samples on their way into a file, in the form in which its encoding takes them from libsndfile.
struct SampleStaging {
  private var quantizer: SampleQuantizer
  private var room: Room

  private enum Room {
    case shorts([Int16])
    case integers([Int32])
    case floats([Float])
    case doubles([Double])
  }

  /// - Parameter sampleCount: the most that is passed at a time.
  init(_ sample: SoundEncoding.Sample, sampleCount: Int) {
    quantizer = SampleQuantizer(bits: sample.integerBits ?? 32)
    room =
      switch sample {
      case .int16: .shorts([Int16](repeating: 0, count: sampleCount))
      case .int24, .int32: .integers([Int32](repeating: 0, count: sampleCount))
      case .float32: .floats([Float](repeating: 0, count: sampleCount))
      case .float64: .doubles([Double](repeating: 0, count: sampleCount))
      }
  }

  /// Samples beyond full scale, written as full scale.
  var clippedCount: Int { quantizer.clippedCount }
  /// The largest magnitude among them; 0 without one.
  var clippedPeak: Double { quantizer.clippedPeak }
  /// NaN and infinite samples, written as silence.
  var nonFiniteCount: Int { quantizer.nonFiniteCount }

  /// Converts the samples and hands them to libsndfile; gives the frames that it took.
  mutating func pass<Sample: FileSample>(
    _ samples: UnsafeBufferPointer<Sample>, frames: sf_count_t, to sound: OpaquePointer
  ) -> sf_count_t {
    // Moved out and back, or each store would copy the array.
    let taken = room
    room = .integers([])
    switch taken {
    case .shorts(var shorts):
      // No copy behind this one, where the file's byte order is the machine's.
      Self.fill(&shorts, from: samples) {
        Int16(truncatingIfNeeded: quantizer.quantize($0.double) &>> 16)
      }
      defer { room = .shorts(shorts) }
      return sf_writef_short(sound, shorts, frames)
    case .integers(var integers):
      Self.fill(&integers, from: samples) { quantizer.quantize($0.double) }
      defer { room = .integers(integers) }
      return sf_writef_int(sound, integers, frames)
    case .floats(var floats):
      defer { room = .floats(floats) }
      // What needs no change needs no copy: the usual case of a float file.
      if let plain = samples as? UnsafeBufferPointer<Float>, plain.areFinite {
        return sf_writef_float(sound, plain.baseAddress, frames)
      }
      Self.fill(&floats, from: samples) { quantizer.passFinite($0.float) }
      return sf_writef_float(sound, floats, frames)
    case .doubles(var doubles):
      Self.fill(&doubles, from: samples) { quantizer.passFinite($0.double) }
      defer { room = .doubles(doubles) }
      return sf_writef_double(sound, doubles, frames)
    }
  }

  /// One check for the whole array: a check for each store took a fifth of a render.
  private static func fill<Sample, Stored>(
    _ stored: inout [Stored], from samples: UnsafeBufferPointer<Sample>,
    _ convert: (Sample) -> Stored
  ) {
    stored.withUnsafeMutableBufferPointer { stored in
      precondition(samples.count <= stored.count)
      for index in 0..<samples.count { stored[index] = convert(samples[index]) }
    }
  }
}

extension UnsafeBufferPointer<Float> {
  /// Whether none is NaN or infinite: those give NaN when multiplied by 0, all others 0.
  fileprivate var areFinite: Bool {
    typealias Lane = SIMD16<Float>
    guard let start = baseAddress else { return true }
    var (sum, index) = (Lane.zero, 0)
    while index + Lane.scalarCount <= count {
      let lane = UnsafeRawPointer(start + index).loadUnaligned(as: Lane.self)
      sum += lane * 0
      index += Lane.scalarCount
    }
    return sum.sum() == 0 && self[index...].allSatisfy(\.isFinite)
  }
}

/// A type in which callers hand samples over.
protocol FileSample {
  var float: Float { get }
  var double: Double { get }
}

extension Float: FileSample {
  var float: Float { self }
  var double: Double { Double(self) }
}

extension Double: FileSample {
  var float: Float { Float(self) }
  var double: Double { self }
}
