internal import ArgumentParser
internal import SoundFiles

/// A level in dB as it is typed: `-12`, `-12dB`, `-12 dB`, `-inf`.
struct Level: Equatable, Sendable {
  /// Minus infinity is silence.
  let decibels: Double

  /// 0 dB.
  static let unity = Level(decibels: 0)

  private init(decibels: Double) { self.decibels = decibels }

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    let isMarked = text.lowercased().hasSuffix("db")
    guard let value = Double(number: text.dropLast(isMarked ? 2 : 0)), value <= 60 else {
      throw ValidationError("a level is a number of dB up to 60, such as -12, -12dB or -inf")
    }
    decibels = value
  }
}

/// A sample rate as it is typed: `48000`, `48kHz`, `44.1 kHz`.
///
/// - Throws: `ValidationError` with what is allowed.
func sampleRate(typed text: String) throws -> Int {
  let lower = text.lowercased()
  let (unit, factor) =
    lower.hasSuffix("khz") ? (3, 1000.0) : lower.hasSuffix("hz") ? (2, 1) : (0, 1)
  let rates = ImpulseLimits.default.sampleRates
  guard let value = Double(number: lower.dropLast(unit)),
    let rate = Int(exactly: (value * factor).rounded()), rates.contains(rate),
    abs(value * factor - Double(rate)) < 1e-6
  else {
    throw ValidationError(
      "allowed are \(rates.lowerBound) to \(rates.upperBound) Hz, such as 48000 or 44.1kHz")
  }
  return rate
}

/// A time as it is typed: `20ms`, `20 ms`, `0.02s`, `960samples`; a bare number is milliseconds.
struct Time: Sendable {
  /// As it was typed.
  let text: String
  private let number: Double
  private let unit: Unit

  /// In the order in which they are looked for: two of them end in `s`.
  private enum Unit: String, CaseIterable { case ms, samples, s }

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    let unit = Unit.allCases.first { text.hasSuffix($0.rawValue) }
    let digits = text.dropLast(unit?.rawValue.count ?? 0)
    guard let value = Double(number: digits), value >= 0 else {
      throw ValidationError("a time is 0 or more, such as 20ms, 0.02s or 960samples")
    }
    self.text = text
    number = value
    self.unit = unit ?? .ms
  }

  /// Rounded to the nearest frame; `nil` beyond ten minutes.
  func frames(at sampleRate: Int) -> Int? {
    let exact =
      switch unit {
      case .ms: number / 1000 * Double(sampleRate)
      case .s: number * Double(sampleRate)
      case .samples: number
      }
    return exact <= 600 * Double(sampleRate) ? Int(exact.rounded()) : nil
  }
}

extension Double {
  /// A number in front of a unit, with spaces between them; `nil` for NaN.
  fileprivate init?(number text: Substring) {
    var digits = text
    while digits.last == " " { digits.removeLast() }
    guard let value = Double(digits), !value.isNaN else { return nil }
    self = value
  }
}

/// How many of what: `1 frame`, `2 frames`.
func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
