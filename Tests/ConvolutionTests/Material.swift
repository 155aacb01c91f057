import Convolution
import TestSupport

extension SeededGenerator {
  /// Even noise in -1..<1.
  mutating func noise(_ count: Int) -> [Sample] {
    (0..<count).map { _ in Sample.random(in: -1..<1, using: &self) }
  }
}

/// The bound on every shape: the error's energy against the direct convolution's.
let requiredDecibels = Sample.self == Double.self ? 300.0 : 130.0

/// 10 log10 of the wanted energy over that of the difference.
func signalToErrorDecibels(_ wanted: [Double], _ found: [Sample]) -> Double {
  precondition(wanted.count == found.count)
  var signal = 0.0, error = 0.0
  for (w, f) in zip(wanted, found) {
    signal += w * w
    error += (w - Double(f)) * (w - Double(f))
  }
  return error == 0 ? .infinity : 10 * log10(signal / error)
}

#if canImport(Glibc)
  import Glibc
#endif

/// Renders planar channels block by block; the last block is padded with silence.
func render(
  _ channels: [[Sample]], through bank: FilterBank
) -> [[Sample]] {
  var convolver = PartitionedConvolver(bank)
  return render(channels, through: &convolver)
}

func render(
  _ channels: [[Sample]], through convolver: inout PartitionedConvolver
) -> [[Sample]] {
  let block = convolver.blockFrames, frames = channels[0].count
  var outputs = [[Sample]](repeating: [], count: convolver.outputCount)
  // Dirty on purpose: what a caller leaves in the output must not matter.
  var output = [Sample](repeating: .nan, count: convolver.outputCount * block)
  for first in stride(from: 0, to: frames, by: block) {
    var input: [Sample] = []
    for channel in channels {
      let end = min(first + block, frames)
      input += channel[first..<end] + [Sample](repeating: 0, count: block - (end - first))
    }
    var span = output.mutableSpan
    convolver.render(input.span, into: &span)
    for channel in outputs.indices {
      outputs[channel] += output[channel * block..<(channel + 1) * block]
    }
  }
  return outputs.map { Array($0.prefix(frames)) }
}

/// What the matrix must give for these inputs, cut to their length.
func referenceOutputs(_ channels: [[Sample]], _ matrix: ImpulseMatrix) -> [[Double]] {
  let frames = channels[0].count
  var outputs = [[Double]](
    repeating: [Double](repeating: 0, count: frames), count: matrix.outputCount)
  for path in matrix.paths where !path.taps.isEmpty {
    let full = exactConvolution(
      channels[path.input].map { Double($0) }, path.taps.map { Double($0) })
    for frame in 0..<frames { outputs[path.output][frame] += full[frame] }
  }
  return outputs
}
