import Batch
import JSON
import Testing

@Suite struct ContentDigestTests {
  private func digest(_ pieces: [UInt8]...) -> ContentDigest {
    var digest = ContentDigest()
    for piece in pieces { digest.add(piece[...]) }
    return digest
  }

  @Test func `the checksum is that of gzip, whatever pieces a file is read in`() {
    let text = Array("123456789".utf8)
    // The check value of CRC-32.
    #expect(digest(text).description == "9 bytes, CRC-32 cbf43926")
    for split in 0...text.count {
      #expect(digest(Array(text[..<split]), [], Array(text[split...])) == digest(text))
    }
    #expect(digest().description == "0 bytes, CRC-32 00000000")
  }

  @Test func `zeros in front and behind count, and small checksums have eight digits`() {
    #expect(digest([0]) != digest([0, 0]))
    #expect(digest([0, 1]) != digest([1, 0]))
    for byte in UInt8.min...UInt8.max { #expect(digest([byte]).hexadecimal.utf8.count == 8) }
  }

  @Test func `a manifest keeps what files held, and gives it back`() throws {
    var done = ManifestLine.Done()
    done.byteCount = 50
    done.inputByteCount = 44
    done.applied = [
      AppliedFile(path: "a \"b\".wav", digest: digest([1, 2, 3])),
      AppliedFile(path: "n.wav", digest: digest(Array(repeating: 7, count: 1000))),
    ]
    let line = ManifestLine(
      place: 3, input: "in", output: "out", response: "a \"b\".wav", seed: 1, isEarly: false,
      noise: nil, ending: .done(done)
    ).json.description
    #expect(
      line.hasSuffix(
        """
        "bytes":50,"bytes_in":44,"applied":{"a \\"b\\".wav":{"bytes":3,"crc32":"55bc801d"},\
        "n.wav":{"bytes":1000,"crc32":"\(done.applied[1].digest.hexadecimal)"}}}
        """), "\(line)")
    let entry = try FinishedWork(name: "m", Array((line + "\n").utf8)).entries[3]
    #expect(entry?.inputByteCount == 44)
    #expect(entry?.applied == done.applied)
  }

  @Test(arguments: [
    "{\"bytes\":3}", "{\"bytes\":3,\"crc32\":\"55bc801\"}", "{\"bytes\":3,\"crc32\":\"55bc801g\"}",
    "{\"bytes\":\"3\",\"crc32\":\"55bc801d\"}", "{\"bytes\":-3,\"crc32\":\"55bc801d\"}",
    "{\"bytes\":3,\"crc32\":\"+5bc801d\"}", "7",
  ])
  func `a line that does not say what a file held is none`(_ content: String) {
    let line = """
      {"v":1,"place":0,"ok":true,"in":"a","out":"b","options":{},"bytes":44,"applied":{"r":\(content)}}

      """
    #expect(throws: BatchError.self) { try FinishedWork(name: "m", Array(line.utf8)) }
  }

  @Test func `a line without them is one of an earlier version`() throws {
    let line = """
      {"v":1,"place":0,"ok":true,"in":"a","out":"b","options":{},"bytes":44}

      """
    let entry = try FinishedWork(name: "m", Array(line.utf8)).entries[0]
    #expect(entry?.byteCount == 44 && entry?.inputByteCount == nil && entry?.applied == nil)
  }
}
