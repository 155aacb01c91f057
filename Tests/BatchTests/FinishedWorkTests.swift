import Batch
import JSON
import Testing

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
        {"v":1,"place":4,"ok":true,"in":"in4","out":"out4","ir":"ir",\
        "seed":"18446744073709551615","early":false,"noise":"white","snr_db":5.0,
        """), "\(done)")
  }
}
