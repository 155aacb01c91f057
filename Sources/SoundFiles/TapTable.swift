/// Taps as text: a line for each frame, a column for each channel.
///
/// A single line of several numbers is one channel. Columns stand between spaces, tabs, commas or
/// semicolons; lines that begin with `#` or `*` are remarks. A remark `sample rate: 48000` is
/// understood.
public struct TapTable: Equatable, Sendable {
  /// `[channel][frame]`.
  public let channels: [[Double]]
  /// From a remark.
  public let sampleRate: Int?

  /// - Parameter channels: of equal length, `[channel][frame]`.
  public init(channels: [[Double]], sampleRate: Int?) {
    self.channels = channels
    self.sampleRate = sampleRate
  }

  private static let rateRemark = "sample rate:"

  /// - Parameter text: of a file.
  /// - Parameter path: its name, for errors.
  /// - Errors: `malformed` with the line, for what is no finite number within 32-bit floating point,
  ///   lines of different length, decimal commas, no numbers at all.
  public init(text: String, path: String) throws(SoundFileError) {
    var rows: [[Double]] = []
    var rate: Int?
    for (number, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      let content = line.drop(while: \.isWhitespace)
      guard let first = content.first else { continue }
      if first == "#" || first == "*" {
        rate = rate ?? Self.rate(in: content)
        continue
      }
      let row = try Self.numbers(content, line: number + 1, path)
      guard rows.isEmpty || row.count == rows[0].count else {
        throw Self.malformed(
          path,
          "has \(row.count) in line \(number + 1) and \(rows[0].count) numbers in the lines above; "
            + "every line needs a number for each channel")
      }
      rows.append(row)
    }
    guard let width = rows.first?.count else {
      throw Self.malformed(path, "holds no numbers; give a tap a line")
    }
    try Self.demandNoDecimalCommas(text, rows, path)
    channels =
      rows.count == 1 && width > 1
      ? [rows[0]] : (0..<width).map { column in rows.map { $0[column] } }
    sampleRate = rate
  }

  private static func numbers(
    _ line: Substring, line number: Int, _ path: String
  ) throws(SoundFileError) -> [Double] {
    var row: [Double] = []
    // Between two commas something must stand; spaces may be many.
    for cell in line.split(omittingEmptySubsequences: false, whereSeparator: { ",;".contains($0) })
    {
      let words = cell.split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else {
        throw malformed(path, "line \(number) has an empty column; write 0 for a tap that is 0")
      }
      for word in words {
        guard let value = Double(word), Float(value).isFinite else {
          throw malformed(
            path,
            "line \(number): \"\(word.prefix(40))\" is no finite number; remarks begin with #")
        }
        row.append(value)
      }
    }
    return row
  }

  /// `0,5` in a file of one channel would quietly become a channel of zeros and one of fives.
  private static func demandNoDecimalCommas(
    _ text: String, _ rows: [[Double]], _ path: String
  ) throws(SoundFileError) {
    guard rows.count > 1, rows[0].count == 2, text.contains(","), !text.contains("."),
      rows.allSatisfy({ $0[1] >= 0 && $0[0].rounded() == $0[0] && $0[1].rounded() == $0[1] })
    else { return }
    throw malformed(
      path,
      "may hold decimal commas or two channels of whole numbers; write decimal points, or spaces "
        + "between the channels")
  }

  private static func rate(in remark: Substring) -> Int? {
    let words = remark.drop { $0 == "#" || $0 == "*" || $0 == " " }
    guard words.hasPrefix(rateRemark) else { return nil }
    let digits = words.dropFirst(rateRemark.count).drop(while: \.isWhitespace)
    return Int(digits.prefix(while: \.isNumber))
  }

  /// The text of the table: every number so that it is read back exactly.
  ///
  /// - Parameter separator: between channels.
  public func text(separator: Character) -> String {
    var text = sampleRate.map { "# \(Self.rateRemark) \($0)\n" } ?? ""
    for frame in channels[0].indices {
      text += channels.map { $0[frame].description }.joined(separator: String(separator)) + "\n"
    }
    return text
  }

  private static func malformed(_ path: String, _ message: String) -> SoundFileError {
    SoundFileError(kind: .malformed, path: path, message: message)
  }
}
