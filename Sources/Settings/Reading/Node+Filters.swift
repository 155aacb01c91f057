// Values of filters; as in Node+Values.swift, each gives the value a key asks for or reports why
// there is none.

/// The limits of what a filter can be told.
enum FilterLimits {
  static let lowestHertz = 1.0
  static let quality = 0.01...1000.0

  /// Whether a filter can have this frequency; true while the rate is not known.
  static func allows(hertz: Double, sampleRate: Int?) -> Bool {
    hertz >= lowestHertz && hertz < sampleRate.map { Double($0) / 2 } ?? .infinity
  }

  /// What frequencies are allowed, after "it must be".
  static func hertzText(sampleRate: Int?) -> String {
    guard let sampleRate else { return "at least 1 Hz" }
    return "from 1 Hz to below \(sampleRate.halved) Hz, half of audio.rate"
  }
}

extension Int {
  /// The half as text, with `.5` where it is not whole.
  fileprivate var halved: String { "\(self / 2)\(isMultiple(of: 2) ? "" : ".5")" }
}

extension Double {
  /// The number for a message: a whole one without its `.0`.
  var shown: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}

extension Node {
  /// A frequency that a filter can have.
  func filterHertz(_ name: String, sampleRate: Int?, findings: inout Findings) -> Double? {
    guard let measure = measure(name, .filterFrequency, findings: &findings) else { return nil }
    guard FilterLimits.allows(hertz: measure.baseValue, sampleRate: sampleRate) else {
      reportRange(name, FilterLimits.hertzText(sampleRate: sampleRate), findings: &findings)
      return nil
    }
    return measure.baseValue
  }

  /// A filter's Q: a number without a unit.
  func quality(_ name: String, findings: inout Findings) -> Double? {
    guard let text = text(name, findings: &findings) else { return nil }
    guard let number = DecimalNumber(text), number.suffix.isEmpty else {
      let habit = DecimalNumber.habit(in: text).map { $0 + "; " } ?? ""
      findings.report(
        "\(name) is \(text.quoted), which is not a number", at: position,
        hint: "\(habit)write, for example, 0.7 or 4.2")
      return nil
    }
    guard FilterLimits.quality.contains(number.value) else {
      reportRange(name, "from 0.01 to 1000", findings: &findings)
      return nil
    }
    return number.value
  }

  /// A whole number that `isAllowed`.
  func wholeNumber(
    _ name: String, _ allowed: String, findings: inout Findings, where isAllowed: (Int) -> Bool
  ) -> Int? {
    guard let text = text(name, findings: &findings) else { return nil }
    guard let number = Int(text), isAllowed(number) else {
      reportRange(name, allowed, findings: &findings)
      return nil
    }
    return number
  }

  /// A time in frames, parts of a frame included, from 0 to `longestSeconds`.
  ///
  /// - Returns: `nil` without a report if the unit needs a rate and `sampleRate` is `nil`.
  func fractionalFrames(
    _ name: String, longestSeconds: Int, sampleRate: Int?, findings: inout Findings
  ) -> Double? {
    guard let measure = measure(name, .time, findings: &findings),
      let frames = measure.frames(sampleRate: sampleRate)
    else { return nil }
    guard frames >= 0, frames <= Double(longestSeconds * (sampleRate ?? 768_000)) else {
      reportRange(name, "from 0 to \(longestSeconds) s", findings: &findings)
      return nil
    }
    return frames
  }

  /// A time in seconds; a length or a number of samples is none.
  func seconds(
    _ name: String, in range: ClosedRange<Double>, _ allowed: String, findings: inout Findings
  ) -> Double? {
    guard let measure = measure(name, .duration, findings: &findings) else { return nil }
    let seconds = measure.unit == .milliseconds ? measure.number / 1000 : measure.number
    guard range.contains(seconds) else {
      reportRange(name, allowed, findings: &findings)
      return nil
    }
    return seconds
  }
}

extension Quantity {
  /// Bare numbers are hertz.
  static let filterFrequency = Quantity(
    name: "a frequency", bareUnit: .hertz, units: [.hertz, .kilohertz],
    examples: ["62", "62 Hz", "2 kHz"])
  /// Bare numbers are milliseconds.
  static let duration = Quantity(
    name: "a time", bareUnit: .milliseconds, units: [.milliseconds, .seconds],
    examples: ["50", "50 ms", "0.2 s"])
}
