/// A place in a configuration file.
public struct SourcePosition: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Line, counted from 1.
  public var line: Int
  /// Column, counted from 1 in Unicode scalars.
  public var column: Int

  /// The place at `line` and `column`, both counted from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `line:column`.
  public var description: String { "\(line):\(column)" }

  /// Whether `left` stands before `right` in the file.
  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  /// Where every file begins.
  static let start = SourcePosition(line: 1, column: 1)
}
