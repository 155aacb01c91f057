internal import AudioDevices
internal import SignalProcessing

/// A device's name and what it is used for: what every refusal has to tell.
struct DeviceRole {
  /// As the user wrote it.
  let name: String
  /// What it was opened for.
  let direction: StreamDirection

  /// Why the channels were refused.
  func refusing(
    channelCount: Int, _ parameters: borrowing HardwareParameters
  ) -> DeviceError {
    let offered = Self.list(parameters.offeredChannelCounts())
    return unsupported(
      "no \(channelCount) channels: it offers \(offered). "
        + "Name that many in \(direction.word).channels.")
  }

  /// Why the rate was refused; the list is of what goes with the channels.
  func refusing(rate: Int, _ parameters: borrowing HardwareParameters) -> DeviceError {
    let offered = parameters.offeredRates().map(String.init).joined(separator: ", ")
    return unsupported("no \(rate) Hz: it offers \(offered). Set audio.rate to one of them.")
  }

  /// Why the format was refused, or any of ours when none was named.
  func refusing(
    _ format: SampleFormat?, _ parameters: borrowing HardwareParameters
  ) -> DeviceError {
    let (known, foreign) = parameters.offeredFormats()
    guard let format, !known.isEmpty else {
      return unsupported(
        "no sample format that can be used: it offers \(foreign.joined(separator: ", ")). "
          + "Open it as plug:'\(name)', so that the library converts.")
    }
    let offered = known.map(\.rawValue).joined(separator: ", ")
    return unsupported(
      "no \(format.rawValue): it offers \(offered). "
        + "Set \(direction.word).format to one of them, or leave it out.")
  }

  /// Why the period was refused.
  func refusing(periodFrames: Int, _ parameters: borrowing HardwareParameters) -> DeviceError {
    let offered = parameters.offeredPeriodFrames()
    let nearest = parameters.nearestPeriodFrames(to: periodFrames)
    return unsupported(
      "no period of \(periodFrames) frames: it offers \(Self.text(offered)). "
        + "Set audio.period to \(nearest), which is the nearest.")
  }

  /// Why no buffer was found for the period.
  func refusing(
    bufferFrames: Int, period: Int, _ parameters: borrowing HardwareParameters
  ) -> DeviceError {
    let offered = parameters.offeredBufferFrames()
    return unsupported(
      "no buffer of whole periods of \(period) frames: it offers \(Self.text(offered)) frames. "
        + "Set audio.period to half of the buffer or less.")
  }

  private func unsupported(_ message: String) -> DeviceError {
    DeviceError(kind: .unsupported, device: name, message: message)
  }

  /// "16 to 4096", or the one number.
  private static func text(_ range: ClosedRange<Int>) -> String {
    range.count == 1
      ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }

  /// "1, 2, 4 to 8": neighbours are drawn together.
  static func list(_ numbers: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map(text).joined(separator: ", ")
  }
}
