import Glibc
import TestSupport

/// What the tests of a daemon that is changed while it plays begin with.
enum ControlBench {
  /// A daemon between cards at twice the speed, that hears two minutes of a constant: its level at the
  /// output says what is done to it.
  static func make() throws -> DaemonBench {
    let bench = try DaemonBench()
    bench.latencyFrames = 1024
    bench.capture.speed = 2
    bench.playback.speed = 2
    try bench.writeSound([[1]], as: "ir.wav")
    bench.chain = ["- convolve: {name: room, ir: ir.wav}"]
    try bench.writeCapture([ones, ones])
    return bench
  }

  private static let ones = [Float](repeating: 0.25, count: 5_760_000)

  static func largestStep(_ samples: [Float]) -> Float {
    zip(samples, samples.dropFirst()).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}

extension DaemonBench {
  var listening: [String] {
    ["--socket", folder.path("control.sock"), "--state", folder.path("state")]
  }

  func startListening() throws -> RunningProgram { try start(listening) }

  func connect() throws -> ControlConnection {
    try ControlConnection(folder.path("control.sock"))
  }

  /// Waits for what is heard to reach a level and to stay there for a moment.
  ///
  /// - Parameter bound: how far a sample may be off.
  /// - Parameter frames: how many have to be there.
  func awaitLevel(_ level: Float, within bound: Float = 1e-5, frames: Int = 500) throws {
    for _ in 0..<20_000 {
      if let last = heardLast(frames: frames), last.allSatisfy({ abs($0 - level) < bound }) {
        return
      }
      usleep(1000)
    }
    throw ProgramFailure.timeout(errors: "\(level) was never heard.")
  }
}
