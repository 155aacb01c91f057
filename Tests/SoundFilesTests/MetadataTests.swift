import CSndfile
import Testing
import TestSupport

@testable import SoundFiles

@Suite struct MetadataTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Copies a file's frames and all that it carries.
  private func copy(_ source: String, to name: String) throws {
    let reader = try SoundFileReader(path: folder.path(source))
    let encoding = try SoundEncoding(path: name, like: reader.encoding)
    let writer = try SoundFileWriter(
      path: folder.path(name), sampleRate: reader.sampleRate, channelCount: reader.channelCount,
      encoding: encoding)
    writer.carry(reader.metadata)
    let frames = try readAll(reader)
    try writer.write(frames.span)
    try writer.commit()
  }

  /// Writes three frames with every text by libsndfile itself.
  private func writeTexts(as name: String, _ format: Int) throws {
    var head = SF_INFO()
    head.samplerate = 48_000
    head.channels = 1
    head.format = Int32(truncatingIfNeeded: format | SF_FORMAT_PCM_16)
    let file = sf_open(folder.path(name), Int32(SFM_WRITE), &head)
    for (number, text) in Self.texts { sf_set_string(file, Int32(number), text) }
    let frames: [Float] = [0.5, -0.25, 0.125]
    let written = sf_writef_float(file, frames, 3)
    sf_close(file)
    #expect(written == 3)
  }

  private static let texts = [
    (SF_STR_TITLE, "Ein Saal"), (SF_STR_ARTIST, "Nobody"), (SF_STR_COMMENT, "dry, 3 m"),
    (SF_STR_DATE, "2026-01-02"),
  ]

  /// The texts that libsndfile finds in a file.
  private func texts(in name: String) throws -> [String?] {
    var head = SF_INFO()
    let file = sf_open(folder.path(name), Int32(SFM_READ), &head)
    var found: [String?] = []
    for (number, _) in Self.texts {
      let text = sf_get_string(file, Int32(number))
      if let text { found.append(String(cString: text)) } else { found.append(nil) }
    }
    sf_close(file)
    return found
  }

  @Test(
    "texts go over from format to format, and the samples with them",
    arguments: ["a.wav", "a.flac"],
    ["b.wav", "b.flac", "b.rf64", "b.caf", "b.aiff"])
  func carried(source: String, target: String) throws {
    try writeTexts(as: source, source == "a.wav" ? SF_FORMAT_WAV : SF_FORMAT_FLAC)
    try copy(source, to: target)
    // AIFF has no place for a date here.
    let found = try texts(in: target)
    for (index, text) in Self.texts.prefix(3).enumerated() { #expect(found[index] == text.1) }
    #expect(try readAll(SoundFileReader(path: folder.path(target))) == [0.5, -0.25, 0.125])
  }

  @Test("a WAV file's blocks go over byte by byte, whatever comes between them")
  func blocks() throws {
    var bytes = wave(blocks: [
      ("bext", (0..<602).map { UInt8(truncatingIfNeeded: $0) }), ("junk", [9, 9, 9]),
      ("cue ", [1, 0, 0, 0] + [UInt8](repeating: 7, count: 24)), ("iXML", Array("<a/>x".utf8)),
    ])
    bytes.replaceSubrange(4..<8, with: little(bytes.count - 8))
    try folder.write(bytes, as: "a.wav")
    try copy("a.wav", to: "b.wav")
    let before = try SoundFileReader(path: folder.path("a.wav")).metadata
    let after = try SoundFileReader(path: folder.path("b.wav")).metadata
    #expect(before.blocks.map(\.name) == ["bext", "cue ", "iXML"])
    #expect(after.blocks == before.blocks)
    let written = try folder.bytes("b.wav")
    let size = written[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(size == written.count - 8)
  }

  @Test("a block that claims more than there is costs nothing and is left out")
  func lyingBlock() throws {
    var bytes = wave(blocks: [("cue ", [1, 2, 3, 4])])
    bytes.replaceSubrange(bytes.count - 8..<bytes.count - 4, with: little(0x7FFF_FFFF))
    try folder.write(bytes, as: "a.wav")
    #expect(try SoundFileReader(path: folder.path("a.wav")).metadata.blocks.isEmpty)
  }

  /// A WAV file of one frame of 16 bits with blocks behind it.
  private func wave(blocks: [(String, [UInt8])]) -> [UInt8] {
    var bytes = Array("RIFF".utf8) + little(0) + Array("WAVEfmt ".utf8) + little(16)
    bytes += [1, 0, 1, 0] + little(48_000) + little(96_000) + [2, 0, 16, 0]
    bytes += Array("data".utf8) + little(2) + [0, 64]
    for (name, content) in blocks {
      bytes += Array(name.utf8)
      bytes += little(content.count)
      bytes += content + [UInt8](repeating: 0, count: content.count % 2)
    }
    return bytes
  }

  private func little(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
