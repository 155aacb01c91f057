import Testing

@testable import SoundFiles

@Suite struct TapTests {
  @Test func `text is read back bit for bit, with its rate`() throws {
    let channels = [[0.1, -1.0 / 3, 5e-324, 1e-7], [1, 0, -0.0, 123_456.789]]
    let table = TapTable(channels: channels, sampleRate: 96000)
    for separator: Character in [" ", ",", ";", "\t"] {
      let back = try TapTable(text: table.text(separator: separator), path: "taps.csv")
      #expect(back == table)
      #expect(back.channels[1][2].sign == .minus)
    }
  }

  @Test(arguments: [
    ("0.5\n0.25\n", [[0.5, 0.25]]),
    ("0.5 0.25 1e-3\n", [[0.5, 0.25, 0.001]]),
    ("* exported\n\n 0.5\t-0.5\r\n 1 ; 2\r\n", [[0.5, 1], [-0.5, 2]]),
    ("1,2\n-3,4.5\n", [[1, -3], [2, 4.5]]),
  ])
  func `a line is a frame, and a single line one channel`(
    _ text: String, _ channels: [[Double]]
  ) throws {
    #expect(try TapTable(text: text, path: "taps.txt").channels == channels)
  }

  @Test(arguments: [
    ("", "no numbers"), ("# nothing\n", "no numbers"), ("1\nx\n", "line 2: \"x\""),
    ("1 2\n3\n", "line 2"), ("1,,2\n", "empty column"), ("nan\n", "no finite number"),
    ("1e39\n", "no finite number"), ("0,5\n1,0\n", "decimal commas"),
  ])
  func `text that is no table of taps is refused with its place`(_ text: String, _ words: String) {
    #expect {
      try TapTable(text: text, path: "taps.txt")
    } throws: { error in
      (error as? SoundFileError)?.kind == .malformed && "\(error)".contains(words)
    }
  }

  @Test(arguments: RawTaps.Format.allCases)
  func `raw samples are read back to their last bit`(_ format: RawTaps.Format) throws {
    // Steps that 16 bits hold, both signs and the lowest.
    let channels = [[-1, 0.5, 0], [1.0 / 32768, -3.0 / 32768, 32767.0 / 32768]]
    let raw = RawTaps(channels: channels, format: format)
    #expect(raw.bytes.count == 6 * format.sample.byteCount)
    #expect(raw.clippedSampleCount == 0)
    #expect(try RawTaps(bytes: raw.bytes, format: format).channels(count: 2, path: "x") == channels)
  }

  @Test func `raw samples are little-endian`() {
    func bytes(_ format: RawTaps.Format) -> [UInt8] {
      RawTaps(channels: [[0.5]], format: format).bytes
    }
    #expect(bytes(.s16le) == [0, 0x40])
    #expect(bytes(.s24le) == [0, 0, 0x40])
    #expect(bytes(.s32le) == [0, 0, 0, 0x40])
    #expect(bytes(.f32le) == [0, 0, 0, 0x3F])
    #expect(bytes(.f64le) == [0, 0, 0, 0, 0, 0, 0xE0, 0x3F])
  }

  @Test func `what no integer holds is counted`() {
    #expect(RawTaps(channels: [[1.5, -2, 0.5]], format: .s16le).clippedSampleCount == 2)
  }

  @Test(arguments: [
    ([UInt8](repeating: 0, count: 7), "7 bytes"), ([], "0 bytes"),
    ([0, 0, 0xC0, 0x7F, 0, 0, 0, 0], "check the format"),
  ])
  func `bytes that are no frames are refused`(_ bytes: [UInt8], _ words: String) {
    #expect {
      try RawTaps(bytes: bytes, format: .f32le).channels(count: 2, path: "x.raw")
    } throws: { error in
      "\(error)".contains(words)
    }
  }
}
