internal import AudioDevices
internal import Glibc

/// Why an audio thread gave its device up, small enough for one atomic number.
public enum LiveFault: Equatable, Sendable {
  /// The device is gone.
  case lost
  /// The driver failed with this errno.
  case failed(Int32)
  /// It did not come back within the time that recovery has.
  case unresponsive

  /// Never 0.
  var code: Int {
    switch self {
    case .lost: -1
    case .unresponsive: -2
    case .failed(let code): Int(code == 0 ? EIO : code)
    }
  }

  /// `nil` for 0.
  init?(code: Int) {
    switch code {
    case 0: return nil
    case -1: self = .lost
    case -2: self = .unresponsive
    default: self = .failed(Int32(truncatingIfNeeded: code))
    }
  }

  /// What happened, behind the device's name.
  public var text: String {
    switch self {
    case .lost: "the device is gone"
    case .failed(let code): "the driver failed (\(String(cString: strerror(code))))"
    case .unresponsive: "the driver does not start the device again"
    }
  }
}
