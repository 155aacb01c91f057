internal import SignalProcessing

/// How loud the service is: what a person sets, and what is kept between two runs.
public struct ServiceLevels: Equatable, Sendable {
  /// What a volume may be, in decibels. It never amplifies: that is what a gain stage is for.
  public static let range = -120.0...0.0

  /// Decibels, in ``range``.
  public var volumeDecibels: Double
  public var isMuted: Bool

  /// - Precondition: the volume is in ``range``.
  public init(volumeDecibels: Double, isMuted: Bool) {
    precondition(Self.range.contains(volumeDecibels))
    self.volumeDecibels = volumeDecibels
    self.isMuted = isMuted
  }

  /// What the engine's output is multiplied with.
  public var gain: Float {
    isMuted ? 0 : Float(Decibels(volumeDecibels).amplitude)
  }
}

extension ServiceLevels {
  /// A line for each value.
  var text: String { "volume \(volumeDecibels)\nmuted \(isMuted)\n" }

  /// What was saved; `nil` when it is damaged.
  init?(text: String) {
    var values: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2 { values[words[0]] = words[1] }
    }
    guard let volume = values["volume"].flatMap({ Double($0) }), Self.range.contains(volume),
      let muted = values["muted"].flatMap({ Bool(String($0)) })
    else { return nil }
    self.init(volumeDecibels: volume, isMuted: muted)
  }
}
