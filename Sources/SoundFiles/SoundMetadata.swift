internal import CSndfile

/// What a sound file carries beside its samples: texts, marks, where it comes from.
///
/// From one WAV file to another everything goes over byte by byte: texts (`LIST`), marks (`cue `) and
/// loops (`smpl`), the broadcast extension (`bext`), `iXML`, `aXML` and ID3. Between other formats it is
/// the texts that libsndfile knows: title, artist, album, date, genre, track, comment, copyright,
/// licence.
public struct SoundMetadata: Equatable, Sendable {
  /// A block of a WAV file as it lies there, without the pad byte that may follow it.
  struct Block: Equatable, Sendable {
    var name: String
    var bytes: [UInt8]
  }

  /// A text, by libsndfile's number and by its name in a `LIST` block.
  struct Text: Equatable, Sendable {
    var number: Int32
    var text: String
  }

  var blocks: [Block] = []
  var texts: [Text] = []

  /// Bytes of blocks beyond which nothing more is kept.
  static let byteLimit = 16 << 20

  private static let blockNames: Set = [
    "LIST", "cue ", "smpl", "bext", "iXML", "aXML", "axml", "id3 ", "ID3 ",
  ]

  /// Numbers of libsndfile and names in a `LIST` block. The program that wrote the file is not among
  /// them: it is another now.
  private static let textNames: [(Int, String?)] = [
    (SF_STR_TITLE, "INAM"), (SF_STR_COPYRIGHT, "ICOP"), (SF_STR_ARTIST, "IART"),
    (SF_STR_COMMENT, "ICMT"), (SF_STR_DATE, "ICRD"), (SF_STR_ALBUM, "IPRD"),
    (SF_STR_LICENSE, nil), (SF_STR_TRACKNUMBER, "ITRK"), (SF_STR_GENRE, "IGNR"),
  ]

  /// Nothing.
  init() {}

  /// Reads what an open file carries.
  init(_ file: InputFile, _ container: SoundContainer, _ sound: OpaquePointer) {
    for (number, _) in Self.textNames {
      guard let text = sf_get_string(sound, Int32(number)) else { continue }
      texts.append(Text(number: Int32(number), text: String(cString: text)))
    }
    if container == .wav || container == .rf64 { readBlocks(file) }
  }

  private mutating func readBlocks(_ file: InputFile) {
    var offset = 12
    var kept = 0
    var longSize: Int?
    for _ in 0..<HeaderClaim.blockLimit {
      guard let head = file.bytes(at: offset, count: 8) else { return }
      let name = String(decoding: head[0..<4], as: UTF8.self)
      var size = Self.number(head[4..<8])
      if name == "ds64", let sizes = file.bytes(at: offset + 8, count: 16) {
        longSize = Self.number(sizes[8..<16])
      }
      if name == "data", size == Int(UInt32.max) { size = longSize ?? size }
      if Self.blockNames.contains(name), kept + size <= Self.byteLimit,
        let bytes = file.bytes(at: offset + 8, count: size)
      {
        blocks.append(Block(name: name, bytes: bytes))
        kept += size
      }
      guard size <= file.byteCount - offset else { return }
      offset += 8 + size + size % 2
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    Int(clamping: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// The blocks that follow the samples of a WAV file: those that were read from one, or else one of
  /// the texts.
  var waveBytes: [UInt8] {
    if !blocks.isEmpty { return blocks.flatMap { Self.block($0.name, $0.bytes) } }
    let known = texts.flatMap { text -> [UInt8] in
      let name = Self.textNames.first { $0.0 == Int(text.number) }?.1
      return name.map { Self.block($0, Array(text.text.utf8) + [0]) } ?? []
    }
    return known.isEmpty ? [] : Self.block("LIST", Array("INFO".utf8) + known)
  }

  private static func block(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let size = (0..<4).map { UInt8(truncatingIfNeeded: content.count >> (8 * $0)) }
    return Array(name.utf8) + size + content
      + [UInt8](repeating: 0, count: content.count % 2)
  }

  /// Gives the texts to a file that libsndfile writes, as far as its format has a place for them.
  func hand(to sound: OpaquePointer) {
    for text in texts { sf_set_string(sound, text.number, text.text) }
  }
}
