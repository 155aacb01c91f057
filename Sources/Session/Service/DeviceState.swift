public import AudioDevices

/// How one of the two devices stands.
public struct DeviceState: Sendable {
  /// What it was granted; `nil` while it is not open.
  public let format: StreamFormat?
  /// Why it is not open, if that was found out.
  public let error: DeviceError?

  init(open device: (any StreamDevice)?, error: DeviceError?) {
    format = device?.format
    self.error = error
  }
}
