extension ConvolverLoad {
  /// What a convolver really takes, found by running it on noise.
  ///
  /// The work of a plan repeats with its largest partition. For each callback of that period the
  /// least time of all repetitions counts, which leaves out whatever else the machine did; the mean
  /// and the worst are taken over the callbacks. Caches are warmer than between the callbacks of a
  /// live run, which cost up to twice as much where all else fits the first two levels.
  ///
  /// - Parameter nanoseconds: how long to go on; at least three repetitions are made.
  /// - Parameter clock: nanoseconds since some fixed moment, never going back.
  /// - Thread: any but audio; with denormals flushed, as on the audio thread.
  public static func measured(
    _ convolver: inout PartitionedConvolver, nanoseconds: Int, clock: () -> Int
  ) -> ConvolverLoad {
    let block = convolver.blockFrames
    let largest = convolver.plan.stages.map(\.partitionFrames).max() ?? block
    let input = noise(blocks: noiseBlockCount, samples: convolver.inputCount * block)
    var output = [Sample](repeating: 0, count: convolver.outputCount * block)
    var least = [Int](repeating: .max, count: max(largest / block, 1))
    let overhead = clockNanoseconds(clock)

    let start = clock()
    var repetitions = 0, turn = 0
    while (clock() - start < nanoseconds && repetitions < 1_000_000) || repetitions < 3 {
      for phase in least.indices {
        let samples = input[turn]
        var span = output.mutableSpan
        let begin = clock()
        convolver.render(samples.span, into: &span)
        least[phase] = min(least[phase], max(clock() - begin - overhead, 0))
        turn = (turn + 1) % input.count
      }
      repetitions += 1
    }
    return ConvolverLoad(
      meanNanosecondsPerFrame: Double(least.reduce(0, +)) / Double(least.count * block),
      worstCallbackNanoseconds: Double(least.max() ?? 0))
  }

  /// Enough that blocks differ, and few enough to stay in the cache as a device's buffer would.
  private static let noiseBlockCount = 4

  /// Even noise in -0.5..<0.5, the same every time.
  private static func noise(blocks: Int, samples: Int) -> [[Sample]] {
    var state: UInt64 = 1
    return (0..<blocks).map { _ in
      (0..<samples).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Sample(Int32(truncatingIfNeeded: state >> 32)) / 0x1p32
      }
    }
  }

  /// The least time between two readings.
  private static func clockNanoseconds(_ clock: () -> Int) -> Int {
    (0..<16).map { _ in
      let begin = clock()
      return max(clock() - begin, 0)
    }.min() ?? 0
  }
}
