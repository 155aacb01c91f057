/// What a client can ask of the daemon; the arguments have been checked.
public enum ControlCommand: Equatable, Sendable {
  case status
  /// The present levels, once.
  case meters
  case devices
  /// All figures, in the text format of Prometheus.
  case metrics
  /// Reads the configuration again.
  case reload
  /// `nil` changes nothing: the answer tells the volume, as after a change.
  case volume(VolumeChange?)
  case mute(Switching)
  case bypass(Switching)
  case ab(Side)
  case swap(Swap)
  /// A parameter such as `reverb.wet`, and the new value with its unit.
  case set(path: String, value: String)
  case get(path: String)
  /// The last lines of the log.
  case log(lines: Int)
  case subscribe(Subscription)
  case unsubscribe([ControlTopic])

  /// A new level, in dB.
  public enum VolumeChange: Equatable, Sendable {
    case to(Double)
    case by(Double)
  }

  public enum Switching: Equatable, Sendable { case on, off, toggle }

  /// What is heard.
  public enum Side: String, CaseIterable, Sendable {
    /// The chain.
    case a
    /// The bypass, as loud as the chain.
    case b
    /// The other one.
    case toggle
  }

  /// Another impulse response for a stage.
  public struct Swap: Equatable, Sendable {
    public var stage: String
    public var file: String
    public var fadeMilliseconds: Double

    public init(stage: String, file: String, fadeMilliseconds: Double = 50) {
      self.stage = stage
      self.file = file
      self.fadeMilliseconds = fadeMilliseconds
    }
  }

  /// Events that the client wants from now on.
  public struct Subscription: Equatable, Sendable {
    /// Without repetition.
    public var topics: [ControlTopic]
    /// How often it wants meters, per second.
    public var rate: Int

    public init(topics: [ControlTopic], rate: Int = 20) {
      self.topics = topics
      self.rate = rate
    }
  }
}

extension ControlCommand {
  /// In dB. The lower end is silence.
  public static let volumes = -120.0...0
  /// In dB.
  public static let volumeSteps = -120.0...120
  /// In milliseconds.
  public static let fades = 20.0...50
  /// Lines of the log in one answer.
  public static let logLines = 1...1000
  /// Meters per second.
  public static let meterRates = 1...50

  /// The word that asks for a command.
  public enum Name: String, CaseIterable, Sendable {
    case status, meters, devices, metrics, reload, volume, mute, bypass, ab, swap, set, get, log
    case subscribe, unsubscribe
  }

  public var name: Name {
    switch self {
    case .status: .status
    case .meters: .meters
    case .devices: .devices
    case .metrics: .metrics
    case .reload: .reload
    case .volume: .volume
    case .mute: .mute
    case .bypass: .bypass
    case .ab: .ab
    case .swap: .swap
    case .set: .set
    case .get: .get
    case .log: .log
    case .subscribe: .subscribe
    case .unsubscribe: .unsubscribe
    }
  }

  /// Whether it leaves everything as it was.
  public var isReadOnly: Bool {
    switch self {
    case .status, .meters, .devices, .metrics, .get, .log, .subscribe, .unsubscribe, .volume(nil):
      true
    case .reload, .volume, .mute, .bypass, .ab, .swap, .set: false
    }
  }
}
