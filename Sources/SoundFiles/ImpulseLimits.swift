/// How large an impulse response may be.
///
/// Checked against what is really in the file while it is read, so that a header that lies costs
/// neither memory nor time.
public struct ImpulseLimits: Equatable, Sendable {
  /// The longest one, in seconds.
  public var seconds: Double
  /// The most channels.
  public var channelCount: Int
  /// Taps of all channels together; what bounds the memory, at eight bytes each.
  public var tapCount: Int
  /// The rates that are allowed, in Hz.
  public var sampleRates: ClosedRange<Int>

  /// - Precondition: `seconds` is finite and in 0...86,400.
  public init(
    seconds: Double = 30, channelCount: Int = 256, tapCount: Int = 128 << 20,
    sampleRates: ClosedRange<Int> = 8_000...768_000
  ) {
    precondition((0...86_400).contains(seconds), "a length limit of at most a day")
    self.seconds = seconds
    self.channelCount = channelCount
    self.tapCount = tapCount
    self.sampleRates = sampleRates
  }

  /// 30 s, 256 channels, 1 GiB, 8 to 768 kHz.
  public static let `default` = ImpulseLimits()

  /// The largest length at a rate and a channel count.
  func frameCount(sampleRate: Int, channelCount: Int) -> Int {
    min(Int(seconds * Double(sampleRate)), tapCount / max(1, channelCount))
  }
}
