internal import SignalProcessing
internal import SoundFiles

/// How loud a result is to be. One gain serves all channels.
public struct LevelGoal: Equatable, Sendable {
  /// What the level is measured by.
  public enum Measure: Equatable, Sendable {
    /// Nothing: as it comes.
    case none
    /// The largest sample, in dB of full scale.
    case peak(Double)
    /// The mean energy per channel: that of the input.
    case energy
    /// Integrated loudness by EBU R 128, in LUFS.
    case loudness(Double)
  }

  /// What is brought to a level.
  public var measure = Measure.none
  /// What no sample may exceed, in dB of full scale; `nil` for no limit.
  public var ceilingDecibels: Double?

  /// As it comes, unless something else is asked for.
  public init(_ measure: Measure = .none, ceilingDecibels: Double? = nil) {
    self.measure = measure
    self.ceilingDecibels = ceilingDecibels
  }

  /// Whether anything has to be measured first.
  public var isOpen: Bool { self != LevelGoal() }

  /// What a result is turned up by.
  public struct Gain: Equatable, Sendable {
    /// Linear.
    public var factor = 1.0
    /// What the ceiling took of it, in dB.
    public var heldBackDecibels = 0.0

    /// As it is.
    public init() {}

    /// The same in dB.
    public var decibels: Double { Decibels(amplitude: factor).value }
  }

  /// The gain for a result; `nil` when it has no level to start from.
  ///
  /// - Parameter input: what was read, where its energy counts.
  public func gain(for result: LevelMeter, input: LevelMeter?) -> Gain? {
    guard result.peak > 0 else { return Gain() }
    var gain = Gain()
    switch measure {
    case .none: break
    case .peak(let decibels): gain.factor = Decibels(decibels).amplitude / result.peak
    case .energy:
      guard let input, input.energy > 0 else { return Gain() }
      let before = input.energy / Double(input.channelCount)
      let after = result.energy / Double(result.channelCount)
      gain.factor = (before / after).squareRoot()
    case .loudness(let wanted):
      guard result.lufs.isFinite else { return nil }
      gain.factor = Decibels(wanted - result.lufs).amplitude
    }
    if let ceilingDecibels {
      let highest = Decibels(ceilingDecibels).amplitude / result.peak
      if gain.factor > highest {
        gain.heldBackDecibels = Decibels(amplitude: gain.factor / highest).value
        gain.factor = highest
      }
    }
    return gain
  }
}
