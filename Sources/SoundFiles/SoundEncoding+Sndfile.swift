internal import CSndfile

extension SoundEncoding {
  /// The encoding behind libsndfile's format code, or `nil` when it is not an allowed one.
  init?(format: Int32, container: SoundContainer) {
    guard Self.containers(ofFormat: format).contains(container) else { return nil }
    switch Int(format) & SF_FORMAT_SUBMASK {
    case SF_FORMAT_PCM_U8, SF_FORMAT_PCM_S8, SF_FORMAT_PCM_16: self.init(container, .int16)
    case SF_FORMAT_PCM_24: self.init(container, .int24)
    case SF_FORMAT_PCM_32: self.init(container, .int32)
    case SF_FORMAT_FLOAT: self.init(container, .float32)
    case SF_FORMAT_DOUBLE: self.init(container, .float64)
    default: return nil
    }
  }

  /// The encoding of a WAV file whose samples have libsndfile's code for bare ones.
  init?(bareFormat: Int32) {
    let code = Int(bareFormat) & SF_FORMAT_SUBMASK | SF_FORMAT_WAV
    self.init(format: Int32(truncatingIfNeeded: code), container: .wav)
  }

  private init(_ container: SoundContainer, _ sample: Sample) {
    self.init(container: container, sample: sample)
  }

  private static func containers(ofFormat format: Int32) -> [SoundContainer] {
    switch Int(format) & SF_FORMAT_TYPEMASK {
    case SF_FORMAT_WAV, SF_FORMAT_WAVEX: [.wav]
    case SF_FORMAT_RF64: [.rf64]
    case SF_FORMAT_W64: [.w64]
    case SF_FORMAT_AIFF: [.aiff]
    case SF_FORMAT_CAF: [.caf]
    case SF_FORMAT_FLAC: [.flac]
    default: []
    }
  }

  /// libsndfile's format code for writing.
  ///
  /// WAV and RF64 are written as bare samples behind a header of our own (``WaveHeader``).
  var writingFormat: Int32 {
    let kind =
      switch container {
      case .wav, .rf64: SF_FORMAT_RAW | SF_ENDIAN_LITTLE
      case .w64: SF_FORMAT_W64
      case .aiff: SF_FORMAT_AIFF
      case .caf: SF_FORMAT_CAF
      case .flac: SF_FORMAT_FLAC
      }
    let coding =
      switch sample {
      case .int16: SF_FORMAT_PCM_16
      case .int24: SF_FORMAT_PCM_24
      case .int32: SF_FORMAT_PCM_32
      case .float32: SF_FORMAT_FLOAT
      case .float64: SF_FORMAT_DOUBLE
      }
    return Int32(truncatingIfNeeded: kind | coding)
  }

  /// Bytes of one uncompressed sample in libsndfile's format code, as far as it is an allowed one.
  static func storedSampleBytes(format: Int32) -> Int {
    switch Int(format) & SF_FORMAT_SUBMASK {
    case SF_FORMAT_PCM_U8, SF_FORMAT_PCM_S8: 1
    case SF_FORMAT_PCM_16: 2
    case SF_FORMAT_PCM_24: 3
    case SF_FORMAT_DOUBLE: 8
    default: 4
    }
  }
}
