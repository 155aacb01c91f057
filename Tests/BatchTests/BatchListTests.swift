import Batch
import Testing

@Suite struct BatchListTests {
  private func items(_ text: String, _ format: ListFormat) throws -> [BatchItem] {
    try BatchList(name: "list", format: format).items(Array(text.utf8))
  }

  private func complaint(_ text: String, _ format: ListFormat) -> String {
    do {
      return "\(try items(text, format))"
    } catch {
      return "\(error)"
    }
  }

  @Test func `a text names a file on each line`() throws {
    let found = try items("\u{FEFF}a.wav\r\n\n# left out\nb/c d.flac\n  \n./#e.wav", .text)
    #expect(found.map(\.input) == ["a.wav", "b/c d.flac", "./#e.wav"])
  }

  @Test func `JSON lines and a table say the same`() throws {
    let lines = """
      {"in": "a.wav", "ir": "r,\\"1\\".wav", "ir_channels": [2, 1], "snr": 7.5, "seed": 3, "early": true, "out": "x.wav"}
      {"in": "b.wav", "noise": "white", "early": false, "seed": null, "ir_channels": 3}
      """
    let table = """
      in,ir,ir_channels,snr,seed,early,out,noise
      a.wav,"r,""1"".wav","2,1",7.5,3,true,x.wav,
      b.wav,,3,,,false,,white
      """
    var first = BatchItem(input: "a.wav"), second = BatchItem(input: "b.wav")
    first.response = "r,\"1\".wav"
    (first.snrDecibels, first.seed, first.isEarly, first.output) = (7.5, 3, true, "x.wav")
    (first.responseChannels, second.responseChannels) = (
      ChannelNumbers([2, 1]), ChannelNumbers(typed: "3")
    )
    (second.noise, second.isEarly) = ("white", false)
    #expect(try items(lines, .jsonl) == [first, second])
    #expect(try items(table, .csv) == [first, second])
  }

  @Test(arguments: [
    ("{\"in\": \"a\"}\n{\"inn\": \"b\"}", "list:2: \"inn\" is not known; did you mean \"in\"?"),
    ("{\"ir\": \"a\"}", "list:1: says no \"in\", the sound file; add it"),
    ("{\"in\": 3}", "list:1: \"in\" is 3; allowed is the name of a file"),
    (
      "{\"in\": \"a\", \"snr\": \"loud\"}",
      "list:1: \"snr\" is \"loud\"; allowed is a number of dB from -100 to 100"
    ),
    (
      "{\"in\": \"a\", \"seed\": -1}",
      "list:1: \"seed\" is -1; allowed is a whole number, 0 or more"
    ),
    (
      "{\"in\": \"a\", \"ir_channels\": [1, 0]}",
      "list:1: \"ir_channels\" is [1,0]; allowed is numbers from 1 to 256 with commas between them, "
        + "as 2,1"
    ),
    ("[1]", "list:1: is no object of JSON; write {\"in\": \"a.wav\"}, a line for each file"),
    ("\n\n", "list: names no files; give one on each line"),
  ])
  func `a mistake in JSON lines is named with its line`(_ text: String, _ sentence: String) {
    #expect(complaint(text, .jsonl) == sentence)
  }

  @Test(arguments: [
    ("in,irr\na,b", "list:1: \"irr\" is not known; did you mean \"ir\"?"),
    ("ir,snr\na,1", "list:1: names no column \"in\", which holds the sound files; add it"),
    ("in,in\na,b", "list:1: names the column \"in\" twice; leave one out"),
    (
      "in,ir\na,b\nc", "list:3: has 1 values and the first line names 2 columns; make them equal"
    ),
    ("in,ir\n\"a,b", "list:2: has a quote that is not closed on the same line; close it"),
    (
      "in,ir\n\"a\"x,b", "list:2: has \"x\" behind a closing quote; only a comma may follow it"
    ),
    ("in,early\na,yes", "list:2: \"early\" is \"yes\"; allowed is true or false"),
  ])
  func `a mistake in a table is named with its line`(_ text: String, _ sentence: String) {
    #expect(complaint(text, .csv) == sentence)
  }

  @Test func `broken JSON, bytes that are no text and endless lines are refused`() {
    #expect(complaint("{\"in\": \"a\"}\n{\"in\"", .jsonl).hasPrefix("list:2: is no object of JSON"))
    let list = BatchList(name: "list", format: .text)
    for bytes in [[0x61, 0xFF, 0x62], [0x61, 0, 0x62], [UInt8](repeating: 0x61, count: 70_000)] {
      #expect(throws: BatchError.self) { try list.items(bytes) }
    }
  }

  @Test func `the format is told by the name, or by the first character of a pipe`() {
    #expect(ListFormat(name: "a/b.csv", bytes: []) == .csv)
    #expect(ListFormat(name: "b.JSONL", bytes: []) == .jsonl)
    #expect(ListFormat(name: "wav.scp", bytes: Array("{".utf8)) == .text)
    #expect(ListFormat(name: "-", bytes: Array("{\"in\"".utf8)) == .jsonl)
    #expect(ListFormat(name: "-", bytes: Array("a.wav".utf8)) == .text)
  }
}
