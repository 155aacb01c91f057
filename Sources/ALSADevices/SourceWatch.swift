internal import CALSA

/// What plays into a source: the other end of a loopback cable, or the host of a USB gadget. Each is
/// `nil` when the driver does not say.
public struct SourceState: Equatable, Sendable {
  /// Whether anything plays.
  public var isActive: Bool?
  /// Hz; `nil` as well while nothing plays on a gadget.
  public var sampleRate: Int?
  public var channelCount: Int?
  /// ALSA's name of the format, such as "S32_LE", which need not be one of ours.
  public var formatName: String?

  public init(
    isActive: Bool? = nil, sampleRate: Int? = nil, channelCount: Int? = nil,
    formatName: String? = nil
  ) {
    self.isActive = isActive
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.formatName = formatName
  }
}

/// Follows what plays into a source, by its driver's controls.
///
/// snd-aloop: `PCM Slave Active`, `Rate`, `Format` and `Channels`. USB gadget: `Capture Rate`.
///
/// - Thread: control. Poll ``descriptor`` with the other things that the thread waits for.
public final class SourceWatch {
  /// What a look found.
  public enum Change: Equatable, Sendable {
    /// Nothing, or nothing that concerns the source.
    case none
    case changed(SourceState)
    /// The card is gone.
    case gone
  }

  /// Becomes readable when there may be a change.
  public let descriptor: Int32
  /// As of the last look.
  public private(set) var state: SourceState
  private let controls: CardControls
  private let place: CardPlace

  /// The watch of a capture stream; `nil` when its driver says nothing about the source.
  public init?(of place: CardPlace) {
    guard let controls = CardControls(place.controlName) else { return nil }
    let names = [Name.active, Name.rate, Name.captureRate]
    let isKnown = names.contains { controls.range(of: $0, at: place) != nil }
    guard isKnown, controls.subscribe(), let descriptor = controls.descriptor else { return nil }
    state = Self.read(controls, place)
    self.controls = controls
    self.place = place
    self.descriptor = descriptor
  }

  /// Takes the events that have come. Does not wait.
  public func look() -> Change {
    switch controls.takeEvents() {
    case .none: return .none
    case .gone: return .gone
    case .some: break
    }
    let next = Self.read(controls, place)
    guard next != state else { return .none }
    state = next
    return .changed(next)
  }

  private enum Name {
    static let active = "PCM Slave Active"
    static let rate = "PCM Slave Rate"
    static let format = "PCM Slave Format"
    static let channels = "PCM Slave Channels"
    static let captureRate = "Capture Rate"
  }

  private static func read(_ controls: borrowing CardControls, _ place: CardPlace) -> SourceState {
    // The gadget has one control for both: no rate, nothing plays.
    if let rate = controls.read(Name.captureRate, at: place) {
      return SourceState(isActive: rate > 0, sampleRate: rate > 0 ? rate : nil)
    }
    return SourceState(
      isActive: controls.read(Name.active, at: place).map { $0 != 0 },
      sampleRate: controls.read(Name.rate, at: place),
      channelCount: controls.read(Name.channels, at: place),
      formatName: controls.read(Name.format, at: place).flatMap(formatName))
  }

  private static func formatName(_ number: Int) -> String? {
    snd_pcm_format_name(snd_pcm_format_t(rawValue: Int32(clamping: number))).map {
      String(cString: $0)
    }
  }
}
