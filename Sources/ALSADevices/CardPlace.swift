internal import CALSA

/// Where a stream is among the cards: what its driver's own controls are named by.
public struct CardPlace: Equatable, Sendable {
  /// libasound's name of the card's controls, such as "hw:1".
  public var controlName: String
  public var device: Int
  public var subdevice: Int

  public init(controlName: String, device: Int, subdevice: Int) {
    self.controlName = controlName
    self.device = device
    self.subdevice = subdevice
  }
}

extension PCMHandle {
  /// Where the stream is; `nil` for a plugin that has no card. Wraps `snd_pcm_info`. Thread: control.
  func place() -> CardPlace? {
    var allocated: OpaquePointer?
    guard snd_pcm_info_malloc(&allocated) >= 0, let information = allocated else { return nil }
    defer { snd_pcm_info_free(information) }
    guard snd_pcm_info(pcm, information) >= 0 else { return nil }
    let card = snd_pcm_info_get_card(information)
    guard card >= 0 else { return nil }
    return CardPlace(
      controlName: "hw:\(card)", device: Int(snd_pcm_info_get_device(information)),
      subdevice: Int(snd_pcm_info_get_subdevice(information)))
  }
}

extension ALSACapture {
  /// Where the stream is; `nil` for a plugin that has no card. Thread: control.
  public func place() -> CardPlace? { handle.place() }
}

extension ALSAPlayback {
  /// Where the stream is; `nil` for a plugin that has no card. Thread: control.
  public func place() -> CardPlace? { handle.place() }
}
