internal import AudioDevices

/// The place of one device: open, or waited for.
struct DeviceSlot<Device> {
  let side: DeviceSide
  var device: Device?
  /// Why it is not open, as told last.
  private var toldError: DeviceError?

  init(_ side: DeviceSide) { self.side = side }

  /// Keeps the reason; says whether it is news.
  mutating func isNews(_ error: DeviceError) -> Bool {
    if toldError == error { return false }
    toldError = error
    return true
  }

  /// Why it is not open.
  var error: DeviceError? { device == nil ? toldError : nil }

  /// Gives the device up, and forgets why there was none: another one is meant from now on.
  mutating func empty() -> Device? {
    toldError = nil
    return device.take()
  }

  mutating func fill(_ device: Device) {
    self.device = device
    toldError = nil
  }
}
