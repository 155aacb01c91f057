/// Noise that makes rounding to an integer free of distortion: white, with the density of a triangle,
/// two steps wide.
///
/// Rounding then errs by noise of a constant power, a quarter of a squared step, whatever the signal:
/// mean and power no longer follow it, so a fade ends in noise and not in buzz. Source: Lipshitz,
/// Wannamaker and Vanderkooy, "Quantization and dither: a theoretical survey", JAES 40 (1992) 355.
///
/// Eight generators side by side (Marsaglia, "Xorshift RNGs", 2003); the same seed gives the same
/// noise. Give each device a seed of its own, so that no two sum up alike.
public struct Dither: Sendable {
  private var state: SIMD8<UInt32>

  public init(seed: UInt64) {
    var state = SIMD8<UInt32>()
    var mixed = seed
    for lane in state.indices {
      // SplitMix64, so that neighbouring seeds have nothing in common.
      mixed &+= 0x9e37_79b9_7f4a_7c15
      var bits = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
      // All but 0, from which nothing else follows.
      state[lane] = UInt32(truncatingIfNeeded: (bits ^ (bits >> 31)) >> 32) | 1
    }
    self.state = state
  }

  /// Eight numbers within -1 and 1, in steps: the difference of two uniform ones.
  ///
  /// - Thread: any, one at a time.
  @_noLocks
  public mutating func next() -> SIMD8<Float> {
    state ^= state &<< 13
    state ^= state &>> 17
    state ^= state &<< 5
    let high = SIMD8<Int32>(truncatingIfNeeded: state &>> 16)
    let low = SIMD8<Int32>(truncatingIfNeeded: state & 0xffff)
    return SIMD8<Float>(high &- low) * 0x1p-16
  }
}
