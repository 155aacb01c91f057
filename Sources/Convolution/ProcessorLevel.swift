import CVector

/// Which build of the kernels runs.
public enum ProcessorLevel: String, CaseIterable, Sendable {
  /// What every processor of the architecture has: SSE2 or NEON.
  case baseline
  /// AVX2 and FMA (x86-64-v3).
  case v3

  /// The best level that this processor runs.
  public static let detected: ProcessorLevel = cv_processor_level() >= 3 ? .v3 : .baseline

  /// The levels that this processor runs, the detected one last.
  public static var available: [ProcessorLevel] {
    detected == .v3 ? [.baseline, .v3] : [.baseline]
  }
}
