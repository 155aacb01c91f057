/// A sound that this module made: planar samples and their rate.
public struct SynthesizedSound: Sendable {
  /// What to name the sound's file, without an extension.
  public let name: String
  /// Frames per second.
  public let sampleRate: Int
  /// `[channelCount][frameCount]`, full scale = 1; every channel has the same number of frames.
  public let channels: [[Float]]

  /// The frames of every channel.
  public var frameCount: Int { channels.first?.count ?? 0 }

  /// - Precondition: the channels are equally long.
  public init(name: String, sampleRate: Int, channels: [[Float]]) {
    precondition(channels.allSatisfy { $0.count == channels[0].count })
    self.name = name
    self.sampleRate = sampleRate
    self.channels = channels
  }

  /// The sampling rates that every sound of this module can be made at.
  ///
  /// Below 8 kHz there is no room for the octaves that a hall is described in; above 384 kHz there
  /// is no converter.
  public static let sampleRates: ClosedRange<Int> = 8000...384_000
}
