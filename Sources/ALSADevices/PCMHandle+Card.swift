internal import CALSA

extension PCMHandle {
  /// The card behind the stream, `nil` for a plugin of its own. Wraps `snd_pcm_info_get_card`.
  /// Thread: control.
  var cardNumber: Int? {
    var allocated: OpaquePointer?
    guard snd_pcm_info_malloc(&allocated) >= 0, let info = allocated else { return nil }
    defer { snd_pcm_info_free(info) }
    guard snd_pcm_info(pcm, info) >= 0 else { return nil }
    let card = snd_pcm_info_get_card(info)
    return card >= 0 ? Int(card) : nil
  }
}

extension ALSACapture {
  /// The card behind the device, if any. Thread: control.
  var cardNumber: Int? { handle.cardNumber }
}

extension ALSAPlayback {
  /// The card behind the device, if any. Thread: control.
  var cardNumber: Int? { handle.cardNumber }
}
