internal import AudioDevices
internal import Glibc

extension DeviceError {
  /// Why an open device cannot be started.
  init(standing device: String, _ outcome: TransferOutcome) {
    switch outcome {
    case .lost: self.init(kind: .missing, device: device, message: "the device is gone")
    case .failed(let code):
      self.init(
        kind: .failed, device: device,
        message: "the driver failed (\(String(cString: strerror(code))))")
    case .notYet:
      self.init(kind: .busy, device: device, message: "the driver is not ready yet")
    case .ready, .xrun, .suspended:
      self.init(
        kind: .failed, device: device, message: "the stream stopped at its start (\(outcome))")
    }
  }
}
