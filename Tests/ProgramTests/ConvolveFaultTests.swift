import Glibc
import SoundFiles
import Testing
import TestSupport

/// What a failing disk, and what kills the program, may do to an output: under its name stands the old
/// file or all of the new one, and the program says which.
@Suite struct ConvolveFaultTests {
  private static let oldBytes = Array("the old content".utf8)
  /// Of these tests, ten to a hundred times as much.
  private static let isLong = getenv("CONVOLVED_LONG_TESTS") != nil

  private let bench: ConvolveBench
  private let notes: TemporaryFolder

  init() throws {
    bench = try ConvolveBench()
    notes = try TemporaryFolder()
    try bench.write([noise(20_000, seed: 1)], as: "in.wav", .int16)
    try bench.write([decay(400, seed: 2)], as: "ir.wav")
  }

  /// A way to make an output.
  struct Way: CustomTestStringConvertible {
    var command = ["render", "in.wav", "--ir", "ir.wav"]
    let output: String
    let options: [String]
    /// Whether an old file is replaced.
    let replaces: Bool

    var testDescription: String {
      "\(command[0]) \(output) \(options.joined(separator: " "))\(replaces ? ", replacing" : "")"
    }
  }

  static let ways = [
    Way(output: "out.wav", options: [], replaces: false),
    Way(output: "out.wav", options: ["--normalize", "peak"], replaces: true),
    Way(output: "out.flac", options: [], replaces: true),
    Way(output: "out.aiff", options: [], replaces: false),
    Way(command: ["convert", "ir.wav"], output: "out.txt", options: [], replaces: true),
    Way(
      command: ["convert", "ir.wav"], output: "out.wav", options: ["--trim-end", "-40"],
      replaces: false),
  ]

  private func start(
    _ way: Way, at call: Int, _ span: String = "once", code: Int32
  ) throws -> RunningProgram {
    try bench.start(
      way.command + ["-o", way.output, "--force"] + way.options, failingAt: call, span, code: code,
      countingIn: notes.path("count"))
  }

  /// Has the output's name hold the old file, or nothing.
  private func prepare(_ way: Way) throws {
    unlink(bench.folder.path(way.output))
    if way.replaces { try bench.folder.write(Self.oldBytes, as: way.output) }
  }

  /// What a render without faults makes, and how many of its calls can fail.
  private func whole(_ way: Way) throws -> (bytes: [UInt8], callCount: Int) {
    try prepare(way)
    let result = try start(way, at: 0, code: 0).result()
    try #require(result.status == 0, "\(result.errors)")
    let count = String(decoding: try notes.bytes("count"), as: UTF8.self)
    return (try bench.folder.bytes(way.output), try #require(Int(count)))
  }

  /// What stands under the output's name; `nil` for nothing.
  private func found(_ way: Way) throws -> [UInt8]? {
    bench.folder.names.contains(way.output) ? try bench.folder.bytes(way.output) : nil
  }

  @Test("every call that fails, once and for ever, costs nothing", arguments: ways)
  func everyCall(way: Way) throws {
    let (new, callCount) = try whole(way)
    #expect(callCount > 7)
    for call in 1...callCount {
      let faults = [("once", EIO), ("ever", ENOSPC), ("ever", EIO), ("once", ENOSPC)]
      for (span, code) in faults.prefix(Self.isLong ? 4 : 2) {
        try prepare(way)
        let result = try start(way, at: call, span, code: code).result()
        let found = try found(way)
        let isNew = found == new
        let isOld = found == (way.replaces ? Self.oldBytes : nil)
        let place: Comment = "call \(call) \(span) \(code): \(result.ending) \(result.errors)"
        #expect(isNew || isOld, place)
        switch result.ending {
        // Only a folder that cannot be opened to be flushed is no reason to complain.
        case .exited(0): #expect(isNew, place)
        case .exited(73), .exited(74): #expect(result.errors.hasPrefix("convolve: out."), place)
        default: Issue.record(place)
        }
        let leftovers = bench.folder.names.filter {
          !["in.wav", "ir.wav", way.output].contains($0)
        }
        #expect(leftovers.isEmpty, place)
      }
    }
  }

  @Test("killed at every call, the name holds the old file or all of the new one", arguments: ways)
  func killedAtCall(way: Way) throws {
    let (new, callCount) = try whole(way)
    for call in 1...callCount {
      try prepare(way)
      let result = try start(way, at: call, code: 0).result()
      #expect(result.ending == .killed(signal: SIGKILL))
      let found = try found(way)
      let isGood = found == new || found == (way.replaces ? Self.oldBytes : nil)
      #expect(isGood, "call \(call)")
      for name in bench.folder.names where name.hasSuffix(".partial") {
        unlink(bench.folder.path(name))
      }
    }
  }

  @Test func `killed at any time, the name holds the old file or all of the new one`() throws {
    let way = Self.ways[1]
    let (new, _) = try whole(way)
    let time = try ContinuousClock().measure { _ = try start(way, at: 0, code: 0).result() }
    var generator = SeededGenerator(seed: 7)
    var endings = [false: 0, true: 0]
    for _ in 0..<(Self.isLong ? 1000 : 20) {
      try prepare(way)
      let program = try start(way, at: 0, code: 0)
      // The moment is what is tried; a program that has ended by then has its whole output.
      usleep(UInt32.random(in: 0...UInt32(1.1 * (time / .microseconds(1))), using: &generator))
      program.send(SIGKILL)
      let ending = try program.result().ending
      let found = try found(way)
      #expect(ending == .exited(0) || ending == .killed(signal: SIGKILL))
      let isGood = found == new || (found == Self.oldBytes && ending != .exited(0))
      #expect(isGood)
      endings[found == new, default: 0] += 1
      for name in bench.folder.names where name.hasSuffix(".partial") {
        unlink(bench.folder.path(name))
      }
    }
    if Self.isLong { #expect(endings.values.allSatisfy { $0 > 10 }) }
  }
}
