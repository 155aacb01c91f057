internal import CSndfile

/// The header of a WAV file that comes through a pipe.
///
/// libsndfile looks forward and back in a file. Here its first bytes are read in order up to the
/// samples, which then are read by libsndfile as bare ones.
struct WaveStream {
  let channelCount: Int
  let sampleRate: Int
  /// libsndfile's code for the samples, as bare ones.
  let format: Int32
  /// Bytes of samples; `nil` where the header does not say, as one that was written to a pipe.
  let sampleBytes: Int?

  /// Bytes in front of the samples beyond which there is no sense in looking.
  private static let headerLimit = 16 << 20

  /// - Parameter input: behind the first twelve bytes, which announced a WAV file.
  /// - Errors: `malformed`, `unsupported`.
  init(_ input: PipeInput, path: String) throws(SoundFileError) {
    var block: [UInt8]?
    var read = 0
    while true {
      let head = input.bytes(8)
      if let code = input.failure { throw SoundFileError.reading(path, code: code) }
      let size = head.count == 8 ? Self.number(head[4..<8]) : 0
      let name = String(decoding: head.prefix(4), as: UTF8.self)
      read += 8 + size
      if name == "data", let block {
        try self.init(block, size: size, path: path)
        return
      }
      guard head.count == 8, read < Self.headerLimit else {
        throw Self.refusal(path, "has a header without samples; send a WAV file")
      }
      let content = input.bytes(size + size % 2)
      if name == "fmt " { block = content }
    }
  }

  private init(_ block: [UInt8], size: Int, path: String) throws(SoundFileError) {
    guard block.count >= 16 else { throw Self.refusal(path, "has a damaged header") }
    let bits = Self.number(block[14..<16])
    var coding = Self.number(block[0..<2])
    if coding == 0xFFFE, block.count >= 26 { coding = Self.number(block[24..<26]) }
    channelCount = Self.number(block[2..<4])
    sampleRate = Self.number(block[4..<8])
    guard let code = Self.code(coding, bits: bits) else {
      throw SoundFileError(
        kind: .unsupported, path: path,
        message: "has a coding that is not read; send PCM or float")
    }
    guard Self.number(block[12..<14]) == channelCount * bits / 8 else {
      throw Self.refusal(path, "has a header that contradicts itself")
    }
    format = Int32(truncatingIfNeeded: SF_FORMAT_RAW | code | SF_ENDIAN_LITTLE)
    sampleBytes = HeaderClaim.isPlaceholder(UInt64(size)) ? nil : size
  }

  /// What libsndfile is told.
  var head: SF_INFO {
    var head = SF_INFO()
    head.format = format
    head.channels = Int32(clamping: channelCount)
    head.samplerate = Int32(clamping: sampleRate)
    return head
  }

  private static func code(_ coding: Int, bits: Int) -> Int? {
    switch (coding, bits) {
    case (1, 8): SF_FORMAT_PCM_U8
    case (1, 16): SF_FORMAT_PCM_16
    case (1, 24): SF_FORMAT_PCM_24
    case (1, 32): SF_FORMAT_PCM_32
    case (3, 32): SF_FORMAT_FLOAT
    case (3, 64): SF_FORMAT_DOUBLE
    default: nil
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func refusal(_ path: String, _ message: String) -> SoundFileError {
    SoundFileError(kind: .malformed, path: path, message: message)
  }
}
