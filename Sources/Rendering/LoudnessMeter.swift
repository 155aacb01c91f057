internal import CEbur128
internal import SoundFiles

/// The loudness of a whole sound by EBU R 128, from its frames as they pass.
///
/// - Source: ITU-R BS.1770-4, EBU R 128 and Tech 3341, as libebur128 implements them. Two channels
///   and fewer are left, right or a single one counted once; of five, the last two are surrounds.
/// - Thread: any one at a time.
final class LoudnessMeter {
  private var state: UnsafeMutablePointer<ebur128_state>?

  /// `nil` for more than 64 channels and for rates that the method does not cover.
  init?(channelCount: Int, sampleRate: Int) {
    guard (1...64).contains(channelCount) else { return nil }
    state = ebur128_init(
      UInt32(channelCount), UInt(sampleRate), Int32(EBUR128_MODE_I.rawValue))
    if state == nil { return nil }
  }

  deinit { ebur128_destroy(&state) }

  func add(_ samples: UnsafeBufferPointer<Float>, frames: Int) {
    _ = ebur128_add_frames_float(state, samples.baseAddress, frames)
  }

  func add(_ samples: UnsafeBufferPointer<Double>, frames: Int) {
    _ = ebur128_add_frames_double(state, samples.baseAddress, frames)
  }

  /// Integrated loudness in LUFS; minus infinity for what is silent or shorter than 400 ms.
  var lufs: Double {
    var value = -Double.infinity
    guard ebur128_loudness_global(state, &value) == Int32(EBUR128_SUCCESS.rawValue) else {
      return -.infinity
    }
    return value
  }
}
