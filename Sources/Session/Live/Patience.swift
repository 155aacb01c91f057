internal import AudioDevices

/// How long the audio threads wait for a device before they look around.
enum Patience {
  /// One wait is cut to this length, so that a stop is heard although the device stands still.
  static let milliseconds: Int32 = 50

  /// Waits in a row without a frame after which a device stands still: more than two periods.
  ///
  /// A period can be longer than a wait, so that one wait in vain means nothing.
  static func waits(for format: StreamFormat) -> Int {
    let period = 1000 * format.periodFrames / format.sampleRate
    return 2 + 2 * period / Int(milliseconds)
  }

  /// Time to play a full buffer, and a second for the driver.
  static func drainMilliseconds(for format: StreamFormat) -> Int32 {
    Int32(clamping: 1000 * format.bufferFrames / format.sampleRate + 1000)
  }
}
