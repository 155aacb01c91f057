/// The code in which a simulated source numbers its frames.
///
/// Even channels carry the number, odd ones a marker of full scale, so that whoever hears a frame
/// knows both its number and the gain it came through: gain = odd, number = even / odd. The number
/// wraps at 65,536, and is a fraction of full scale so that no ceiling touches it; a 24-bit
/// significand holds it exactly at any gain that is a power of two and within 2⁻⁸ at any other.
package enum Payload {
  /// Numbers before they repeat.
  package static let modulus = 65_536
  /// One step of the number as a sample.
  package static let step: Float = 0x1p-16

  /// What the third channel and those after it carry.
  package enum Kind: Equatable, Sendable {
    /// Number and marker again.
    case numbers
    /// Noise of half of full scale, another one on each.
    case sound
  }

  /// The noise of one frame.
  package static func sound(_ number: Int, channel: Int) -> Float {
    let bits = mixed(UInt64(bitPattern: Int64(number &* 64 &+ channel))) >> 40
    return Float(Int32(truncatingIfNeeded: bits) - 1 << 23) * 0x1p-24
  }

  /// Numbers `frames` frames from `first` on.
  ///
  /// - Parameter destination: planar, `[channelCount][frames]`.
  /// - Complexity: one pass, vectorised.
  static func fill(
    _ destination: UnsafeMutablePointer<Float>, from first: Int, frames: Int, channelCount: Int,
    kind: Kind = .numbers
  ) {
    for channel in 0..<channelCount {
      let place = destination + channel * frames
      if kind == .sound && channel >= 2 {
        for frame in 0..<frames { place[frame] = sound(first + frame, channel: channel) }
      } else if channel % 2 == 1 {
        place.update(repeating: 1, count: frames)
      } else {
        number(place, from: first, frames: frames)
      }
    }
  }

  private static func number(_ place: UnsafeMutablePointer<Float>, from first: Int, frames: Int) {
    var done = 0
    while done < frames {
      let start = (first &+ done) & (modulus - 1)
      let run = min(frames - done, modulus - start)
      let place = place + done, base = Int32(truncatingIfNeeded: start)
      for index in 0..<run {
        place[index] = Float(base &+ Int32(truncatingIfNeeded: index)) * step
      }
      done += run
    }
  }

  /// How many frames from the first on carry the numbers that follow `first`, at full gain.
  ///
  /// - Parameter source: interleaved, `[frames][channelCount]`, at least two channels.
  static func matchingFrames(
    _ source: UnsafePointer<Float>, from first: Int, frames: Int, channelCount: Int
  ) -> Int {
    let block = 256
    var done = 0
    while done < frames {
      let run = min(block, frames - done)
      let place = source + done * channelCount
      guard matches(place, from: first &+ done, frames: run, channelCount: channelCount) else {
        break
      }
      done += run
    }
    return done
  }

  private static func matches(
    _ source: UnsafePointer<Float>, from first: Int, frames: Int, channelCount: Int
  ) -> Bool {
    if channelCount == 2 { return matchesStereo(source, from: first, frames: frames) }
    let start = Int32(truncatingIfNeeded: first)
    var faults: Int32 = 0
    for frame in 0..<frames {
      let number = Float((start &+ Int32(truncatingIfNeeded: frame)) & 0xFFFF) * step
      for channel in 0..<channelCount {
        let expected = channel % 2 == 1 ? 1 : number
        if source[frame &* channelCount &+ channel] != expected { faults |= 1 }
      }
    }
    return faults == 0
  }

  private static func matchesStereo(
    _ source: UnsafePointer<Float>, from first: Int, frames: Int
  ) -> Bool {
    let start = first & (modulus - 1)
    let run = min(frames, modulus - start)
    guard countsUp(source, from: start, frames: run) else { return false }
    return run == frames || countsUp(source + 2 * run, from: 0, frames: frames - run)
  }

  /// Numbers that do not wrap, four frames at a time: this is most of what a simulation does.
  private static func countsUp(
    _ source: UnsafePointer<Float>, from start: Int, frames: Int
  ) -> Bool {
    let memory = UnsafeRawPointer(source)
    let base = Float(start) * step
    // Exact: each is a fraction of sixteen bits.
    var wanted = SIMD8(base, 1, base + step, 1, base + 2 * step, 1, base + 3 * step, 1)
    let growth = SIMD8<Float>(4 * step, 0, 4 * step, 0, 4 * step, 0, 4 * step, 0)
    var faults = SIMD8<UInt32>(repeating: 0)
    let whole = frames & ~3
    var frame = 0
    while frame < whole {
      let bits = memory.loadUnaligned(fromByteOffset: 8 &* frame, as: SIMD8<UInt32>.self)
      faults |= bits ^ unsafeBitCast(wanted, to: SIMD8<UInt32>.self)
      wanted += growth
      frame &+= 4
    }
    while frame < frames {
      if source[2 &* frame] != Float(start &+ frame) * step || source[2 &* frame &+ 1] != 1 {
        return false
      }
      frame &+= 1
    }
    return faults == SIMD8(repeating: 0)
  }
}
