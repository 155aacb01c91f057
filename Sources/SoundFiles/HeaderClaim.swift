/// How many bytes of samples a header promises.
///
/// libsndfile quietly cuts the promise down to what the file holds, so a download that broke off
/// looks like a shorter recording. Only the header itself tells the two apart.
///
/// - Complexity: one small read per block of the container, at most ``blockLimit``.
struct HeaderClaim {
  /// Headers with more blocks than this in front of their samples are not followed further.
  static let blockLimit = 1024

  /// Bytes of samples promised, or `nil` when the header does not say: not found, or the
  /// placeholder of a program that wrote to a pipe.
  let sampleBytes: Int?

  init(_ file: InputFile, _ container: SoundContainer) {
    let claimed: UInt64? =
      switch container {
      case .wav: Self.riffSamples(file)
      case .rf64: Self.longRiffSamples(file)
      case .w64: Self.wave64Samples(file)
      case .aiff: Self.aiffSamples(file)
      case .caf: Self.cafSamples(file)
      case .flac: nil
      }
    sampleBytes = claimed.flatMap(Int.init(exactly:))
  }

  private static func riffSamples(_ file: InputFile) -> UInt64? {
    guard let size = size(of: "data", in: file, from: 12, order: .little) else { return nil }
    return isPlaceholder(size) ? nil : size
  }

  /// Whether a size is what ffmpeg (0xFFFFFFFF) and sox (just under 2 GiB) write when they cannot
  /// seek back.
  static func isPlaceholder(_ size: UInt64) -> Bool {
    size == 0 || size == 0xFFFF_FFFF || (0x7FFF_F000...0x7FFF_FFFF).contains(size)
  }

  private static func longRiffSamples(_ file: InputFile) -> UInt64? {
    guard let size = size(of: "data", in: file, from: 12, order: .little) else { return nil }
    guard size == 0xFFFF_FFFF else { return size }
    guard let sizes = file.bytes(at: 12, count: 24), Array(sizes[0..<4]) == Array("ds64".utf8)
    else { return nil }
    return number(sizes[16..<24], .little)
  }

  private static func wave64Samples(_ file: InputFile) -> UInt64? {
    var offset: Int = 40
    for _ in 0..<blockLimit {
      guard let head = file.bytes(at: offset, count: 24) else { return nil }
      let size = number(head[16..<24], .little)
      guard size >= 24 else { return nil }
      if Array(head[0..<16]) == Wave64.samples { return size - 24 }
      guard let next = following(offset, skip: size, aligned: 8) else { return nil }
      offset = next
    }
    return nil
  }

  private static func aiffSamples(_ file: InputFile) -> UInt64? {
    guard let size = size(of: "SSND", in: file, from: 12, order: .big), size > 8 else { return nil }
    return size - 8
  }

  private static func cafSamples(_ file: InputFile) -> UInt64? {
    var offset: Int = 8
    for _ in 0..<blockLimit {
      guard let head = file.bytes(at: offset, count: 12) else { return nil }
      let size = number(head[4..<12], .big)
      if Array(head[0..<4]) == Array("data".utf8) {
        // All ones: "until the end of the file". Four bytes are an edit count.
        return size == UInt64.max || size < 4 ? nil : size - 4
      }
      guard let next = following(offset + 12, skip: size, aligned: 1) else { return nil }
      offset = next
    }
    return nil
  }

  /// The size field of the first block called `name` in a RIFF or IFF file.
  private static func size(
    of name: String, in file: InputFile, from start: Int, order: ByteOrder
  ) -> UInt64? {
    var offset = start
    for _ in 0..<blockLimit {
      guard let head = file.bytes(at: offset, count: 8) else { return nil }
      let size = number(head[4..<8], order)
      if Array(head[0..<4]) == Array(name.utf8) { return size }
      guard let next = following(offset + 8, skip: size, aligned: 2) else { return nil }
      offset = next
    }
    return nil
  }

  private static func following(_ offset: Int, skip: UInt64, aligned: UInt64) -> Int? {
    let (padded, tooFar) = skip.addingReportingOverflow(aligned - 1)
    guard !tooFar, let distance = Int(exactly: padded / aligned * aligned) else { return nil }
    let (next, beyond) = offset.addingReportingOverflow(distance)
    return beyond ? nil : next
  }

  private enum ByteOrder { case little, big }

  private static func number(_ bytes: ArraySlice<UInt8>, _ order: ByteOrder) -> UInt64 {
    switch order {
    case .little: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    case .big: bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
