/// The header of a WAV file that becomes RF64 when its sizes need more than 32 bits.
///
/// Written here, not by libsndfile: its WAV header wraps silently at 4 GiB, and its RF64 header
/// carries the time of day for float samples and is of the extensible kind even for small stereo
/// files, which Python's `wave` (before 3.12) and others refuse.
///
/// - Source: Microsoft/IBM Multimedia Programming Interface 1.0 (1991) and its 1994 extension;
///   EBU Tech 3306 (RF64): `ds64` comes first, its room is held by a `JUNK` block of equal length.
struct WaveHeader {
  /// When the long form is used.
  enum Form {
    case whenNeeded
    case always
  }

  let sample: SoundEncoding.Sample
  let channelCount: Int
  let sampleRate: Int
  let form: Form

  /// Bytes in front of the first sample, the same for every length of file.
  var byteCount: Int { bytes(sampleBytes: 0).count }

  /// The whole header for so many bytes of samples, without a pad byte that may follow them.
  ///
  /// - Parameter trailerBytes: of whole blocks behind them.
  func bytes(sampleBytes: Int, trailerBytes: Int = 0) -> [UInt8] {
    let frames = sampleBytes / frameBytes
    var blocks = block("fmt ", formatBlock)
    if !isPlainPCM { blocks += block("fact", little(min(frames, Self.longMark), 4)) }
    blocks += Array("data".utf8)
    // "WAVE", the block of sizes, and the length of the samples surround them.
    let riffBytes = 4 + 36 + blocks.count + 4 + sampleBytes + sampleBytes % 2 + trailerBytes
    let isLong = form == .always || riffBytes >= Self.longMark
    var header = Array((isLong ? "RF64" : "RIFF").utf8)
    header += little(isLong ? Self.longMark : riffBytes, 4)
    header += Array("WAVE".utf8)
    header +=
      isLong
      ? longSizes(riffBytes: riffBytes, sampleBytes: sampleBytes, frames: frames)
      : block("JUNK", [UInt8](repeating: 0, count: 28))
    header += blocks
    header += little(isLong ? Self.longMark : sampleBytes, 4)
    return header
  }

  /// The header in front of samples whose number is not known yet: its sizes are the largest, which
  /// readers of pipes take for "to the end".
  func openBytes() -> [UInt8] {
    var header = bytes(sampleBytes: 0)
    let size = little(Self.longMark, 4)
    header.replaceSubrange(4..<8, with: size)
    header.replaceSubrange(header.count - 4..<header.count, with: size)
    return header
  }

  /// In a 32-bit size: "look into `ds64`".
  private static let longMark = Int(UInt32.max)

  private var frameBytes: Int { channelCount * sample.byteCount }

  /// The extensible form is demanded for more than two channels; the plain one is read by more
  /// programs.
  private var isExtensible: Bool { channelCount > 2 }

  private var isPlainPCM: Bool { !isExtensible && sample.integerBits != nil }

  private var formatBlock: [UInt8] {
    let coding = sample.integerBits == nil ? 3 : 1
    let bits = sample.byteCount * 8
    var block = little(isExtensible ? 0xFFFE : coding, 2)
    block += little(channelCount, 2)
    block += little(sampleRate, 4)
    block += little(sampleRate * frameBytes, 4)
    block += little(frameBytes, 2)
    block += little(bits, 2)
    if isPlainPCM { return block }
    guard isExtensible else { return block + little(0, 2) }
    block += little(22, 2)
    block += little(bits, 2)
    // No speaker positions.
    block += little(0, 4)
    block += little(coding, 2)
    block += [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    return block
  }

  private func longSizes(riffBytes: Int, sampleBytes: Int, frames: Int) -> [UInt8] {
    var sizes = little(riffBytes, 8)
    sizes += little(sampleBytes, 8)
    sizes += little(frames, 8)
    sizes += little(0, 4)
    return block("ds64", sizes)
  }

  private func block(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little(content.count, 4) + content
  }

  private func little(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
