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

@Suite struct ShardTests {
  @Test(arguments: [1, 2, 3, 7])
  func `every file belongs to exactly one shard`(_ count: Int) {
    for place in 0..<50 {
      let holders = (1...count).count { Shard(typed: "\($0)/\(count)")?.contains(place) == true }
      #expect(holders == 1)
    }
  }

  @Test(arguments: ["0/2", "3/2", "1", "1/2/3", "a/2", "1/0", "-1/2", ""])
  func `what is no shard is refused`(_ text: String) { #expect(Shard(typed: text) == nil) }
}

@Suite struct OrderedResultsTests {
  @Test func `results come back in order whatever order they are done in`() {
    var results = OrderedResults<Int>(count: 5, window: 3)
    let taken = (0..<4).map { _ in results.next() }
    #expect(taken == [.work(0), .work(1), .work(2), .wait])
    results.finish(2, 20)
    let early = results.giveBack()
    #expect(early == nil)
    results.finish(0, 0)
    results.finish(1, 10)
    let given = (0..<4).map { _ in results.giveBack() }
    #expect(given == [0, 10, 20, nil])
    let last = (0..<3).map { _ in results.next() }
    #expect(last == [.work(3), .work(4), .end])
    #expect(!results.isDone)
    results.finish(4, 40)
    results.finish(3, 30)
    let end = (0..<2).map { _ in results.giveBack() }
    #expect(end == [30, 40])
    #expect(results.isDone)
  }
}

@Suite struct FinishedWorkTests {
  private func line(_ place: Int, isDone: Bool, bytes: Int = 44) -> String {
    var done = ManifestLine.Done()
    done.byteCount = bytes
    return ManifestLine(
      place: place, input: "in\(place)", output: "out\(place)", response: "ir", seed: .max,
      isEarly: false, noise: .init(source: "white", snrDecibels: 5),
      ending: isDone ? .done(done) : .failed(status: 65, error: "damaged")
    ).json.description
  }

  @Test func `what failed, what is missing and a torn line are to be done`() throws {
    let text = [line(0, isDone: true), line(1, isDone: false), line(2, isDone: true, bytes: 50)]
      .joined(separator: "\n") + "\n" + line(3, isDone: true).dropLast(5)
    let finished = try FinishedWork(name: "m", Array(text.utf8))
    #expect(finished.isTorn)
    #expect(finished.entries.keys.sorted() == [0, 2])
    #expect(finished.entries[2]?.byteCount == 50)
    #expect(finished.entries[2]?.output == "out2")
  }

  @Test func `the last line of a place counts, and lines are put in order`() throws {
    let lines = [line(2, isDone: true), line(0, isDone: false), line(0, isDone: true)]
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    let finished = try FinishedWork(name: "m", bytes)
    #expect(finished.entries.keys.sorted() == [0, 2])
    #expect(!finished.isTorn)
    let sorted = try FinishedWork.inOrder(name: "m", bytes)
    #expect(String(decoding: sorted, as: UTF8.self) == lines[2] + "\n" + lines[0] + "\n")
  }

  @Test(arguments: ["a.wav", "{}", "{\"v\":1,\"place\":0,\"ok\":true,\"in\":\"a\",\"out\":\"b\"}"])
  func `a file that is no manifest is never taken for one`(_ text: String) {
    #expect(throws: BatchError.self) { try FinishedWork(name: "m", Array((text + "\n").utf8)) }
  }

  @Test func `a line begins with what was chosen`() {
    let done = line(4, isDone: true)
    #expect(
      done.hasPrefix(
        """
        {"v":1,"place":4,"ok":true,"in":"in4","out":"out4","ir":"ir",\
        "seed":"18446744073709551615","early":false,"noise":"white","snr_db":5.0,
        """), "\(done)")
  }
}
