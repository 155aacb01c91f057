internal import JSON
internal import Wording

extension ControlCommand.Name {
  init(_ value: JSONValue) throws(ControlFailure) {
    guard let word = value.text, let name = Self(rawValue: word) else {
      let words = Self.allCases.map(\.rawValue)
      let nearest = value.text.flatMap { Spelling.nearest(to: $0, among: words) }
      throw ControlFailure(
        .unknownCommand,
        "There is no command \(value.shown); "
          + (nearest.map { "did you mean \($0.shown)? " } ?? "")
          + "There are \(words.joined(separator: ", ")).")
    }
    self = name
  }

  /// What it takes, in the order of the documentation.
  var argumentNames: [String] {
    switch self {
    case .status, .meters, .devices, .metrics: []
    case .reload: ["allow_gain"]
    case .volume: ["to", "by"]
    case .mute, .bypass, .ab: ["to"]
    case .swap: ["stage", "file", "fade_ms", "allow_gain"]
    case .set: ["path", "value", "allow_gain"]
    case .get: ["path"]
    case .log: ["lines"]
    case .subscribe: ["topics", "rate"]
    case .unsubscribe: ["topics"]
    }
  }
}

extension ControlCommand {
  init(_ arguments: ArgumentReader) throws(ControlFailure) {
    switch arguments.command {
    case .status: self = .status
    case .meters: self = .meters
    case .devices: self = .devices
    case .metrics: self = .metrics
    case .reload: self = .reload
    case .volume: self = .volume(try VolumeChange.read(arguments))
    case .mute: self = .mute(try arguments.switching("to"))
    case .bypass: self = .bypass(try arguments.switching("to"))
    case .ab: self = .ab(try arguments.side("to"))
    case .swap: self = .swap(try Swap(arguments))
    case .set:
      self = .set(
        path: try arguments.text("path", such: parameterExample),
        value: try arguments.text("value", such: "-12 dB"))
    case .get: self = .get(path: try arguments.text("path", such: parameterExample))
    case .log: self = .log(lines: try arguments.integer("lines", Self.logLines) ?? 20)
    case .subscribe: self = .subscribe(try Subscription(arguments))
    case .unsubscribe: self = .unsubscribe(try arguments.topics("topics"))
    }
  }
}

private let parameterExample = "reverb.wet"

extension ControlCommand.VolumeChange {
  fileprivate static func read(_ arguments: ArgumentReader) throws(ControlFailure) -> Self? {
    let level = try arguments.number("to", ControlCommand.volumes, unit: "dB")
    let step = try arguments.number("by", ControlCommand.volumeSteps, unit: "dB")
    switch (level, step) {
    case (nil, nil): return nil
    case (let level?, nil): return .to(level)
    case (nil, let step?): return .by(step)
    case (_?, _?):
      throw arguments.invalid("volume takes \"to\", a level, or \"by\", a step, and not both")
    }
  }
}

extension ControlCommand.Swap {
  fileprivate init(_ arguments: ArgumentReader) throws(ControlFailure) {
    self.init(
      stage: try arguments.text("stage", such: "reverb"),
      file: try arguments.text("file", such: "/srv/impulses/hall.flac"))
    let fade = try arguments.number("fade_ms", ControlCommand.fades, unit: "milliseconds")
    fadeMilliseconds = fade ?? fadeMilliseconds
  }
}

extension ControlCommand.Subscription {
  fileprivate init(_ arguments: ArgumentReader) throws(ControlFailure) {
    self.init(topics: try arguments.topics("topics"))
    rate = try arguments.integer("rate", ControlCommand.meterRates) ?? rate
  }
}
