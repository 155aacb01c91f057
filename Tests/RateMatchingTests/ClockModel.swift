import Glibc
import RateMatching
import TestSupport

/// Two clocks and the frames between them, in virtual time: what a ``ClockLoop`` has to hold.
///
/// The level gains what the source's clock runs faster and loses what the correction takes. The loop
/// reads it once per block, with jitter.
struct ClockModel {
  var sampleRate = 48_000.0
  var blockFrames = 1_024.0
  /// Standard deviation of a reading, frames. 24 are 0.5 ms.
  var jitterFrames = 24.0
  /// How much faster the source runs, ppm.
  var drift = 0.0
  /// Standard deviation of a random walk of `drift`, ppm after one second.
  var wander = 0.0
  /// Above the target, frames.
  var level = 0.0
  var seconds = 0.0
  var loop: ClockLoop
  var random: SeededGenerator

  init(seed: UInt64, sampleRate: Int = 48_000, blockFrames: Int = 1_024) {
    loop = ClockLoop(sampleRate: sampleRate, periodFrames: blockFrames)
    random = SeededGenerator(seed: seed)
    self.sampleRate = Double(sampleRate)
    self.blockFrames = Double(blockFrames)
    jitterFrames = 0.0005 * self.sampleRate
  }

  /// One block.
  mutating func step() {
    let duration = blockFrames / sampleRate
    drift += wander * duration.squareRoot() * (wander > 0 ? gaussian() : 0)
    level += blockFrames * (drift - loop.correctionPPM) * 1e-6
    seconds += duration
    _ = loop.update(errorFrames: level + jitterFrames * gaussian(), seconds: duration)
  }

  /// Runs for so long; gives the largest level and the root mean square of the ratio's error, ppm.
  @discardableResult
  mutating func run(seconds duration: Double) -> (peakFrames: Double, ripplePPM: Double) {
    let end = seconds + duration
    var (peak, sum, count) = (0.0, 0.0, 0.0)
    while seconds < end {
      step()
      peak = max(peak, level.magnitude)
      let error = loop.correctionPPM - drift
      sum += error * error
      count += 1
    }
    return (peak, (sum / count).squareRoot())
  }

  /// Normally distributed, by the sum of 12 uniform numbers: no tail beyond 6, and fast.
  mutating func gaussian() -> Double {
    var sum = -6.0
    for _ in 0..<3 {
      let bits = random.next()
      for part in 0..<4 { sum += Double((bits >> (16 * UInt64(part))) & 0xffff) * 0x1p-16 }
    }
    return sum
  }
}
