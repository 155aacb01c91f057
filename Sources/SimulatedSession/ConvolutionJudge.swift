internal import SimulatedDevices

/// Holds a convolution to its sum in double precision: each frame that is heard against all frames that
/// the session has rendered before it since it began, lost ones left out.
final class ConvolutionJudge: SoundJudge {
  /// Of how much a sample may differ from the sum, linear: -120 dBFS.
  static let bound = 1e-6

  private let filter: SoundFilter
  private let taps: [[Double]]
  /// What was rendered, by channel, behind as many zeros as there are taps.
  private var inputs: [[Double]] = []
  private var outputs: [[Double]] = []
  /// Frames that follow each other in the source, and where they lie in what was rendered.
  private var runs: [(number: Int, place: Int, frames: Int)] = []
  private var run = 0
  /// Frames that were heard and compared.
  private(set) var frameCount = 0
  /// The largest difference, linear.
  private(set) var worst = 0.0

  init(_ filter: SoundFilter) {
    self.filter = filter
    taps = filter.paths.map { $0.map(Double.init) }
    beginSession()
  }

  func beginSession() {
    let past = [Double](repeating: 0, count: filter.tapCount)
    inputs = [past, past]
    outputs = [past, past]
    runs = []
    run = 0
  }

  func captured(from number: Int, frames: Int) {
    runs.append((number, inputs[0].count, frames))
    for channel in 0..<2 {
      for frame in number..<number + frames {
        inputs[channel].append(Double(Payload.sound(frame, channel: channel + 2)))
      }
    }
    convolve(frames)
  }

  func renderedSilence(frames: Int) {
    for channel in 0..<2 {
      inputs[channel].append(contentsOf: repeatElement(0, count: frames))
    }
    convolve(frames)
  }

  /// The sums for the frames that came last.
  private func convolve(_ frames: Int) {
    let first = inputs[0].count - frames
    for output in 0..<2 {
      var sums = [Double](repeating: 0, count: frames)
      for input in 0..<2 {
        Self.add(taps[2 * input + output], inputs[input], from: first, to: &sums)
      }
      outputs[output] += sums
    }
  }

  private static func add(
    _ taps: [Double], _ samples: [Double], from first: Int, to sums: inout [Double]
  ) {
    let count = sums.count
    samples.withUnsafeBufferPointer { samples in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let target = sums.baseAddress, let origin = samples.baseAddress else { return }
        for (tap, gain) in taps.enumerated() {
          let source = origin + (first - tap)
          for frame in 0..<count { target[frame] += gain * source[frame] }
        }
      }
    }
  }

  func fault(of frame: UnsafePointer<Float>, number: Int, gain: Float) -> String? {
    while run < runs.count - 1 && number >= runs[run].number + runs[run].frames { run += 1 }
    guard run < runs.count, number >= runs[run].number,
      number < runs[run].number + runs[run].frames
    else { return "frame \(number) was not rendered in this session" }
    let place = runs[run].place + number - runs[run].number
    frameCount += 1
    for channel in 0..<2 {
      let wanted = outputs[channel][place] * Double(gain)
      let difference = abs(Double(frame[channel + 2]) - wanted)
      worst = max(worst, difference)
      if !(difference <= Self.bound) {
        return "channel \(channel + 2) of frame \(number) is \(frame[channel + 2]), not \(wanted)"
      }
    }
    return nil
  }
}
