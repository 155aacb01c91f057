internal import JSON

extension ControlCommand {
  /// The arguments as a request carries them.
  var arguments: [JSONValue.Member] {
    switch self {
    case .status, .meters, .devices, .metrics, .reload, .volume(nil): []
    case .volume(.to(let level)): [.init("to", .number(level))]
    case .volume(.by(let step)): [.init("by", .number(step))]
    case .mute(let switching), .bypass(let switching): [.init("to", switching.json)]
    case .ab(let side): [.init("to", .string(side.rawValue))]
    case .swap(let swap):
      [
        .init("stage", .string(swap.stage)), .init("file", .string(swap.file)),
        .init("fade_ms", .number(swap.fadeMilliseconds)),
      ]
    case .set(let path, let value):
      [.init("path", .string(path)), .init("value", .string(value))]
    case .get(let path): [.init("path", .string(path))]
    case .log(let lines): [.init("lines", .integer(lines))]
    case .subscribe(let subscription):
      [.init("topics", subscription.topics.json), .init("rate", .integer(subscription.rate))]
    case .unsubscribe(let topics): [.init("topics", topics.json)]
    }
  }
}

extension ControlCommand.Switching {
  fileprivate var json: JSONValue {
    switch self {
    case .on: true
    case .off: false
    case .toggle: "toggle"
    }
  }
}

extension [ControlTopic] {
  fileprivate var json: JSONValue { .array(map { .string($0.rawValue) }) }
}
