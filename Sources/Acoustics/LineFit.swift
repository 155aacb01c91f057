/// The straight line that comes closest to points, in the sum of the squared distances.
public struct LineFit: Equatable, Sendable {
  /// Per unit of x.
  public let slope: Double
  /// Where x is 0.
  public let intercept: Double

  /// - Returns: `nil` for fewer than two points, or all at one place.
  init?(_ values: some Sequence<(x: Double, y: Double)>) {
    var (count, x, y) = (0.0, 0.0, 0.0)
    for point in values {
      count += 1
      x += point.x
      y += point.y
    }
    guard count > 1 else { return nil }
    (x, y) = (x / count, y / count)
    var (products, squares) = (0.0, 0.0)
    for point in values {
      products += (point.x - x) * (point.y - y)
      squares += (point.x - x) * (point.x - x)
    }
    guard squares > 0 else { return nil }
    slope = products / squares
    intercept = y - slope * x
  }

  /// The line's height over `x`.
  public func value(at x: Double) -> Double { intercept + slope * x }
}
