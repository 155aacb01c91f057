/// A rectangle of levels that are shown as colours.
public struct Raster: Equatable, Sendable {
  /// How many levels there are; more are not told apart and cost room.
  public static let levelCount = 64

  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Row after row from the top, `[height][width]`, below ``levelCount``.
  public let levels: [UInt8]
  /// What the lowest and the highest level stand for, and their unit.
  public let range: ClosedRange<Double>
  public let unit: String

  /// - Parameter range: values outside of it are shown as its ends.
  /// - Parameter value: of a column from the left and a row from the top.
  /// - Precondition: neither side is 0, and the range is not empty.
  public init(
    width: Int, height: Int, range: ClosedRange<Double>, unit: String,
    value: (_ column: Int, _ row: Int) -> Double
  ) {
    precondition(width > 0 && height > 0 && range.upperBound > range.lowerBound)
    self.width = width
    self.height = height
    self.range = range
    self.unit = unit
    let scale = Double(Self.levelCount) / (range.upperBound - range.lowerBound)
    levels = (0..<width * height).map { index in
      let level = (value(index % width, index / width) - range.lowerBound) * scale
      // Not a number is shown as the least.
      return level > 0 ? UInt8(min(level, Double(Self.levelCount - 1))) : 0
    }
  }

  /// The raster as a picture.
  public var image: PortableImage {
    PortableImage(
      width: width, height: height, pixels: levels, palette: Palette.gradient(Self.levelCount))
  }
}
