import Glibc
import SoundFiles
import TestSupport
import Testing

/// The files of `convert --split`: all of them appear, or none.
@Suite struct ConvolveGroupTests {
  private let bench: ConvolveBench
  private let notes: TemporaryFolder

  init() throws {
    bench = try ConvolveBench()
    notes = try TemporaryFolder()
    try bench.write((0..<3).map { decay(400, seed: $0) }, as: "ir.wav")
  }

  /// A way to split.
  struct Way: CustomTestStringConvertible {
    let ending: String
    /// Which of the three names are taken.
    let taken: [Int]

    var names: [String] { (1...3).map { "s-\($0)\(ending)" } }
    var testDescription: String { "\(ending), of which \(taken) exist" }
  }

  static let ways = [
    Way(ending: ".wav", taken: []), Way(ending: ".wav", taken: [0, 1, 2]),
    Way(ending: ".txt", taken: [1]), Way(ending: ".f32", taken: [0, 2]),
  ]

  private func old(_ index: Int) -> [UInt8] { Array("old \(index)".utf8) }

  private func prepare(_ way: Way) throws {
    for name in bench.folder.names where name != "ir.wav" { unlink(bench.folder.path(name)) }
    for index in way.taken { try bench.folder.write(old(index), as: way.names[index]) }
  }

  private func split(
    _ way: Way, failingAt call: Int, _ span: String = "once", code: Int32
  ) throws -> ProgramResult {
    try prepare(way)
    return try bench.start(
      ["convert", "ir.wav", "--split", "--force", "-o", "s\(way.ending)"], failingAt: call, span,
      code: code, countingIn: notes.path("count")
    ).result()
  }

  /// What the three names hold; `nil` for nothing.
  private func found(_ way: Way) throws -> [[UInt8]?] {
    let names = bench.folder.names
    return try way.names.map { names.contains($0) ? try bench.folder.bytes($0) : nil }
  }

  private func whole(_ way: Way) throws -> (bytes: [[UInt8]?], callCount: Int) {
    let result = try split(way, failingAt: 0, code: 0)
    try #require(result.status == 0, "\(result.errors)")
    let count = String(decoding: try notes.bytes("count"), as: UTF8.self)
    let bytes = try found(way)
    try #require(bytes.allSatisfy { $0 != nil })
    return (bytes, try #require(Int(count)))
  }

  // EPERM is also what a file system says that has no hard links.
  @Test("each call that fails once leaves all old or all new files", arguments: ways, [EIO, EPERM])
  func once(way: Way, code: Int32) throws {
    let (new, callCount) = try whole(way)
    #expect(callCount > 12)
    let before = (0..<3).map { way.taken.contains($0) ? old($0) : nil }
    for call in 1...callCount {
      let result = try split(way, failingAt: call, code: code)
      let found = try found(way)
      let isNew = found == new, isOld = found == before
      let place: Comment = "call \(call): \(result.ending) \(result.errors)"
      #expect(isNew || isOld, place)
      if result.status == 0 {
        #expect(isNew, place)
      } else {
        #expect([73, 74].contains(result.status) && result.errors.hasPrefix("convolve: s-"), place)
        #expect(isOld || result.errors.contains("is complete, but its folder"), place)
      }
      let names = bench.folder.names.filter { $0 != "ir.wav" && !way.names.contains($0) }
      #expect(names.isEmpty, place)
    }
  }

  @Test("a disk that fails for ever loses no old content, and says where it is", arguments: ways)
  func ever(way: Way) throws {
    let (new, callCount) = try whole(way)
    for call in 1...callCount {
      let result = try split(way, failingAt: call, "ever", code: EIO)
      let found = try found(way)
      let place: Comment = "call \(call): \(result.ending) \(result.errors)"
      if found == new { continue }
      #expect([73, 74].contains(result.status), place)
      for index in 0..<3 where found[index] != (way.taken.contains(index) ? old(index) : nil) {
        // Its whole path is said.
        let words = result.errors.split(separator: " ").map {
          $0.filter { $0 != ";" && $0 != "\n" }
        }
        let kept = try words.filter { $0.hasSuffix(".partial") }.map { word in
          try bench.folder.bytes(String(word[(word.lastIndex(of: "/") ?? word.startIndex)...]))
        }
        #expect(kept.contains(old(index)), place)
        #expect(result.errors.contains("\(way.names[index]) could not be brought back"), place)
      }
    }
  }

  @Test("killed anywhere, each name holds its old or all of its new file", arguments: ways)
  func killed(way: Way) throws {
    let (new, callCount) = try whole(way)
    for call in 1...callCount {
      let result = try split(way, failingAt: call, code: 0)
      #expect(result.ending == .killed(signal: SIGKILL))
      let found = try found(way)
      for index in 0..<3 {
        let isOld = found[index] == (way.taken.contains(index) ? old(index) : nil)
        let isNew = found[index] == new[index]
        #expect(isNew || isOld, "call \(call)")
      }
    }
  }

  @Test func `a name that is taken keeps all of them from being written`() throws {
    for name in Self.ways[0].names {
      try bench.folder.write(old(0), as: name)
      let before = bench.folder.names
      let result = try bench.run("convert", "ir.wav", "--split", "-o", "s.wav")
      #expect(result.status == 73)
      #expect(result.errors.contains("\(name): exists already"))
      #expect(bench.folder.names == before)
      unlink(bench.folder.path(name))
    }
  }
}
