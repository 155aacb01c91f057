#if DOUBLE_PRECISION
  /// The type of all samples and taps: these sources are compiled once for `Float`, the data path of
  /// live sound, and once for `Double`.
  public typealias Sample = Double
#else
  /// The type of all samples and taps: these sources are compiled once for `Float`, the data path of
  /// live sound, and once for `Double`.
  public typealias Sample = Float
#endif
