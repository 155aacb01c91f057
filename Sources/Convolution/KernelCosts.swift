/// What the kernels cost on a machine, in nanoseconds: all that the planner knows about it.
public struct KernelCosts: Equatable, Sendable {
  /// One transform, forward or inverse, per sample and doubling: N log2 N times this.
  public var transform: Double
  /// One product of eight complex values in a 1 x 1 tile, by the memory that a stage and the stages
  /// before it touch: up to 24 KiB, up to 400 KiB, up to 28 MiB, and beyond.
  public var products: [Double]
  /// What sharing inputs in a 2 x 2 tile multiplies a product's cost by.
  public var tileFactor: Double
  /// Bookkeeping of one stage in one callback.
  public var stage: Double

  /// Measured on a Zen 3 server core with AVX2: 0.06 to 0.075 for the transform from 64 to 65536
  /// points; 80, 49, 39 and 12 GFLOP/s for products of 64 operations. Only ratios decide plans, and
  /// they are alike on other processors.
  public static let typical = KernelCosts(
    transform: 0.070, products: [0.8, 1.3, 1.6, 5.3], tileFactor: 0.78, stage: 20)

  func product(footprintBytes: Double, tiled: Bool) -> Double {
    let limits = [24e3, 400e3, 28e6]
    let place = limits.firstIndex { footprintBytes < $0 } ?? limits.count
    return products[place] * (tiled ? tileFactor : 1)
  }

  func transform(_ frames: Int) -> Double {
    transform * Double(frames) * Double(frames.trailingZeroBitCount)
  }
}
