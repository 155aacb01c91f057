extension KernelCosts {
  /// What the kernels cost on this machine, found by running them.
  ///
  /// Each price is the least of several runs, since whatever disturbs one only adds time; outliers
  /// are pulled in and prices put in order, as a planner needs. Two measurements of one machine
  /// differ by some percent, and so may the plans made from them: keep the result.
  ///
  /// - Parameter level: which build of the kernels.
  /// - Parameter clock: nanoseconds since some fixed moment, never going back.
  /// - Complexity: about 15 ms and 5 MiB on a current processor.
  /// - Thread: any but audio. All samples are zero, so that denormals play no part.
  public static func measured(
    level: ProcessorLevel = .detected, clock: @escaping () -> Int
  ) -> KernelCosts {
    let measurement = KernelMeasurement(kernels: Kernels(level: level), clock: clock)
    return measurement.costs().tempered()
  }
}
