internal import CALSA
internal import Glibc

/// A card's controls, opened without waiting. Wraps `snd_ctl_t`. Thread: control.
struct CardControls: ~Copyable {
  private let control: OpaquePointer
  private let id: OpaquePointer
  private let information: OpaquePointer
  private let value: OpaquePointer

  /// `nil` when there is no such card, or its controls cannot be opened.
  init?(_ name: String) {
    calsa_capture_complaints()
    var (control, id): (OpaquePointer?, OpaquePointer?) = (nil, nil)
    var (information, value): (OpaquePointer?, OpaquePointer?) = (nil, nil)
    guard snd_ctl_open(&control, name, Int32(SND_CTL_NONBLOCK)) >= 0, let control else {
      return nil
    }
    // Each is a few hundred bytes; without memory for them nothing else works either.
    guard snd_ctl_elem_id_malloc(&id) >= 0, let id,
      snd_ctl_elem_info_malloc(&information) >= 0, let information,
      snd_ctl_elem_value_malloc(&value) >= 0, let value
    else {
      snd_ctl_close(control)
      return nil
    }
    self.control = control
    self.id = id
    self.information = information
    self.value = value
  }

  deinit {
    snd_ctl_elem_value_free(value)
    snd_ctl_elem_info_free(information)
    snd_ctl_elem_id_free(id)
    snd_ctl_close(control)
  }

  // MARK: - Numbers

  /// What an integer element of a stream can be; `nil` when there is none of that name.
  func range(of name: String, at place: CardPlace) -> ClosedRange<Int>? {
    address(name, place)
    snd_ctl_elem_info_set_id(information, id)
    guard snd_ctl_elem_info(control, information) >= 0 else { return nil }
    switch snd_ctl_elem_info_get_type(information) {
    case SND_CTL_ELEM_TYPE_BOOLEAN: return 0...1
    case SND_CTL_ELEM_TYPE_INTEGER: break
    default: return nil
    }
    let least = snd_ctl_elem_info_get_min(information)
    return least...max(least, snd_ctl_elem_info_get_max(information))
  }

  /// The value of an element that has a ``range(of:at:)``; `nil` when it cannot be read.
  func read(_ name: String, at place: CardPlace) -> Int? {
    address(name, place)
    snd_ctl_elem_value_set_id(value, id)
    guard snd_ctl_elem_read(control, value) >= 0 else { return nil }
    return snd_ctl_elem_value_get_integer(value, 0)
  }

  /// Sets an element; false when the driver refuses.
  func write(_ number: Int, to name: String, at place: CardPlace) -> Bool {
    address(name, place)
    snd_ctl_elem_value_set_id(value, id)
    snd_ctl_elem_value_set_integer(value, 0, number)
    return snd_ctl_elem_write(control, value) >= 0
  }

  private func address(_ name: String, _ place: CardPlace) {
    snd_ctl_elem_id_clear(id)
    snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_PCM)
    snd_ctl_elem_id_set_device(id, UInt32(clamping: place.device))
    snd_ctl_elem_id_set_subdevice(id, UInt32(clamping: place.subdevice))
    snd_ctl_elem_id_set_name(id, name)
  }

  // MARK: - Changes

  /// Asks for an event with every change; false when the card sends none.
  func subscribe() -> Bool { snd_ctl_subscribe_events(control, 1) >= 0 }

  /// What becomes readable when an event has come; `nil` when there is nothing to poll.
  var descriptor: Int32? {
    var polled = pollfd()
    guard snd_ctl_poll_descriptors(control, &polled, 1) == 1 else { return nil }
    return polled.fd
  }

  /// Takes all events that have come.
  func takeEvents() -> ControlEvents {
    var allocated: OpaquePointer?
    guard snd_ctl_event_malloc(&allocated) >= 0, let event = allocated else { return .none }
    defer { snd_ctl_event_free(event) }
    var taken = ControlEvents.none
    // Bounded: a card that never stops must not hold the thread.
    for _ in 0..<256 {
      let code = snd_ctl_read(control, event)
      if code == 0 || code == -EAGAIN { return taken }
      // Also when the device file is gone: an unplugged card says ENODEV.
      if code < 0 { return .gone }
      taken = .some
    }
    return taken
  }
}

/// What a look at a card's events found.
enum ControlEvents {
  case none
  /// Something changed.
  case some
  /// The card is gone.
  case gone
}
