#if DOUBLE_PRECISION
  /// The type of all samples and constants: these sources are compiled once for each.
  public typealias Sample = Double
#else
  /// The type of all samples and constants: these sources are compiled once for each.
  public typealias Sample = Float
#endif
