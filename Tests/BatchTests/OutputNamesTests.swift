import Batch
import Testing

@Suite struct OutputNamesTests {
  private func names(
    _ inputs: [String], folder: String = "out", ending: String? = nil
  ) throws -> [String] {
    let items = inputs.map { BatchItem(input: $0) }
    let names = OutputNames(folder: folder, ending: ending, items: items)
    return try items.map { try names.name(of: $0, response: nil) }
  }

  @Test func `folders that all inputs share are left out and the others kept`() throws {
    #expect(try names(["dry/a.wav", "dry/b.wav"]) == ["out/a.wav", "out/b.wav"])
    #expect(try names(["d/x/a.wav", "d/y/a.wav"]) == ["out/x/a.wav", "out/y/a.wav"])
    #expect(try names(["/d/x/a.wav", "/d/b.wav"]) == ["out/x/a.wav", "out/b.wav"])
    #expect(try names(["./d//a.wav", "d/./b.wav"], folder: "out/") == ["out/a.wav", "out/b.wav"])
    #expect(try names(["../a.wav", "../b.wav"]) == ["out/a.wav", "out/b.wav"])
    #expect(try names(["/a.wav", "b.wav"]) == ["out/a.wav", "out/b.wav"])
  }

  @Test func `a format changes the ending, and an impulse response adds its name`() throws {
    #expect(try names(["a.b.wav", ".c"], ending: "flac") == ["out/a.b.flac", "out/.c.flac"])
    let item = BatchItem(input: "a.wav")
    let names = OutputNames(folder: "", ending: nil, items: [item])
    #expect(try names.name(of: item, response: "rirs/hall.flac") == "a-hall.wav")
  }

  @Test func `a name in the list lies in the folder unless it is absolute`() throws {
    var item = BatchItem(input: "a.wav")
    let names = OutputNames(folder: "out", ending: nil, items: [item])
    item.output = "x/b.wav"
    #expect(try names.name(of: item, response: nil) == "out/x/b.wav")
    item.output = "/x/b.wav"
    #expect(try names.name(of: item, response: nil) == "/x/b.wav")
  }

  @Test func `what would leave the folder is refused`() {
    #expect(throws: BatchError.self) { try names(["../a.wav", "b.wav"]) }
  }

  @Test func `two inputs for one output are refused by name`() {
    let error = #expect(throws: BatchError.self) {
      try OutputNames.demandDistinct([("a.wav", "o/x.wav"), ("b.wav", "./o//x.wav")])
    }
    #expect(
      error?.description == """
        ./o//x.wav: would be written for a.wav and for b.wav; give each a name of its own as "out" \
        in the list
        """)
  }
}
