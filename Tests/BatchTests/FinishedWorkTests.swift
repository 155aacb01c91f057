import Batch
import JSON
import Testing

@Suite struct FinishedWorkTests {
  private func manifestLine(_ place: Int, isDone: Bool, bytes: Int = 44) -> ManifestLine {
    var done = ManifestLine.Done()
    done.byteCount = bytes
    return ManifestLine(
      place: place, input: "in\(place)", output: "out\(place)", response: "ir",
      responseChannels: ChannelNumbers([2, 1]), seed: .max, isEarly: false,
      noise: .init(source: "white", snrDecibels: 5),
      options: [.init("wet", "-6"), .init("correlate", true)],
      ending: isDone ? .done(done) : .failed(status: 65, error: "damaged"))
  }

  private func line(_ place: Int, isDone: Bool, bytes: Int = 44) -> String {
    manifestLine(place, isDone: isDone, bytes: bytes).json.description
  }

  /// What a file and a run that goes on with other choices differ in.
  private func difference(_ change: (inout ManifestLine) -> Void) throws -> ChoiceDifference? {
    let text = line(0, isDone: true) + "\n"
    var other = manifestLine(0, isDone: true)
    change(&other)
    return try FinishedWork(name: "m", Array(text.utf8)).entries[0]?.difference(from: other)
  }

  @Test func `what failed, what is missing and a torn line are to be done`() throws {
    let text =
      [line(0, isDone: true), line(1, isDone: false), line(2, isDone: true, bytes: 50)]
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
        {"v":1,"place":4,"ok":true,"in":"in4","out":"out4","ir":"ir","ir_channels":[2,1],\
        "seed":"18446744073709551615","early":false,"noise":"white","snr_db":5.0,\
        "options":{"wet":"-6","correlate":true},
        """), "\(done)")
  }

  @Test func `what a file was written with and a run is not is named with both values`() throws {
    #expect(try difference { _ in } == nil)
    #expect(try difference { $0.ending = .done(.init()) } == nil)
    for (change, before, now) in [
      ({ $0.options[0] = .init("wet", "-9") }, "with --wet -6", "with --wet -9"),
      ({ $0.options.remove(at: 1) }, "with --correlate", "without --correlate"),
      ({ $0.options.append(.init("dry", "0")) }, "without --dry", "with --dry 0"),
      ({ $0.seed = 3 }, "with seed \"18446744073709551615\"", "with 3"),
      ({ $0.response = "other" }, "with ir \"ir\"", "with \"other\""),
      ({ $0.responseChannels = nil }, "with ir_channels [2,1]", "with null"),
      ({ $0.noise = nil }, "with noise \"white\"", "with null"),
      ({ $0.noise?.snrDecibels = 5.5 }, "with snr_db 5.0", "with 5.5"),
    ] as [((inout ManifestLine) -> Void, String, String)] {
      let found = try difference(change)
      #expect(found?.before == before && found?.now == now, "\(String(describing: found))")
    }
  }
}
