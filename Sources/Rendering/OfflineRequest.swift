public import SoundFiles

/// What a sound file is to be convolved with: plain values without a sample type, so that they serve
/// the renderers of both precisions.
public struct OfflineRequest: Sendable {
  /// How the partitions are chosen.
  public enum Plan: Equatable, Sendable {
    /// For speed.
    case fastest
    /// For a flat load in blocks of so many frames, as live sound has it.
    case live(blockFrames: Int)
    /// As this line says, in blocks of its first partition where the block is not given.
    case given(String, blockFrames: Int?)
  }

  /// How often the filter is used.
  public enum Reuse: Sendable {
    /// For one sound.
    case once
    /// The impulse response's spectra are kept, for one sound after another or several at a time.
    case often
  }

  /// At the sound's rate.
  public var impulse: ImpulseResponse
  /// The raw value of an `ImpulseLayout`.
  public var layout: String
  /// Channels of the sound.
  public var channelCount: Int
  /// Level of the convolved sound.
  public var wetDecibels = 0.0
  /// Level of the untouched sound; `nil` leaves it out.
  public var dryDecibels: Double?
  /// Frames that the convolved sound comes later.
  public var predelayFrames = 0
  /// Frames that the untouched sound comes later.
  public var dryDelayFrames = 0
  /// What is rendered behind the sound's end.
  public var tail = OfflineTail.full
  /// How the partitions are chosen.
  public var plan = Plan.fastest
  /// How often the filter is used.
  public var reuse = Reuse.once

  /// The convolved sound alone, at its own level, with the whole tail.
  public init(impulse: ImpulseResponse, layout: String, channelCount: Int) {
    self.impulse = impulse
    self.layout = layout
    self.channelCount = channelCount
  }
}

/// An impulse response that does not fit the sound.
public struct OfflineRequestError: Error, Equatable, CustomStringConvertible, Sendable {
  /// One sentence that begins with the impulse response's source.
  public let description: String

  /// - Parameter description: one sentence that begins with the impulse response's source.
  public init(_ description: String) { self.description = description }
}
