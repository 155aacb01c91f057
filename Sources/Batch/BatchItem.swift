/// One file of many: what a list says of it.
public struct BatchItem: Equatable, Sendable {
  /// The sound file.
  public var input: String
  /// The file to write; by the input's name if not given.
  public var output: String?
  /// The impulse response's file; chosen if not given.
  public var response: String?
  /// The impulse response's channels that are used; as the whole command says if not given.
  public var responseChannels: ChannelNumbers?
  /// Level of the sound over the noise in dB; drawn if not given.
  public var snrDecibels: Double?
  /// The noise's file, or `white`; chosen if not given.
  public var noise: String?
  /// Of this item's random choices, which then depend on nothing else.
  public var seed: UInt64?
  /// Whether only the early part of the impulse response is used; drawn if not given.
  public var isEarly: Bool?

  /// A file of which nothing else is said.
  public init(input: String) { self.input = input }
}
