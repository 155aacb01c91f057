extension KernelCosts {
  /// What the kernels cost on this machine, found by running them.
  ///
  /// Each price is the least of several runs, since whatever disturbs one only adds time; outliers
  /// are pulled in and prices put in order, see the planner's needs. Two measurements of one
  /// machine differ by some percent, and so may the plans made from them: keep the result.
  ///
  /// - Parameter level: which build of the kernels.
  /// - Parameter clock: nanoseconds since some fixed moment, never going back.
  /// - Complexity: about 15 ms and 40 MiB on a current processor; the memory is given back.
  /// - Thread: any but audio, without denormals on its mind: all samples are zero.
  public static func measured(
    level: ProcessorLevel = .detected, clock: @escaping () -> Int
  ) -> KernelCosts {
    let memory = SampleMemory(count: KernelMeasurement.sampleCount)
    let measurement = KernelMeasurement(
      kernels: Kernels(level: level), base: memory.base, clock: clock)
    return withExtendedLifetime(memory) { measurement.costs().tempered() }
  }
}

/// Runs each kernel on silence and reads the clock around it.
struct KernelMeasurement {
  /// Bytes of the footprints that stand for the classes of ``KernelCosts/products``: within each
  /// level of caches, and beyond the third.
  static let footprints = [16 << 10, 192 << 10, 4 << 20, 40 << 20]

  /// Samples that all measurements share.
  static let sampleCount = (40 << 20) / MemoryLayout<Float>.stride

  /// Partitions of the products and slots of the spectra: what plans often have.
  private static let partitionCount = 8

  let kernels: Kernels
  /// ``sampleCount`` zeros, aligned to cache lines.
  let base: UnsafeMutablePointer<Float>
  let clock: () -> Int

  /// The bare minima.
  func costs() -> KernelCosts {
    let transforms = KernelCosts.transformSizes.map(transformPair)
    let products = Self.footprints.map(product)
    return KernelCosts(
      forward: transforms.map(\.forward), inverse: transforms.map(\.inverse), products: products,
      tileFactor: tiledProduct(Self.footprints[1]) / products[1], direct: directProduct(),
      stage: KernelCosts.typical.stage)
  }

  private func transformPair(_ frames: Int) -> (forward: Double, inverse: Double) {
    let transform = RightAngleTransform(blockFrames: frames)
    let tables = transform.tables
    let block = base, work = base + frames, carry = base + 3 * frames, spectrum = base + 4 * frames
    let expected = 2 * frames * frames.trailingZeroBitCount / 25
    return withExtendedLifetime(transform) {
      (
        least(expectedNanoseconds: expected) {
          kernels.forward(
            tables, block, work: work, spectrum: spectrum, stride: Self.partitionCount)
        },
        least(expectedNanoseconds: expected) {
          kernels.inverse(tables, spectrum, carry: carry, block: block)
        }
      )
    }
  }

  /// One of the products that read so many bytes: as many of history as of taps.
  private func product(_ footprint: Int) -> Double {
    let count = Self.partitionCount
    let units = footprint / (2 * 64 * count)
    let taps = base + 16 * units * count, sums = base
    let time = least(expectedNanoseconds: units * count) {
      kernels.multiplyAccumulate(
        base, taps, into: sums, units: 0..<units,
        run: HistoryRun(slots: count, start: 0, count: count), accumulates: true)
    }
    return time / Double(units * count)
  }

  /// The same in a 2 x 2 tile, which reads two rows of history for four of taps.
  private func tiledProduct(_ footprint: Int) -> Double {
    let count = Self.partitionCount
    let units = footprint / (6 * 64 * count), row = 16 * units * count
    let taps = base + 2 * row, sums = base + 6 * row
    let time = least(expectedNanoseconds: 4 * units * count) {
      kernels.multiplyAccumulate(
        base, base + row, taps, into: sums, sums + 16 * units, units: 0..<units,
        run: HistoryRun(slots: count, start: 0, count: count), accumulates: true)
    }
    return time / Double(4 * units * count)
  }

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
  /// A run is long enough, 4 µs, for the clock's own 30 ns not to matter. Runs end after 150 µs,
  /// but not before the third: the first one warms caches and branch predictors.
  private func least(expectedNanoseconds: Int, _ call: () -> Void) -> Double {
    let calls = max(4000 / max(expectedNanoseconds, 1), 1)
    var least = Int.max, spent = 0, runs = 0
    while runs < 3 || (spent < 150_000 && runs < 64) {
      let begin = clock()
      for _ in 0..<calls { call() }
      let time = max(clock() - begin, 0)
      least = min(least, time)
      spent += time
      runs += 1
    }
    return Double(least) / Double(calls)
  }
}
