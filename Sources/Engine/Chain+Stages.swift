public import SignalProcessing

/// Recursive filters, on each channel its own.
public struct FilterStage: Equatable, Sendable {
  /// Per channel; one without sections passes.
  public var sections: [[BiquadSection]]

  public init(sections: [[BiquadSection]]) { self.sections = sections }

  /// Frames until the slowest channel is 150 dB down, less one.
  var tailFrames: Int { (sections.map { $0.impulseResponse().count }.max() ?? 1) - 1 }
}

/// A delay, on each channel its own.
///
/// Whole frames are copied bit by bit. A part of a frame takes a filter that looks
/// ``SignalProcessing/FractionalDelay/wholeFrames`` back: a shorter delay than that makes the whole
/// stage late by what is missing, on all channels alike.
public struct DelayStage: Equatable, Sendable {
  /// Per channel, 0 or more; nearer than 1e-6 to a whole number counts as whole.
  public var frames: [Double]

  /// - Precondition: finite and not negative.
  public init(frames: [Double]) {
    precondition(frames.allSatisfy { $0 >= 0 && $0.isFinite })
    self.frames = frames.map { ($0 - $0.rounded()).magnitude < 1e-6 ? $0.rounded() : $0 }
  }

  /// Frames that every channel comes later than asked for.
  public var latencyFrames: Int {
    let short = frames.filter { $0 != $0.rounded() }.min() ?? .infinity
    return short >= Double(FractionalDelay.wholeFrames)
      ? 0 : FractionalDelay.wholeFrames - Int(short)
  }

  /// What one channel's delay is made of.
  struct Line: Equatable {
    /// Frames that are copied.
    var wholeFrames: Int
    /// The filter after them; empty for none.
    var taps: [Double]
  }

  /// Per channel, with the latency.
  var lines: [Line] {
    frames.map { frames in
      let whole = Int(frames), total = whole + latencyFrames
      if frames == Double(whole) { return Line(wholeFrames: total, taps: []) }
      return Line(
        wholeFrames: total - FractionalDelay.wholeFrames,
        taps: FractionalDelay.taps(fraction: frames - Double(whole)))
    }
  }

  var tailFrames: Int { lines.map { $0.wholeFrames + max($0.taps.count - 1, 0) }.max() ?? 0 }
}

/// A ceiling for some channels, held by a gain that looks ahead.
public struct LimiterStage: Equatable, Sendable {
  /// Channels that share a gain, group by group.
  public var groups: [[Int]]
  /// The highest magnitude that leaves, linear.
  public var ceiling: Float
  /// Frames that all channels come later.
  public var lookAheadFrames: Int
  /// In which the gain goes 1 - 1/e of its way back to 1.
  public var releaseFrames: Double

  /// - Precondition: no channel is named twice; otherwise as for
  ///   ``SignalProcessing/LookAheadLimiter``.
  public init(groups: [[Int]], ceiling: Float, lookAheadFrames: Int, releaseFrames: Double) {
    precondition(groups.allSatisfy { !$0.isEmpty })
    precondition(Set(groups.joined()).count == groups.joined().count)
    self.groups = groups
    self.ceiling = ceiling
    self.lookAheadFrames = lookAheadFrames
    self.releaseFrames = releaseFrames
  }
}
