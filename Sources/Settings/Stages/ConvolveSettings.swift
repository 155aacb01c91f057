/// A convolution with an impulse response from a file.
public struct ConvolveSettings: Equatable, Sendable {
  /// Which input of the stage each channel of the file belongs to. Raw values are the file's words.
  public enum Layout: String, CaseIterable, Sendable {
    /// Told by the numbers of channels.
    case automatic = "auto"
    /// One channel for all.
    case mono
    /// Channel n of the file for channel n of the stage.
    case diagonal
    /// Four channels: L to L, L to R, R to L, R to R.
    case trueStereo = "true-stereo"
    /// Inputs times outputs, input by input.
    case matrix
  }

  /// What is applied to the impulse response.
  public enum Gain: Equatable, Sendable {
    /// So much that input at full scale cannot clip.
    case automatic
    /// Decibels.
    case decibels(Double)
  }

  /// What control calls the stage; different for each stage that has one.
  public var name: String?
  /// Path of the impulse response, resolved against the configuration file's folder, with `{rate}`
  /// replaced.
  public var impulseResponse: String
  /// The same path with `{rate}` left in it, which stands for a set of files of one filter at several
  /// rates; `nil` without `{rate}`.
  public var rateSet: String?
  /// Seconds that the impulse response may last, up to 120.
  public var longestSeconds: Double
  /// How the file's channels are understood.
  public var layout: Layout
  /// Level of the unfiltered path in decibels; `nil` means there is none.
  public var dryDecibels: Double?
  /// Level of the filtered path in decibels.
  public var wetDecibels: Double
  /// Frames by which the filtered path is delayed, rounded to the nearest.
  public var predelayFrames: Int
  /// What is applied to the impulse response.
  public var gain: Gain
  /// The channels convolved, in the order the file's channels are matched to them.
  public var channels: [String]

  /// A convolution of `channels`.
  public init(
    name: String? = nil, impulseResponse: String, rateSet: String? = nil,
    longestSeconds: Double = 30, layout: Layout = .automatic,
    dryDecibels: Double? = nil, wetDecibels: Double = 0, predelayFrames: Int = 0,
    gain: Gain = .decibels(0), channels: [String]
  ) {
    self.name = name
    self.impulseResponse = impulseResponse
    self.rateSet = rateSet
    self.longestSeconds = longestSeconds
    self.layout = layout
    self.dryDecibels = dryDecibels
    self.wetDecibels = wetDecibels
    self.predelayFrames = predelayFrames
    self.gain = gain
    self.channels = channels
  }
}
