import Glibc
import RateMatching

/// A resampler that is fed sines in blocks of 256 frames, and its output against the exact value.
struct ResamplerBench: ~Copyable {
  var resampler: VariableResampler
  private let blockFrames = 256
  private var fedFrames = 0

  init(channelCount: Int) {
    resampler = VariableResampler(channelCount: channelCount, maximumInputFrames: 256)
  }

  /// Root mean square of the error over that of the sine, dB; the first blocks do not count.
  ///
  /// - Parameter frequency: cycles per frame.
  /// - Parameter ppm: the correction for each block.
  mutating func residual(
    frequency: Double, blocks: Int, ppm: (Int) -> Double
  ) -> Double {
    var errorSum = 0.0
    var signalSum = 0.0
    var input = [Float](repeating: 0, count: blockFrames)
    var output = [Float](repeating: 0, count: 2 * blockFrames)
    for block in 0..<blocks {
      for frame in 0..<blockFrames {
        input[frame] = Float(0.5 * sin(2 * .pi * frequency * Double(fedFrames + frame)))
      }
      resampler.correctionPPM = ppm(block)
      // The place of the next output, in input frames from the first.
      var place = Double(fedFrames) - resampler.heldFrames
      let step = 1 + resampler.correctionPPM * 1e-6
      let transfer = resampler.process(
        input, inputFrames: blockFrames, into: &output, outputFrames: 2 * blockFrames)
      fedFrames += transfer.takenFrames
      for frame in 0..<transfer.madeFrames {
        let exact = 0.5 * sin(2 * .pi * frequency * place)
        place += step
        if block < 2 { continue }
        errorSum += (Double(output[frame]) - exact) * (Double(output[frame]) - exact)
        signalSum += exact * exact
      }
    }
    return 10 * log10(errorSum / signalSum)
  }
}
