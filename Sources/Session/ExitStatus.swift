public import AudioDevices
public import SoundFiles

/// What the programs end with: the numbers of sysexits.h, so that a service manager can tell the
/// hopeless from the passing.
public enum ExitStatus: Int32, Error, Sendable {
  case success = 0
  /// Some files of several could not be done.
  case someFailed = 1
  case usage = 64
  /// The sound or the impulse response is damaged or does not fit.
  case badSound = 65
  /// The input is missing or unreadable.
  case noInput = 66
  /// No such device, or it cannot do what is asked.
  case noDevice = 69
  case `internal` = 70
  /// The output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed on the way.
  case readWrite = 74
  /// The device is in use; trying again can help.
  case tryAgain = 75
  case notPermitted = 77
  case configuration = 78

  public init(_ error: SoundFileError) {
    self =
      switch error.kind {
      case .missing, .unreadable: .noInput
      case .notSound, .unsupported, .malformed, .tooLarge: .badSound
      case .sameAsInput: .usage
      case .exists, .unwritable: .cannotCreate
      case .diskFull, .writeFailed: .readWrite
      }
  }

  public init(_ error: DeviceError) {
    self =
      switch error.kind {
      case .missing, .unsupported, .failed: .noDevice
      case .busy: .tryAgain
      case .forbidden: .notPermitted
      }
  }
}
