internal import CALSA
internal import SignalProcessing

extension SampleFormat {
  /// libasound's number for the format.
  var alsa: snd_pcm_format_t {
    switch self {
    case .int16: SND_PCM_FORMAT_S16_LE
    case .int24Packed: SND_PCM_FORMAT_S24_3LE
    case .int24: SND_PCM_FORMAT_S24_LE
    case .int32: SND_PCM_FORMAT_S32_LE
    case .float32: SND_PCM_FORMAT_FLOAT_LE
    case .float64: SND_PCM_FORMAT_FLOAT64_LE
    }
  }

  /// The order in which a format is chosen. 32-bit integers first: converters are integer devices,
  /// so floating point means that a plugin converts, and 64-bit floating point only adds traffic.
  static let byPreference: [SampleFormat] = [
    .int32, .float32, .int24, .int24Packed, .int16, .float64,
  ]
}
