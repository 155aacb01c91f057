internal import AudioDevices

/// Why an audio thread gave up, small enough for one atomic number.
enum LiveFault: Equatable {
  /// The device is gone.
  case lost
  /// The driver failed with this errno.
  case failed(Int32)

  /// `nil` for an outcome that the thread goes on after.
  init?(_ outcome: TransferOutcome) {
    switch outcome {
    case .lost: self = .lost
    case .failed(let code): self = .failed(code)
    case .ready, .timedOut, .xrun, .suspended: return nil
    }
  }

  /// Never 0.
  var code: Int {
    switch self {
    case .lost: -1
    case .failed(let code): Int(code == 0 ? 5 : code)
    }
  }

  init(code: Int) { self = code == -1 ? .lost : .failed(Int32(truncatingIfNeeded: code)) }
}
