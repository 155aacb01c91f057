internal import SignalProcessing
internal import SoundFiles

/// What went wrong with samples, a sentence each; said even to those who want silence.
enum Warnings {
  /// An input that ended before its header says.
  static func about(_ reader: SoundFileReader) -> [String] {
    guard reader.readFrameCount < reader.declaredFrameCount else { return [] }
    return [
      """
      \(reader.path): the header promises \(counted(reader.declaredFrameCount, "frame")) and the \
      file holds \(reader.readFrameCount): it broke off, what is there is rendered
      """
    ]
  }

  /// Samples that an output could not hold.
  ///
  /// - Parameter clipping: what to do against clipping.
  /// - Parameter origin: where to look for NaN and infinities.
  static func about(_ writer: any SoundOutput, clipping: String, origin: String) -> [String] {
    let all = counted(writer.frameCount * writer.channelCount, "sample")
    var warnings: [String] = []
    if writer.clippedSampleCount > 0 {
      warnings.append(
        """
        \(writer.path): \(writer.clippedSampleCount) of \(all) clipped at full scale, the highest \
        by \(Decibels(amplitude: writer.clippedPeak).text(decimals: 2)); \(clipping)
        """)
    }
    if writer.nonFiniteSampleCount > 0 {
      warnings.append(
        """
        \(writer.path): \(writer.nonFiniteSampleCount) of \(all) not a finite number, written as \
        silence; look for the cause in \(origin)
        """)
    }
    return warnings
  }
}
