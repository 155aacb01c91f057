/// A decimal number at the beginning of a text, and what follows it.
///
/// Only what a person means by a number: sign, digits, point, exponent. No hexadecimal, no grouping,
/// no infinity, and none of YAML's own readings (`1:30` is not 90 here, `0256` is 256).
struct DecimalNumber: Equatable {
  /// The number, finite.
  let value: Double
  /// What follows it without the spaces between.
  let suffix: String

  /// The number that `text` begins with, or `nil`.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let end = Self.numberEnd(bytes) else { return nil }
    guard let value = Double(String(decoding: bytes[..<end], as: UTF8.self)), value.isFinite
    else { return nil }
    self.value = value
    suffix = String(decoding: bytes[end...].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
  }

  private static func numberEnd(_ bytes: [UInt8]) -> Int? {
    var index = 0
    if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
      index += 1
    }
    let wholeEnd = digitsEnd(bytes, from: index)
    var digitCount = wholeEnd - index
    index = wholeEnd
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      let fractionEnd = digitsEnd(bytes, from: index + 1)
      digitCount += fractionEnd - index - 1
      index = fractionEnd
    }
    guard digitCount > 0 else { return nil }
    return exponentEnd(bytes, from: index)
  }

  /// An `e` without digits after it belongs to what follows.
  private static func exponentEnd(_ bytes: [UInt8], from start: Int) -> Int {
    guard start < bytes.count, bytes[start] | 0x20 == UInt8(ascii: "e") else { return start }
    var index = start + 1
    if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
      index += 1
    }
    let end = digitsEnd(bytes, from: index)
    return end > index ? end : start
  }

  private static func digitsEnd(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      index += 1
    }
    return index
  }

  /// Why `text`, which is no number to us, may have been meant as one; `nil` if that is not known.
  static func habit(in text: String) -> String? {
    let lowered = text.lowercased()
    let unsigned = lowered.drop { $0 == "-" || $0 == "+" }
    if unsigned.hasPrefix("0x") || unsigned.hasPrefix("0o") || unsigned.hasPrefix("0b") {
      return "numbers are decimal here"
    }
    if [".inf", "inf", "infinity", ".nan", "nan"].contains(String(unsigned)) {
      return "numbers are finite here"
    }
    guard lowered.utf8.first.map({ $0 < UInt8(ascii: ":") }) == true else { return nil }
    if text.contains("_") { return "digits are not grouped here" }
    return text.contains(",") ? "the decimal sign is a point" : nil
  }
}
