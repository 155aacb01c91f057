internal import Convolution

#if canImport(Glibc)
  internal import Glibc
#endif

/// A repeatable sequence of values in -1..<1, the same in `Peers/workload.h`.
///
/// - Source: Marsaglia 2003, xorshift with shifts 13, 7, 17.
struct Noise {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> Float {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Float(Double(Int64(state >> 11)) * 0x1p-52 - 1)
  }

  mutating func block(count: Int, peak: Float) -> [Float] {
    (0..<count).map { _ in peak * next() }
  }
}

/// What an engine is given to do; a peer's driver is given the same.
struct Workload {
  static let sampleRate = 48000.0

  let routing: Routing
  let blockFrames: Int
  let matrix: ImpulseMatrix

  /// - Parameter tapCount: of every path.
  init(routing: Routing, blockFrames: Int, tapCount: Int) {
    self.routing = routing
    self.blockFrames = blockFrames
    matrix = ImpulseMatrix(
      inputCount: routing.inputCount, outputCount: routing.outputCount,
      paths: routing.pairs.map { pair in
        ImpulseMatrix.Path(
          input: pair.input, output: pair.output,
          taps: Self.impulse(tapCount: tapCount, seed: 1000 + pair.input * 64 + pair.output))
      })
  }

  /// Noise that decays by 60 dB to its end, with a sum of squares of 1. Its last tap is loud enough
  /// that no engine may leave it out.
  static func impulse(tapCount: Int, seed: Int) -> [Float] {
    var noise = Noise(seed: UInt64(seed))
    var taps = (0..<tapCount).map { tap in
      noise.next() * Float(exp(-6.9078 * Double(tap) / Double(tapCount)))
    }
    taps[tapCount - 1] = 2e-3
    let energy = taps.reduce(0.0) { $0 + Double($1) * Double($1) }
    return taps.map { Float(Double($0) / energy.squareRoot()) }
  }

  /// One input's signal from the first frame on, at about -17 dB of full scale.
  static func signal(input: Int, frameCount: Int) -> [Float] {
    var noise = Noise(seed: UInt64(7 + input))
    return noise.block(count: frameCount, peak: 0.25)
  }
}
