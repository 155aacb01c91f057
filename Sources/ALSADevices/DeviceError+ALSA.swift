internal import AudioDevices
internal import CALSA
internal import Glibc

extension DeviceError {
  /// Why `snd_pcm_open` failed, with what can be done.
  static func opening(
    _ name: String, _ direction: StreamDirection, code: Int32
  ) -> DeviceError {
    let error = 0 &- code
    let cause = detail(of: code)
    switch error {
    case EBUSY:
      let holder = DeviceHolder(of: name, direction)?.description ?? "another program"
      return DeviceError(
        kind: .busy, device: name,
        message: "\(holder) uses it for \(direction.word): stop that program, or name "
          + "another device in \(direction.word).device")
    case EACCES, EPERM:
      return DeviceError(
        kind: .forbidden, device: name,
        message: "this user may not open it (\(cause)): add the user to the group audio")
    case ENOENT, ENODEV, ENXIO:
      return DeviceError(
        kind: .missing, device: name,
        message: "there is no such \(direction.word) device (\(cause)): set "
          + "\(direction.word).device to one of \(ALSADeviceList.names(for: direction))")
    default:
      return DeviceError(
        kind: .failed, device: name,
        message: "it cannot be opened for \(direction.word): \(cause)")
    }
  }

  /// Why a call on the control thread failed.
  static func calling(_ name: String, _ doing: String, code: Int32) -> DeviceError {
    DeviceError(
      kind: code == -EBUSY ? .busy : .failed, device: name,
      message: "it did not \(doing): \(detail(of: code))")
  }

  /// libasound's last complaint, or else the text of the errno.
  private static func detail(of code: Int32) -> String {
    let complaint = String(cString: calsa_last_complaint())
    return complaint.isEmpty ? text(of: code) : complaint
  }

  private static func text(of code: Int32) -> String {
    snd_strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
