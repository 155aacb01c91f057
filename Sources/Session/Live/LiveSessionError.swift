public import AudioDevices
internal import Glibc
public import Realtime

/// Why live sound did not start, or ended by itself.
public enum LiveSessionError: Error, Equatable, CustomStringConvertible, Sendable {
  /// A device could not be prepared or started.
  case device(DeviceError)
  /// The system gave no thread.
  case thread(RealtimeError)
  /// A device failed while the sound ran.
  case fault(device: String, String)

  public var description: String {
    switch self {
    case .device(let error): error.description
    case .thread(let error): error.description
    case .fault(let device, let text): "\(device): \(text)"
    }
  }
}

extension LiveFault {
  /// What happened and what to do, behind the device's name.
  var text: String {
    switch self {
    case .lost:
      "the device is gone; plug it in again and start anew"
    case .failed(let code):
      "the driver failed (\(String(cString: strerror(code)))); start anew"
    }
  }
}
