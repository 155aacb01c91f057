// Each of these gives the value a key asks for, or reports why there is none and gives nil.
// `name` is what messages call the value: its key.

extension Node {
  /// Text that is not empty.
  func text(_ name: String, findings: inout Findings) -> String? {
    switch content {
    case .scalar(let text) where !text.isEmpty: return checked(text, name, findings: &findings)
    case .refused: return nil
    case .empty, .scalar:
      findings.report("\(name) has no value", at: position)
    case .sequence, .mapping:
      findings.report("\(name) is \(kindName); it must be one value", at: position)
    }
    return nil
  }

  /// Quotes can smuggle in what the text check refuses: "\0", "\e".
  private func checked(_ text: String, _ name: String, findings: inout Findings) -> String? {
    guard text.unicodeScalars.allSatisfy(SourceText.isPrintable) else {
      findings.report("\(name) is \(text.quoted), which holds a control character", at: position)
      return nil
    }
    return text
  }

  /// One of the words of `Value`.
  func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: String, of type: Value.Type, findings: inout Findings
  ) -> Value? {
    guard let text = text(name, findings: &findings) else { return nil }
    if let value = Value(rawValue: text) { return value }
    findings.reportUnknown(
      "\(name) is \(text.quoted), which is not one of its values", word: text,
      known: Value.allCases.map(\.rawValue), at: position)
    return nil
  }

  /// A number with its unit.
  func measure(_ name: String, _ quantity: Quantity, findings: inout Findings) -> Quantity.Measure?
  {
    guard let text = text(name, findings: &findings) else { return nil }
    if let measure = quantity.measure(text) { return measure }
    let habit = DecimalNumber.habit(in: text).map { $0 + "; " } ?? ""
    findings.report(
      "\(name) is \(text.quoted), which is not \(quantity.name)", at: position,
      hint: "\(habit)write, for example, \(quantity.examples.listed("or")); "
        + "a bare number is in \(quantity.bareUnit.rawValue)")
    return nil
  }

  /// Decibels, by default within what ears and loudspeakers survive.
  func decibels(
    _ name: String, _ quantity: Quantity = .level, in range: ClosedRange<Int> = -150...40,
    findings: inout Findings
  ) -> Double? {
    guard let measure = measure(name, quantity, findings: &findings) else { return nil }
    guard measure.number >= Double(range.lowerBound), measure.number <= Double(range.upperBound)
    else {
      reportRange(
        name, "from \(range.lowerBound) to \(range.upperBound) dB", findings: &findings)
      return nil
    }
    return measure.number
  }

  /// A whole number of hertz.
  func wholeHertz(_ name: String, in range: ClosedRange<Int>, findings: inout Findings) -> Int? {
    guard let measure = measure(name, .frequency, findings: &findings) else { return nil }
    guard let hertz = Int(exactly: measure.baseValue), range.contains(hertz) else {
      reportRange(
        name, "a whole number from \(range.lowerBound) to \(range.upperBound) Hz",
        findings: &findings)
      return nil
    }
    return hertz
  }

  /// A time in whole frames: samples must be whole, other units are rounded to the nearest frame.
  ///
  /// - Returns: `nil` without a report if the unit needs a rate and `sampleRate` is `nil`.
  func frames(
    _ name: String, _ quantity: Quantity, sampleRate: Int?, allowed: FrameRange,
    findings: inout Findings
  ) -> Int? {
    guard
      let measure = measure(name, quantity, findings: &findings),
      let exact = measure.frames(sampleRate: sampleRate)
    else { return nil }
    let rounded = exact.rounded()
    let isWhole = rounded == exact || (measure.unit != .samples && measure.unit != .frames)
    guard isWhole, let frames = Int(exactly: rounded), allowed.frames.contains(frames) else {
      reportRange(name, allowed.text, findings: &findings)
      return nil
    }
    return frames
  }

  /// Reports that the value is not what is allowed.
  func reportRange(_ name: String, _ allowed: String, findings: inout Findings) {
    findings.report("\(name) is \(kindName); it must be \(allowed)", at: position)
  }
}

/// Frames that a key allows.
struct FrameRange {
  /// The frames.
  let frames: ClosedRange<Int>
  /// How a message puts them, after "it must be".
  let text: String
}
