/// What one configuration file asks for, checked.
///
/// Nothing here looks at the machine: whether a device or a file exists is found out by whoever
/// opens it. The same text at the same path always gives the same value.
public struct Configuration: Equatable, Sendable {
  /// Bytes that a file may have.
  public static let byteLimit = 1 << 20
  /// Lists and mappings that may be nested; the root is the first.
  public static let depthLimit = 16
  /// Keys and list entries that a file may have in all its mappings and lists together.
  public static let keyLimit = 4096
  /// Channels that a device or a route may have.
  public static let channelLimit = 64
  /// Mistakes that are kept; more are only counted.
  public static let mistakeLimit = 100

  /// The clock both devices run at.
  public var audio: Audio
  /// Where samples come from.
  public var capture: Endpoint
  /// Where samples go.
  public var playback: Endpoint
  /// What happens in between, in order. The channels that leave the last stage are exactly those
  /// of ``playback``, in any order.
  public var chain: [Stage]
  /// Whether a change of the file is taken over without being asked for.
  public var watch: Watch
  /// Where metrics are served beside the socket; `nil` for nowhere.
  public var metrics: LoopbackAddress?

  /// A configuration of checked parts.
  public init(
    audio: Audio, capture: Endpoint, playback: Endpoint, chain: [Stage], watch: Watch = .off,
    metrics: LoopbackAddress? = nil
  ) {
    self.audio = audio
    self.capture = capture
    self.playback = playback
    self.chain = chain
    self.watch = watch
    self.metrics = metrics
  }
}

extension Configuration {
  /// Rate, period and playback latency.
  public struct Audio: Equatable, Sendable {
    /// Frames per second, 8000 to 768000.
    public var sampleRate: Int
    /// Frames the devices wake us for, 16 to 8192. Powers of two from 64 on cost no latency.
    public var periodFrames: Int
    /// Frames from a sample in to the same sample out, at least two periods.
    public var latencyFrames: Int
    /// Whether playback follows the clock of capture.
    public var rateMatching: RateMatching
    /// Bytes that the engine may take, 16 MiB to 64 GiB.
    public var memoryBytes: Int
    /// Threads that share the outputs of large convolutions, 1 to 64; 1 for the capture thread alone.
    public var threadCount: Int

    /// What the engine may take if the file does not say: 512 MiB.
    public static let usualMemoryBytes = 512 << 20

    /// Rate in Hz, period and latency in frames.
    public init(
      sampleRate: Int, periodFrames: Int, latencyFrames: Int, rateMatching: RateMatching = .auto,
      memoryBytes: Int = usualMemoryBytes, threadCount: Int = 1
    ) {
      self.sampleRate = sampleRate
      self.periodFrames = periodFrames
      self.latencyFrames = latencyFrames
      self.rateMatching = rateMatching
      self.memoryBytes = memoryBytes
      self.threadCount = threadCount
    }
  }

  /// Whether playback follows the clock of capture.
  public enum RateMatching: String, CaseIterable, Sendable {
    /// When the devices are of two cards, which have a clock each.
    case auto
    case on
    case off
  }

  /// One direction of one device.
  public struct Endpoint: Equatable, Sendable {
    /// How a sample lies in the device's memory. Raw values are ALSA's names.
    public enum Format: String, CaseIterable, Sendable {
      /// 16 bits.
      case int16 = "S16_LE"
      /// 24 bits in three bytes.
      case int24Packed = "S24_3LE"
      /// 24 bits in the low three bytes of four.
      case int24 = "S24_LE"
      /// 32 bits.
      case int32 = "S32_LE"
      /// Single precision, full scale 1.
      case float32 = "FLOAT_LE"
      /// Double precision, full scale 1.
      case float64 = "FLOAT64_LE"
    }

    /// ALSA's name of the device.
    public var device: String
    /// The channels in the device's order, 1 to 64 different names.
    public var channels: [String]
    /// The format to ask for; `nil` leaves the choice to the device.
    public var format: Format?
    /// The level in dBFS that no sample leaves above. Playback only.
    public var ceilingDecibels: Double
    /// Whether samples of 16 bits are dithered. Playback only.
    public var dither: Dither
    /// The volume in dB, -120 to 0, where none was saved. Playback only.
    public var volumeDecibels: Double
    /// What is heard in place of a chain that cannot be heard. Playback only.
    public var onFault: FaultResponse

    /// One direction of `device`.
    public init(
      device: String, channels: [String], format: Format? = nil, ceilingDecibels: Double = -0.1,
      dither: Dither = .auto, volumeDecibels: Double = 0, onFault: FaultResponse = .mute
    ) {
      self.device = device
      self.channels = channels
      self.format = format
      self.ceilingDecibels = ceilingDecibels
      self.dither = dither
      self.volumeDecibels = volumeDecibels
      self.onFault = onFault
    }
  }

  /// What is heard in place of a chain that makes what is no sound, or is too slow.
  public enum FaultResponse: Equatable, Sendable {
    /// Nothing.
    case mute
    /// The untouched input at this level, -60 to 0 dB: as many channels as are played.
    case bypass(decibels: Double)
  }

  /// Whether the daemon looks at its file by itself. Raw values are the file's words.
  public enum Watch: String, CaseIterable, Sendable {
    case on = "true"
    case off = "false"
  }

  /// Whether samples are dithered on their way into few bits.
  public enum Dither: String, CaseIterable, Sendable {
    /// Into 16 bits, unless the chain leaves every sample as it is.
    case auto
    case off
  }
}
