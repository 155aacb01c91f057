/// How far an output's step differs from one input frame, in 2^-64 frames.
struct StepOffset {
  private(set) var ppm = 0.0
  private var magnitude: UInt64 = 0
  private var isNegative = false

  /// A step of exactly one frame.
  @_noLocks
  init() {}

  /// - Precondition: below a million in magnitude.
  @_noLocks
  init(ppm: Double) {
    self.ppm = ppm
    isNegative = ppm < 0
    // Through 2^-53 frames, which the mantissa holds exactly: 0.0000000001 ppm.
    magnitude = UInt64(ppm.magnitude * 1e-6 * 0x1p53) << 11
  }

  /// Moves a place by one step.
  @_noLocks @inline(__always)
  func advance(_ frame: inout Int, _ fraction: inout UInt64) {
    let (moved, wrapped) =
      isNegative
      ? fraction.subtractingReportingOverflow(magnitude)
      : fraction.addingReportingOverflow(magnitude)
    fraction = moved
    frame &+= 1
    if wrapped { frame &+= isNegative ? -1 : 1 }
  }

  /// The frame in which a place lies after so many steps.
  @_noLocks
  func place(after steps: Int, fromFrame frame: Int, fraction: UInt64) -> Int {
    let offset = magnitude.multipliedFullWidth(by: UInt64(truncatingIfNeeded: steps))
    let whole = Int(truncatingIfNeeded: offset.high)
    let (_, wrapped) =
      isNegative
      ? fraction.subtractingReportingOverflow(offset.low)
      : fraction.addingReportingOverflow(offset.low)
    let moved = whole &+ (wrapped ? 1 : 0)
    return frame &+ steps &+ (isNegative ? 0 &- moved : moved)
  }
}
