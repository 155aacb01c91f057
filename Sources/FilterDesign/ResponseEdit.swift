internal import Glibc

/// The taps of an impulse response's channels, and what is done to them.
///
/// All channels are treated as one thing: what is cut, moved or scaled is so in each of them, so that
/// they stay aligned and in proportion.
public struct ResponseEdit: Equatable, Sendable {
  /// `[channel][frame]`: at least one channel, at least one frame, equal lengths.
  public private(set) var channels: [[Double]]

  /// Taps of each channel.
  public var frameCount: Int { channels[0].count }

  /// - Precondition: at least one channel and one frame, equal lengths.
  public init(_ channels: [[Double]]) {
    precondition(channels.first?.isEmpty == false)
    precondition(channels.allSatisfy { $0.count == channels[0].count })
    self.channels = channels
  }

  /// The largest magnitude of a tap in any channel.
  public var peak: Double { channels.reduce(0) { $1.reduce($0) { max($0, $1.magnitude) } } }

  /// Turns the taps around in time.
  public mutating func reverse() {
    for channel in channels.indices { channels[channel].reverse() }
  }

  /// Multiplies every tap.
  public mutating func scale(by factor: Double) {
    for channel in channels.indices {
      for frame in channels[channel].indices { channels[channel][frame] *= factor }
    }
  }

  /// Drops what comes before the first tap that reaches a level.
  ///
  /// - Parameter decibels: against the largest tap of all channels, at most 0.
  /// - Returns: frames dropped, never all: the largest tap stays.
  public mutating func trimStart(below decibels: Double) -> Int {
    let threshold = peak * pow(10, decibels / 20)
    let first = channels.compactMap { $0.firstIndex { $0.magnitude >= threshold } }.min() ?? 0
    for channel in channels.indices { channels[channel].removeFirst(first) }
    return first
  }

  /// Drops what comes after the last tap that reaches a level.
  ///
  /// - Parameter decibels: against the largest tap of all channels, at most 0.
  /// - Parameter least: frames that stay in any case, where there are so many.
  /// - Returns: frames dropped, never all: the largest tap stays.
  @discardableResult
  public mutating func trimEnd(below decibels: Double, keeping least: Int = 1) -> Int {
    let threshold = peak * pow(10, decibels / 20)
    let last =
      channels.compactMap { $0.lastIndex { $0.magnitude >= threshold } }.max() ?? frameCount - 1
    let dropped = frameCount - max(last + 1, min(least, frameCount))
    for channel in channels.indices { channels[channel].removeLast(dropped) }
    return dropped
  }

  /// Puts silence in front.
  public mutating func delay(frames: Int) {
    precondition(frames >= 0)
    let silence = [Double](repeating: 0, count: frames)
    for channel in channels.indices { channels[channel].insert(contentsOf: silence, at: 0) }
  }

  /// Cuts the end off or puts silence behind it.
  ///
  /// - Returns: the energy that was cut off, as a share of all, 0 to 1.
  public mutating func resize(toFrames frames: Int) -> Double {
    precondition(frames > 0)
    let kept = min(frames, frameCount)
    let cut = channels.reduce(0) { $1[kept...].reduce($0) { $0 + $1 * $1 } }
    let all = channels.reduce(0) { $1.reduce($0) { $0 + $1 * $1 } }
    let silence = [Double](repeating: 0, count: frames - kept)
    for channel in channels.indices {
      channels[channel] = Array(channels[channel][..<kept]) + silence
    }
    return cut > 0 ? cut / all : 0
  }

  /// Cuts off what is not within a span.
  ///
  /// - Precondition: a part of the frames, and not empty.
  /// - Returns: the energy that was cut off before and behind it, as shares of all, 0 to 1.
  public mutating func crop(to span: Range<Int>) -> (before: Double, behind: Double) {
    precondition(!span.isEmpty && span.lowerBound >= 0 && span.upperBound <= frameCount)
    let all = energy(of: 0..<frameCount)
    let before = energy(of: 0..<span.lowerBound)
    let behind = energy(of: span.upperBound..<frameCount)
    for channel in channels.indices { channels[channel] = Array(channels[channel][span]) }
    return (before > 0 ? before / all : 0, behind > 0 ? behind / all : 0)
  }

  private func energy(of frames: Range<Int>) -> Double {
    channels.reduce(0) { $1[frames].reduce($0) { $0 + $1 * $1 } }
  }

  /// Lets the beginning rise from silence by half a cosine.
  ///
  /// - Precondition: no more frames than there are.
  public mutating func fadeIn(frames: Int) {
    precondition((0...frameCount).contains(frames))
    for channel in channels.indices {
      for frame in 0..<frames { channels[channel][frame] *= Self.rise(frame, of: frames) }
    }
  }

  /// Lets the end fall into silence by half a cosine.
  ///
  /// - Precondition: no more frames than there are.
  public mutating func fadeOut(frames: Int) {
    precondition((0...frameCount).contains(frames))
    for channel in channels.indices {
      for frame in 0..<frames {
        channels[channel][frameCount - 1 - frame] *= Self.rise(frame, of: frames)
      }
    }
  }

  /// Between 0 and 1, both excluded, and the same backwards.
  private static func rise(_ frame: Int, of frames: Int) -> Double {
    0.5 - 0.5 * cos(Double.pi * (Double(frame) + 0.5) / Double(frames))
  }
}
