internal import Convolution

#if canImport(Glibc)
  internal import Glibc
#endif

/// Compares an engine's output with a direct convolution in float64.
///
/// All of the output would take hours to compute directly; a few dozen windows of it do not. They
/// begin with the first frame, where nothing has been put off yet, and go on past the last tap.
enum ReferenceCheck {
  private static let windowFrames = 48
  /// About a second of work.
  private static let productLimit = 6e8

  /// Ratio of signal to error in the output, dB.
  static func signalToNoise(_ workload: Workload, _ engine: inout LiveEngine) -> Double {
    let tapCount = workload.matrix.tapCount
    // Past the last tap by more than the largest partition is late.
    let blocks = (tapCount + 3 * 65536) / workload.blockFrames
    let frameCount = blocks * workload.blockFrames
    let signals = (0..<workload.routing.inputCount).map {
      Workload.signal(input: $0, frameCount: frameCount)
    }
    let outputs = engine.render(signals: signals)

    var signalEnergy = 0.0, errorEnergy = 0.0
    for start in windowStarts(workload, frameCount: frameCount) {
      let range = start..<start + windowFrames
      let expected = reference(workload, signals, range)
      for (output, values) in expected.enumerated() {
        for (frame, value) in zip(range, values) {
          let error = Double(outputs[output][frame]) - value
          signalEnergy += value * value
          errorEnergy += error * error
        }
      }
    }
    return 10 * log10(signalEnergy / max(errorEnergy, 1e-300))
  }

  /// Evenly placed, but by an odd step: windows fall on all phases of the blocks.
  private static func windowStarts(_ workload: Workload, frameCount: Int) -> [Int] {
    let paths = workload.matrix.paths
    let windowProducts = Double(windowFrames * paths.reduce(0) { $0 + $1.taps.count })
    let count = min(64, max(6, Int(productLimit / windowProducts)))
    let step = (frameCount - windowFrames) / (count - 1) | 1
    return stride(from: 0, through: frameCount - windowFrames, by: step).map { $0 }
  }

  /// The exact output of the frames in `range`, per output.
  private static func reference(
    _ workload: Workload, _ signals: [[Float]], _ range: Range<Int>
  ) -> [[Double]] {
    var outputs = [[Double]](
      repeating: [Double](repeating: 0, count: range.count), count: workload.routing.outputCount)
    for path in workload.matrix.paths {
      let first = range.lowerBound - (path.taps.count - 1)
      let reached = signals[path.input][max(first, 0)..<range.upperBound].map { Double($0) }
      let silence = [Double](repeating: 0, count: max(-first, 0))
      let values = Reference.convolve(
        silence + reached, path.taps.map { Double($0) }, mode: .valid)
      for (frame, value) in values.enumerated() { outputs[path.output][frame] += value }
    }
    return outputs
  }
}
