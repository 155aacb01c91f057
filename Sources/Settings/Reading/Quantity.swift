/// A kind of number with the units it can be written in.
struct Quantity {
  /// A unit that text can carry. Raw values are how messages write it.
  enum Unit: String {
    case hertz = "Hz"
    case kilohertz = "kHz"
    case decibels = "dB"
    case milliseconds = "ms"
    case seconds = "s"
    case samples
    case frames
    case centimetres = "cm"
    case metres = "m"
    case mebibytes = "MiB"
    case gibibytes = "GiB"
  }

  /// A number with its unit.
  struct Measure {
    /// The number as written.
    let number: Double
    /// Its unit, or the key's own for a bare number.
    let unit: Unit
  }

  /// What a message calls it, such as `a time`.
  let name: String
  /// The unit of a bare number.
  let bareUnit: Unit
  /// All units it can be written in.
  let units: [Unit]
  /// Texts that are right, for a hint.
  let examples: [String]

  /// Bare numbers are hertz.
  static let frequency = Quantity(
    name: "a frequency", bareUnit: .hertz, units: [.hertz, .kilohertz],
    examples: ["48000", "48 kHz"])
  /// Bare numbers are decibels.
  static let level = Quantity(
    name: "a level", bareUnit: .decibels, units: [.decibels], examples: ["-12", "-12 dB"])
  /// A level that the program can also find by itself; the word `auto` is read before.
  static let levelOrAuto = Quantity(
    name: "a level", bareUnit: .decibels, units: [.decibels],
    examples: level.examples + ["auto"])
  /// Bare numbers are milliseconds.
  static let time = Quantity(
    name: "a time", bareUnit: .milliseconds,
    units: [.milliseconds, .seconds, .samples, .frames, .centimetres, .metres],
    examples: ["18", "18 ms", "0.5 s", "15 samples", "10.6 cm"])
  /// Bare numbers are frames.
  static let frameCount = Quantity(
    name: "a number of frames", bareUnit: .frames,
    units: [.frames, .samples, .milliseconds, .seconds],
    examples: ["512", "512 samples", "10.7 ms"])

  /// The number and unit that `text` says, or `nil`.
  func measure(_ text: String) -> Measure? {
    guard let number = DecimalNumber(text) else { return nil }
    guard let unit = number.suffix.isEmpty ? bareUnit : unit(spelt: number.suffix) else {
      return nil
    }
    return Measure(number: number.value, unit: unit)
  }

  /// Units are told apart without regard to case; `sample` and `frame` are as good as the plural.
  private func unit(spelt spelling: String) -> Unit? {
    let lowered = spelling.lowercased()
    return units.first { unit in
      let name = unit.rawValue.lowercased()
      return lowered == name || (lowered.utf8.count > 3 && lowered + "s" == name)
    }
  }
}

extension Quantity.Measure {
  /// Metres that sound travels in a second, in air of 20 °C.
  static let speedOfSound = 343.0

  /// The number in its quantity's base: hertz or decibels.
  var baseValue: Double { unit == .kilohertz ? number * 1000 : number }

  /// The time in frames at `sampleRate`, not rounded; `nil` if the rate is needed and not known.
  func frames(sampleRate: Int?) -> Double? {
    if unit == .samples || unit == .frames { return number }
    return sampleRate.map { seconds * Double($0) }
  }

  private var seconds: Double {
    switch unit {
    case .milliseconds: number / 1000
    case .centimetres: number / 100 / Self.speedOfSound
    case .metres: number / Self.speedOfSound
    default: number
    }
  }
}
