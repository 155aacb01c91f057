/// What the kernels cost on a machine, in nanoseconds: all that the planner knows about it.
public struct KernelCosts: Equatable, Sendable {
  /// Points of the transforms that are priced, and of those that there are.
  public static let transformSizes = (6...16).map { 1 << $0 }

  /// Largest footprints in bytes of the first prices in ``products``; the last has no limit. Well
  /// within the first, second and third level of caches of today's processors.
  public static let footprintLimits = [24e3, 400e3, 12e6]

  /// One forward transform, by ``transformSizes``.
  public var forward: [Double]
  /// One inverse transform with its overlap-add, by ``transformSizes``.
  public var inverse: [Double]
  /// One product of eight complex values in a 1 x 1 tile, of all partitions but the newest, by the
  /// memory that a stage and the stages before it touch: see ``footprintLimits``.
  public var products: [Double]
  /// One such product of the newest partition, which is not shared by two blocks.
  public var newest: Double
  /// What sharing inputs in a 2 x 2 tile multiplies a product's cost by.
  public var tileFactor: Double
  /// One multiply-add of the direct form.
  public var direct: Double
  /// Bookkeeping of one stage in one callback.
  public var stage: Double

  /// - Precondition: as many prices as there are sizes and footprints.
  public init(
    forward: [Double], inverse: [Double], products: [Double], newest: Double, tileFactor: Double,
    direct: Double, stage: Double
  ) {
    precondition(forward.count == Self.transformSizes.count)
    precondition(inverse.count == Self.transformSizes.count)
    precondition(products.count == Self.footprintLimits.count + 1)
    self.forward = forward
    self.inverse = inverse
    self.products = products
    self.newest = newest
    self.tileFactor = tileFactor
    self.direct = direct
    self.stage = stage
  }

  /// Measured on a Zen 3 server core with AVX2, to 3 %: transforms with 0.065 to 0.07 ns per point
  /// and doubling, products with 108, 100, 73 and 36 GFLOP/s of 64 operations each. Only ratios decide
  /// plans, and they are alike on other processors.
  public static let typical = KernelCosts(
    forward: [26.4, 65.5, 138, 284, 620, 1300, 3000, 6100, 13_900, 28_200, 63_800],
    inverse: [30, 68.4, 143, 295, 629, 1370, 3220, 6800, 15_000, 31_200, 67_000],
    products: [0.593, 0.64, 0.88, 1.8], newest: 1.5, tileFactor: 0.93, direct: 0.034, stage: 12)

  func product(footprintBytes: Double, tiled: Bool) -> Double {
    let place = Self.footprintLimits.firstIndex { footprintBytes < $0 }
    return products[place ?? Self.footprintLimits.count] * (tiled ? tileFactor : 1)
  }

  func forward(_ frames: Int) -> Double { forward[Self.place(of: frames)] }

  func inverse(_ frames: Int) -> Double { inverse[Self.place(of: frames)] }

  private static func place(of frames: Int) -> Int {
    frames.trailingZeroBitCount - transformSizes[0].trailingZeroBitCount
  }
}

/// What the pieces of one stage's work cost, in nanoseconds.
struct StagePrices {
  let forward: Double
  let inverse: Double
  /// Per product of all partitions but the newest, and of the newest.
  let product: Double
  let newest: Double
  /// Bookkeeping of one piece.
  let piece: Double
}

extension KernelCosts {
  /// The prices of a stage, with or without the memory that stages before it touch.
  func prices(
    of stage: PartitionPlan.Stage, isTiled: Bool, footprintBytes: Double
  ) -> StagePrices {
    StagePrices(
      forward: forward(stage.partitionFrames), inverse: inverse(stage.partitionFrames),
      product: product(footprintBytes: footprintBytes, tiled: isTiled), newest: newest,
      piece: 0.4 * self.stage)
  }

  /// The prices of a stage by itself.
  func prices(of stage: PartitionPlan.Stage, _ layout: TileLayout) -> StagePrices {
    let paths = layout.tiles.reduce(layout.inputs.count) { $0 + $1.shape.pathCount }
    let samples = 2 * stage.partitionFrames * stage.partitionCount * paths
    return prices(
      of: stage, isTiled: layout.tiles.contains { $0.shape == .twoByTwo },
      footprintBytes: Double(samples * MemoryLayout<Sample>.stride))
  }
}

extension KernelCosts {
  /// How far one price may be off the typical ratio to the others.
  private static let spread = 3.0
  /// How much faster or slower than the typical processor one may be.
  private static let speeds = 1.0 / 64...64

  /// Measured prices made fit to plan with: an outlier, such as from a clock that jumped or a
  /// processor that was taken away, is pulled to within a factor of 3 of what the other prices let
  /// expect; longer transforms and larger footprints never cost less than smaller ones.
  func tempered(by typical: KernelCosts = .typical) -> KernelCosts {
    let pairs = zip(
      forward + inverse + products, typical.forward + typical.inverse + typical.products)
    let ratios = pairs.map { $0 / $1 }.filter(\.isFinite).sorted()
    let median = ratios.isEmpty ? 1 : ratios[ratios.count / 2]
    let speed = min(max(median, Self.speeds.lowerBound), Self.speeds.upperBound)
    return KernelCosts(
      forward: Self.rising(forward, typical.forward, speed),
      inverse: Self.rising(inverse, typical.inverse, speed),
      products: Self.rising(products, typical.products, speed),
      newest: Self.near(newest, typical.newest, speed),
      tileFactor: tileFactor.isFinite ? min(max(tileFactor, 0.5), 1) : typical.tileFactor,
      direct: Self.near(direct, typical.direct, speed), stage: typical.stage * speed
    ).rounded
  }

  /// To a tenth of a picosecond, so that the numbers stay readable where they are written down.
  private var rounded: KernelCosts {
    func round(_ price: Double) -> Double { (price * 10_000).rounded() / 10_000 }
    return KernelCosts(
      forward: forward.map(round), inverse: inverse.map(round), products: products.map(round),
      newest: round(newest), tileFactor: round(tileFactor), direct: round(direct),
      stage: round(stage))
  }

  private static func near(_ found: Double, _ typical: Double, _ speed: Double) -> Double {
    let wanted = typical * speed
    return found.isFinite ? min(max(found, wanted / spread), wanted * spread) : wanted
  }

  /// Disturbances only ever add time, so that of two prices in the wrong order the larger is wrong.
  private static func rising(
    _ found: [Double], _ typical: [Double], _ speed: Double
  ) -> [Double] {
    var prices = zip(found, typical).map { near($0, $1, speed) }
    for index in prices.indices.dropLast().reversed() {
      prices[index] = min(prices[index], prices[index + 1])
    }
    return prices
  }
}
