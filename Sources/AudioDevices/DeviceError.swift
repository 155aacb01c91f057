/// Why a device could not be opened or started. Xruns are not errors: see ``TransferOutcome``.
public struct DeviceError: Error, Equatable, CustomStringConvertible, Sendable {
  /// What the caller can do about it.
  public enum Kind: Equatable, Sendable {
    /// No device of that name, or it is gone.
    case missing
    /// Another program holds it; trying again can help.
    case busy
    /// The user may not open it.
    case forbidden
    /// The device has no such rate, channel count, period or format.
    case unsupported
    /// The driver failed.
    case failed
  }

  public var kind: Kind
  /// The device's name as it was asked for.
  public var device: String
  /// One sentence: what was asked, what was found, what is allowed, what to do next.
  public var message: String

  public init(kind: Kind, device: String, message: String) {
    self.kind = kind
    self.device = device
    self.message = message
  }

  public var description: String { "\(device): \(message)" }
}
