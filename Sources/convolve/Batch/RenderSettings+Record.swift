internal import Engine
internal import JSON
internal import Rendering
internal import SoundFiles

extension RenderSettings {
  /// The options that shape the sound, as they can be typed again, without those at their defaults: a
  /// manifest keeps them, so that a run that goes on never mixes two sounds.
  var record: [JSONValue.Member] {
    OptionRecord.members { record in
      filter.add(to: &record)
      levels.add(to: &record)
      span.add(to: &record)
      storage.add(to: &record)
    }
  }
}

/// Options in the making of a record.
struct OptionRecord {
  private var members: [JSONValue.Member] = []

  static func members(_ fill: (inout OptionRecord) -> Void) -> [JSONValue.Member] {
    var record = OptionRecord()
    fill(&record)
    return record.members
  }

  /// Adds an option with its value; nothing for `nil`.
  mutating func add(_ name: String, _ value: String?) {
    if let value { members.append(.init(name, .string(value))) }
  }

  /// Adds an option unless it is at its default.
  mutating func add<Choice: RawRepresentable<String> & Equatable>(
    _ name: String, _ choice: Choice?, unless usual: Choice? = nil
  ) {
    if choice != usual { add(name, choice?.rawValue) }
  }

  /// Adds an option without a value.
  mutating func add(_ name: String, ifSet flag: Bool) {
    if flag { members.append(.init(name, true)) }
  }
}

extension FilterOptions {
  // What is chosen for each file by itself stands in its line: --ir, --chain and --ir-channels.
  fileprivate func add(to record: inout OptionRecord) {
    record.add("layout", layout, unless: .auto)
    record.add("early", early?.time.text)
    record.add("correlate", ifSet: correlate)
    record.add("block", block.map { String($0) })
    record.add("precision", precision, unless: .single)
    record.add("plan", partitions)
  }
}

extension LevelOptions {
  fileprivate func add(to record: inout OptionRecord) {
    record.add("wet", wet == .unity ? nil : wet.text)
    record.add("dry", dry?.text)
    record.add("predelay", predelay?.text)
    record.add("normalize", normalize?.measure == LevelGoal.Measure.none ? nil : normalize?.text)
    record.add("level", level)
    record.add("peak", peak?.text)
  }
}

extension SpanOptions {
  fileprivate func add(to record: inout OptionRecord) {
    record.add("tail", tail == .full ? nil : tail?.text)
    record.add("trim", trim?.text)
    record.add("length", length)
    record.add("align", align)
  }
}

extension StorageOptions {
  fileprivate func add(to record: inout OptionRecord) {
    record.add("encoding", encoding)
    record.add("format", format?.text)
    record.add("dither", dither, unless: .auto)
  }
}

extension Level {
  /// As it can be typed.
  fileprivate var text: String {
    Int(exactly: decibels).map { String($0) } ?? String(decibels)
  }
}

extension Tail {
  /// As it can be typed.
  fileprivate var text: String {
    switch self {
    case .full: "full"
    case .cut: "cut"
    case .trim(let decibels): "trim:\(decibels)"
    }
  }
}
