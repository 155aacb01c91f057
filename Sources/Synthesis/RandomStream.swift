import Glibc

/// A repeatable stream of random numbers: xoshiro256++, its state filled by SplitMix64.
///
/// Streams with different seeds or stream numbers are independent for every practical purpose. The
/// integers and uniform numbers are exact on every machine; the Gaussian ones go through the C
/// library's logarithm, sine and cosine and may differ in their last bit from one library to
/// another.
///
/// Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47
/// (2021), https://prng.di.unimi.it.
struct RandomStream {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// - Parameter stream: tells apart the streams of one seed, for instance one per channel.
  init(seed: UInt64, stream: Int) {
    var filler = seed &+ UInt64(bitPattern: Int64(stream)) &* 0xD1B5_4A32_D192_ED03
    func next() -> UInt64 {
      filler &+= 0x9E37_79B9_7F4A_7C15
      var mixed = filler
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
    state = (next(), next(), next(), next())
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    let sum = state.0 &+ state.3
    let result = ((sum << 23) | (sum >> 41)) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A number from 0 up to but not including 1, a multiple of 2^-53.
  mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number from -1 up to but not including 1.
  mutating func bipolar() -> Double {
    2 * uniform() - 1
  }

  /// Two independent Gaussian numbers of mean 0 and variance 1 by the method of Box and Muller.
  mutating func gaussianPair() -> (Double, Double) {
    // 1 - u lies in (0, 1], so that the logarithm is finite.
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    return (radius * cos(angle), radius * sin(angle))
  }
}
