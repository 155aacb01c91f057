/// What the daemon said, as numbers.
struct DaemonReport {
  let lines: [String]

  init(_ result: ProgramResult) {
    lines = result.errors.split(separator: "\n").map(String.init)
  }

  /// The number behind `words`, wherever they stand first.
  func number(after words: String) -> Int? {
    for line in lines {
      guard let range = line.firstRange(of: words) else { continue }
      return Int(line[range.upperBound...].prefix { $0.isNumber })
    }
    return nil
  }

  /// The number before `words`, wherever they stand last.
  func number(before words: String) -> Int? {
    for line in lines.reversed() {
      guard let range = line.firstRange(of: words) else { continue }
      return Int(String(line[..<range.lowerBound].reversed().prefix { $0.isNumber }.reversed()))
    }
    return nil
  }

  /// How often an event of this name happened, what the lines say was held back included.
  func times(_ name: String) -> Int {
    lines.lazy.filter { $0.contains(name) }.reduce(0) { total, line in
      guard let more = line.firstRange(of: " (and ") else { return total + 1 }
      let heldBack = Int(line[more.upperBound...].prefix { $0.isNumber }) ?? 0
      // The line at the end tells of the rest alone.
      return total + heldBack + (line.contains(name + " (and ") ? 0 : 1)
    }
  }

  /// The partitions of each convolution, in the chain's order.
  var partitions: [String] {
    for line in lines {
      guard let range = line.firstRange(of: " frames, partitions ") else { continue }
      let text = line[range.upperBound...]
      return text == "none" ? [] : text.split(separator: "; ").map(String.init)
    }
    return []
  }

  /// Frames between a sample in and the same sample out.
  var latencyFrames: Int { number(after: "convolved: latency ") ?? -1 }
  /// The part of it that the chain takes.
  var filterFrames: Int { number(before: " for the filters") ?? -1 }
  /// Frames that were rendered.
  var frameCount: Int { number(before: " frames (") ?? -1 }
  var captureXruns: Int { number(before: " capture, ") ?? -1 }
  var playbackXruns: Int { number(before: " playback; ") ?? -1 }
  var suspensions: Int { number(after: "suspensions: ") ?? -1 }
  var droppedFrames: Int { number(after: "dropped frames: ") ?? -1 }
  var clippedSamples: Int { number(after: "clipped samples: ") ?? -1 }

  /// Whether both threads run under SCHED_FIFO.
  var isRealtime: Bool { lines.contains { $0.hasPrefix("convolved: realtime priority ") } }
}
