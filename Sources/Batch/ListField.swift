internal import JSON
internal import Wording

/// One thing that a list says of a file.
struct ListField {
  enum Value {
    case text(String)
    case json(JSONValue)
  }

  /// What may be said of a file.
  static let keys = ["in", "out", "ir", "ir_channels", "noise", "snr", "seed", "early"]

  let key: String
  let value: Value

  static func demandKnown(_ key: String, _ place: ListPlace) throws(BatchError) {
    guard !keys.contains(key) else { return }
    if let meant = Spelling.nearest(to: key, among: keys) {
      throw place.error("\"\(key)\" is not known; did you mean \"\(meant)\"?")
    }
    throw place.error(
      "\"\(key)\" is not known; known are \(keys.map { "\"\($0)\"" }.joined(separator: ", "))")
  }

  func path(_ place: ListPlace) throws(BatchError) -> String {
    let text: String? =
      switch value {
      case .text(let text): text
      case .json(let value): value.text
      }
    guard let text, !text.isEmpty, !text.utf8.contains(0) else {
      throw refusal("the name of a file", place)
    }
    return text
  }

  /// A text such as `2,1`; in JSON a number or an array of numbers as well.
  func channels(_ place: ListPlace) throws(BatchError) -> ChannelNumbers {
    let channels: ChannelNumbers? =
      switch value {
      case .text(let text), .json(.string(let text)): ChannelNumbers(typed: text)
      case .json(.array(let elements)):
        ChannelNumbers(elements.map { $0.integer ?? 0 })
      case .json(let value): ChannelNumbers([value.integer ?? 0])
      }
    guard let channels else { throw refusal(ChannelNumbers.allowed, place) }
    return channels
  }

  func decibels(_ place: ListPlace) throws(BatchError) -> Double {
    let number: Double? =
      switch value {
      case .text(let text): Double(text)
      case .json(let value): value.number
      }
    guard let number, (-100...100).contains(number) else {
      throw refusal("a number of dB from -100 to 100", place)
    }
    return number
  }

  func seed(_ place: ListPlace) throws(BatchError) -> UInt64 {
    let number: UInt64? =
      switch value {
      case .text(let text): UInt64(text)
      case .json(let value): value.integer.flatMap { UInt64(exactly: $0) }
      }
    guard let number else { throw refusal("a whole number, 0 or more", place) }
    return number
  }

  func truth(_ place: ListPlace) throws(BatchError) -> Bool {
    switch value {
    case .text("true"), .json(.bool(true)): return true
    case .text("false"), .json(.bool(false)): return false
    default: throw refusal("true or false", place)
    }
  }

  private func refusal(_ allowed: String, _ place: ListPlace) -> BatchError {
    let found =
      switch value {
      case .text(let text): "\"\(text)\""
      case .json(let value): value.description
      }
    return place.error("\"\(key)\" is \(found); allowed is \(allowed)")
  }
}

extension BatchItem {
  init(_ fields: [ListField], _ place: ListPlace) throws(BatchError) {
    self.init(input: "")
    for field in fields {
      if case .json(.null) = field.value { continue }
      switch field.key {
      case "in": input = try field.path(place)
      case "out": output = try field.path(place)
      case "ir": response = try field.path(place)
      case "ir_channels": responseChannels = try field.channels(place)
      case "noise": noise = try field.path(place)
      case "snr": snrDecibels = try field.decibels(place)
      case "seed": seed = try field.seed(place)
      case "early": isEarly = try field.truth(place)
      default: try ListField.demandKnown(field.key, place)
      }
    }
    if input.isEmpty { throw place.error("says no \"in\", the sound file; add it") }
  }
}
