import Control
import JSON
import Testing
import TestSupport

/// Whatever comes in a line, the answer is a request or one sentence.
@Suite struct DecoderFuzzTests {
  /// What the line was found to be.
  private enum Finding: Hashable { case request, noJSON, refused }

  private func decode(_ bytes: [UInt8]) -> Finding {
    guard let json = try? JSONValue(parsing: bytes) else { return .noJSON }
    do throws(ControlFailure) {
      let request = try ControlRequest(json)
      // What was accepted is written and read as the same.
      if (try? ControlRequest(request.json)) != request { Issue.record("\(request)") }
      return .request
    } catch {
      if !error.message.hasSuffix(".") || error.message.count > 400 { Issue.record("\(error)") }
      return .refused
    }
  }

  @Test func `random bytes do no harm`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<50_000 {
      let bytes = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      _ = decode(bytes)
    }
  }

  @Test func `requests with a few bytes changed do no harm`() {
    var generator = SeededGenerator(seed: 6)
    let lines = RequestTests.examples.map { Array($0.0.utf8) }
    var findings: [Finding: Int] = [:]
    for _ in 0..<50_000 {
      var bytes = lines.randomElement(using: &generator) ?? []
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        Self.change(&bytes, &generator)
      }
      findings[decode(bytes), default: 0] += 1
    }
    // Each way through was gone often.
    for finding: Finding in [.request, .noJSON, .refused] {
      #expect(findings[finding, default: 0] > 500, "\(findings)")
    }
  }

  private static func change(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    let tokens = ["{", "}", "[", "]", "\"", ",", ":", "null", "1e9", "-", "\"id\":1,", "\\u", "0"]
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes.remove(at: place)
    case 2:
      bytes.insert(contentsOf: (tokens.randomElement(using: &generator) ?? "").utf8, at: place)
    default: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
    }
  }
}
