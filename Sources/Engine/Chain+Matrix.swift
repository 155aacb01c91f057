public import Convolution
import SignalProcessing

extension Chain {
  /// One matrix that does what all stages do together: what headroom is judged by.
  ///
  /// Limiters count as the delays that they are below their ceiling, and recursive filters as their
  /// impulse responses until they are 150 dB down.
  ///
  /// - Returns: taps rounded to `Sample`; equal to the chain within that rounding.
  /// - Complexity: nothing but copies for one convolution among gains and routes; transforms of the
  ///   summed length for each path through two filters.
  /// - Thread: control.
  public func combinedMatrix() -> ImpulseMatrix {
    var channels = (0..<inputCount).map { CombinedChannel(input: $0) }
    for stage in alignedStages { channels = Self.combine(channels, stage) }
    return ImpulseMatrix(
      inputCount: inputCount, outputCount: outputCount,
      paths: channels.enumerated().flatMap { output, channel in channel.paths(to: output) })
  }

  /// What the channels owe to the inputs after one more stage.
  private static func combine(_ channels: [CombinedChannel], _ stage: Stage) -> [CombinedChannel] {
    switch stage {
    case .gain(let gains):
      return zip(channels, gains).map { channel, gain in channel.filtered([gain]) }
    case .route(let route):
      return route.outputs.map { terms in
        CombinedChannel(sum: terms.map { channels[$0.input].filtered([$0.gain]) })
      }
    case .convolve(let convolve):
      return combine(channels, convolve)
    case .filter(let stage):
      return zip(channels, stage.sections).map { channel, sections in
        sections.isEmpty
          ? channel : channel.filtered(sections.impulseResponse().map { Sample($0) })
      }
    case .delay(let stage):
      return zip(channels, stage.lines).map { channel, line in
        channel.filtered(line.taps.isEmpty ? [1] : line.taps.map { Sample($0) })
          .delayed(by: line.wholeFrames)
      }
    case .limiter(let stage):
      let limited = Set(stage.groups.joined())
      return channels.enumerated().map { index, channel in
        channel.delayed(by: limited.contains(index) ? stage.lookAheadFrames : 0)
      }
    }
  }

  private static func combine(
    _ channels: [CombinedChannel], _ stage: ConvolveStage
  ) -> [CombinedChannel] {
    var combined = channels
    for (index, channel) in stage.outputs.enumerated() {
      let paths = stage.matrix.paths.filter { $0.output == index }
      combined[channel] = CombinedChannel(
        sum: paths.map { channels[stage.inputs[$0.input]].filtered($0.taps) })
    }
    return combined
  }
}

/// What one channel within a chain owes to each input.
private struct CombinedChannel {
  /// By input; absent where nothing comes from it.
  private var taps: [Int: [Sample]]

  init(input: Int) { taps = [input: [1]] }

  init(sum parts: [CombinedChannel]) {
    taps = [:]
    for part in parts { taps.merge(part.taps) { Self.sum($0, $1) } }
  }

  func filtered(_ filter: [Sample]) -> CombinedChannel {
    var result = self
    result.taps = taps.mapValues { Self.convolve($0, filter) }.filter { !$0.value.isEmpty }
    return result
  }

  func delayed(by frames: Int) -> CombinedChannel {
    if frames == 0 { return self }
    var result = self
    result.taps = taps.mapValues { [Sample](repeating: 0, count: frames) + $0 }
    return result
  }

  func paths(to output: Int) -> [ImpulseMatrix.Path] {
    taps.sorted { $0.key < $1.key }.map { .init(input: $0.key, output: output, taps: $0.value) }
  }

  private static func sum(_ a: [Sample], _ b: [Sample]) -> [Sample] {
    var long = a.count < b.count ? b : a
    let short = a.count < b.count ? a : b
    for index in short.indices { long[index] += short[index] }
    return long
  }

  private static func convolve(_ a: [Sample], _ b: [Sample]) -> [Sample] {
    if a.isEmpty || b.isEmpty { return [] }
    if a.count == 1 { return a[0] == 1 ? b : b.map { $0 * a[0] } }
    if b.count == 1 { return b[0] == 1 ? a : a.map { $0 * b[0] } }

    // Both in one transform: with a in the real part and b in the imaginary one, the imaginary part
    // of the signal's square is 2ab.
    let frames = a.count + b.count - 1
    let transform = FourierTransform(count: FourierTransform.count(holding: frames))
    var real = [Double](repeating: 0, count: transform.count), imaginary = real
    for (frame, tap) in a.enumerated() { real[frame] = Double(tap) }
    for (frame, tap) in b.enumerated() { imaginary[frame] = Double(tap) }
    var re = real.mutableSpan, im = imaginary.mutableSpan
    transform.forward(&re, &im)
    for bin in re.indices {
      (re[bin], im[bin]) = (re[bin] * re[bin] - im[bin] * im[bin], 2 * re[bin] * im[bin])
    }
    transform.inverse(&re, &im)
    return (0..<frames).map { Sample(im[$0] / 2) }
  }
}
