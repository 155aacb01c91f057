public import SignalProcessing

/// What is asked of a device. The device answers with a ``StreamFormat`` or an error; it never
/// changes the rate or the channel count by itself.
public struct StreamRequest: Equatable, Sendable {
  /// Hz; granted exactly or refused.
  public var sampleRate: Int
  /// Granted exactly or refused.
  public var channelCount: Int
  /// Frames between two wake-ups; granted exactly or refused.
  public var periodFrames: Int
  /// Frames of the whole device buffer; the nearest multiple of the period that the device has.
  public var bufferFrames: Int
  /// `nil` takes the most precise format that the device offers.
  public var sampleFormat: SampleFormat?

  public init(
    sampleRate: Int, channelCount: Int, periodFrames: Int, bufferFrames: Int,
    sampleFormat: SampleFormat? = nil
  ) {
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.periodFrames = periodFrames
    self.bufferFrames = bufferFrames
    self.sampleFormat = sampleFormat
  }
}

/// What a device granted.
public struct StreamFormat: Equatable, Sendable {
  /// Hz.
  public var sampleRate: Int
  public var channelCount: Int
  public var periodFrames: Int
  public var bufferFrames: Int
  public var sampleFormat: SampleFormat

  public init(
    sampleRate: Int, channelCount: Int, periodFrames: Int, bufferFrames: Int,
    sampleFormat: SampleFormat
  ) {
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.periodFrames = periodFrames
    self.bufferFrames = bufferFrames
    self.sampleFormat = sampleFormat
  }
}
