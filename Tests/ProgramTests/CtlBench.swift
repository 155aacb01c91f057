import Control
import ControlServer
import JSON
import Synchronization
import TestSupport

/// A server that answers as a daemon does, and `convolve ctl` run against it.
final class CtlBench {
  let folder: TemporaryFolder
  let socket: String
  let server: ControlServer
  private let commands: Commands

  /// What was asked for.
  private final class Commands: Sendable {
    let all = Mutex<[ControlCommand]>([])
  }

  init() throws {
    folder = try TemporaryFolder()
    socket = folder.path("room.sock")
    let commands = Commands()
    self.commands = commands
    server = try ControlServer([.path(socket)]) { request, _, answer in
      commands.all.withLock { $0.append(request.command) }
      answer(Self.answer(to: request.command))
    }
  }

  deinit { server.stop() }

  var asked: [ControlCommand] { commands.all.withLock { $0 } }

  /// Runs `convolve ctl` with this server's socket.
  func run(_ arguments: String...) throws -> ProgramResult {
    try start(["--socket", socket] + arguments).result()
  }

  func start(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> RunningProgram {
    try RunningProgram(
      try Products.path("convolve"), ["ctl"] + arguments, in: folder.path, environment: environment)
  }

  static let meters: JSONValue = [
    "inputs": [["name": "L", "peak": -12.3, "rms": -20.1]],
    "outputs": [["name": "L", "peak": -6.5, "rms": nil]], "clipped": 0, "xruns": 1,
    "load": [
      "period_us": 5333.3, "mean": 0.1, "median": 0.1, "p99": 0.2, "worst": 0.25, "blocks": 9,
      "late": 0,
    ],
    "latency_frames": 1024, "clock_ppm": 12.34,
  ]

  private static let status: JSONValue = [
    "phase": "playing", "generation": 3, "volume": -12.5, "muted": false, "path": "chain",
    "configuration": "/etc/convolved/room.yaml", "uptime": 3723.4, "rate": 48000, "realtime": false,
    "capture": [
      "device": "hw:USB", "state": "open", "rate": 48000, "channels": 2, "format": "s32",
      "period": 256, "buffer": 1024,
    ],
    "playback": ["device": "hw:DAC", "state": "waiting", "reason": "hw:DAC is gone\u{1B}[2J"],
    "counts": ["blocks": 9, "lost_frames": 12, "starvations": 0],
  ]

  private static func answer(to command: ControlCommand) -> Result<JSONValue, ControlFailure> {
    switch command {
    case .status: .success(status)
    case .meters: .success(meters)
    case .volume: .success(["volume": -12.5, "muted": true])
    case .ab: .success(["side": "b", "matched": true, "bypass_gain": -6.02])
    case .swap: .success(["generation": 4, "effect": "filters changed", "notes": ["1 s long"]])
    case .log: .success(["lines": ["first", "second"]])
    case .metrics: .success(["text": "up 1\n"])
    case .get(let path): refusal(for: path)
    default: .success([:])
    }
  }

  /// A path that is one of the codes is refused by it.
  private static func refusal(for path: String) -> Result<JSONValue, ControlFailure> {
    ControlFailure.Code(rawValue: path).map { .failure(ControlFailure($0, "It is \(path).")) }
      ?? .success(["path": .string(path), "value": "-12 dB"])
  }
}
