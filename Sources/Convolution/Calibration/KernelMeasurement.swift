import CVector

/// Runs each kernel on silence and reads the clock around it.
struct KernelMeasurement {
  /// Bytes of the footprints that stand for the first classes of ``KernelCosts/products``: within
  /// each level of caches.
  ///
  /// What lies beyond the third is priced by the typical ratio to it: to measure it would take 40
  /// MiB and more time than all else, and it hardly moves a plan, for whatever the partitions are,
  /// they read the same bytes.
  private static let footprints = [16 << 10, 192 << 10, 4 << 20]

  /// Partitions of the products and slots of the spectra: what plans often have.
  private static let partitionCount = 8

  /// A disturbance of some milliseconds spoils one round; the least of all counts.
  private static let roundCount = 3

  private static let unitBytes = 16 * MemoryLayout<Sample>.stride

  private let kernels: Kernels
  private let clock: () -> Int
  private let transforms: [RightAngleTransform]
  private let memory: SampleMemory
  private let base: UnsafeMutablePointer<Sample>

  init(kernels: Kernels, clock: @escaping () -> Int) {
    self.kernels = kernels
    self.clock = clock
    transforms = KernelCosts.transformSizes.map { RightAngleTransform(blockFrames: $0) }
    let longest = KernelCosts.transformSizes.last ?? 0
    // Block, work and carry, and a spectrum with slots between its units.
    memory = SampleMemory(count: (4 + 2 * Self.partitionCount) * longest)
    base = memory.base
  }

  /// The bare minima.
  func costs() -> KernelCosts {
    var least = round()
    for _ in 1..<Self.roundCount {
      let next = round()
      least.forward = zip(least.forward, next.forward).map(min)
      least.inverse = zip(least.inverse, next.inverse).map(min)
      least.products = zip(least.products, next.products).map(min)
      least.newest = min(least.newest, next.newest)
      least.tileFactor = min(least.tileFactor, next.tileFactor)
      least.direct = min(least.direct, next.direct)
    }
    least.tileFactor /= least.products[1]
    return least
  }

  /// In place of the tile's factor, one product in such a tile.
  private func round() -> KernelCosts {
    let pairs = transforms.map(transformPair)
    let products = Self.footprints.map(product)
    let typical = KernelCosts.typical
    let beyond = products[2] * typical.products[3] / typical.products[2]
    return KernelCosts(
      forward: pairs.map(\.forward), inverse: pairs.map(\.inverse), products: products + [beyond],
      newest: newestProduct(), tileFactor: tiledProduct(Self.footprints[1]),
      direct: directProduct(), stage: typical.stage)
  }

  private func transformPair(
    _ transform: RightAngleTransform
  ) -> (forward: Double, inverse: Double) {
    let tables = transform.tables
    let frames = tables.pointee.points
    let block = base, work = base + frames, carry = base + 3 * frames, spectrum = base + 4 * frames
    let expected = 2 * frames * frames.trailingZeroBitCount / 25
    return (
      least(expectedNanoseconds: expected) {
        kernels.forward(
          tables, block, work: work, spectrum: spectrum, stride: Self.partitionCount)
      },
      least(expectedNanoseconds: expected) {
        kernels.inverse(tables, spectrum, carry: carry, block: block)
      }
    )
  }

  /// One of the products that read so many bytes: as many of history as of taps.
  private func product(_ footprint: Int) -> Double {
    let count = Self.partitionCount
    let units = footprint / (2 * Self.unitBytes * count)
    let time = least(expectedNanoseconds: units * count) {
      withUnsafePointer(to: run(units, paths: 1)) {
        kernels.multiplyOlder1x1($0, base, slot: Self.slot, turn: 0)
      }
    }
    return time / Double(units * count)
  }

  /// One product of the newest partition, a cache line apart from its neighbours.
  private func newestProduct() -> Double {
    let count = Self.partitionCount
    let units = Self.footprints[1] / (2 * Self.unitBytes * count)
    let time = least(expectedNanoseconds: units) {
      withUnsafePointer(to: run(units, paths: 1)) {
        kernels.multiplyNewest1x1($0, base, slot: Self.slot)
      }
    }
    return time / Double(units)
  }

  /// One of the older products in a 2 x 2 tile, which reads two rows of history for four of taps.
  private func tiledProduct(_ footprint: Int) -> Double {
    let count = Self.partitionCount
    let units = footprint / (6 * Self.unitBytes * count)
    let time = least(expectedNanoseconds: 4 * units * count) {
      withUnsafePointer(to: run(units, paths: 4)) {
        kernels.multiplyOlder2x2($0, base, slot: Self.slot, turn: 0)
      }
    }
    return time / Double(4 * units * count)
  }

  /// All partitions of all units: the inputs' history first, then the taps, then the sums.
  private func run(_ units: Int, paths: Int) -> cv_products {
    let count = Self.partitionCount, row = 16 * units * count
    let rows = paths == 4 ? 2 : 1
    let y = base + (rows + paths) * row
    func place(_ offset: Int) -> UnsafeMutableRawPointer { UnsafeMutableRawPointer(y + offset) }
    return cv_products(
      taps: UnsafeRawPointer(base + rows * row), sums: (place(0), place(24 * units)),
      ahead: (place(16 * units), place(40 * units)), rows: (0, (rows - 1) * row), lower: 0,
      upper: units, slots: count, reach: count - 1, count: count, stride: paths * count,
      addsNewest: false, accumulates: true)
  }

  /// The newest block's, so that the ring is as it is worst: in two parts.
  private static let slot = partitionCount / 2 - 1

  private func directProduct() -> Double {
    let taps = PartitionPlan.directTapCount, frames = 32
    let time = least(expectedNanoseconds: 80) {
      kernels.directFilter(
        base + taps, taps: base + 1024, tapCount: taps, addingTo: base + 2048, frames: frames)
    }
    return time / Double(taps * frames)
  }

  /// The least time of one call over several runs.
  ///
  /// A run is long enough, 4 µs, for the clock's own 30 ns not to matter. Runs end after 60 µs, but
  /// not before the third, for the first warms caches and branch predictors; and in any case after
  /// some, should the clock stand still.
  private func least(expectedNanoseconds: Int, _ call: () -> Void) -> Double {
    let calls = max(4000 / max(expectedNanoseconds, 1), 1)
    var least = Int.max, spent = 0, runs = 0
    while runs < 3 || (runs < 64 && spent < 60_000) {
      let begin = clock()
      for _ in 0..<calls { call() }
      let time = max(clock() - begin, 0)
      least = min(least, time)
      spent += min(time, 1_000_000)
      runs += 1
    }
    return Double(least) / Double(calls)
  }
}
