internal import AudioDevices
internal import SignalProcessing

/// What one direction of a card can do.
package struct StreamOffer: Equatable, Sendable {
  /// Hz.
  package var sampleRates: Set<Int>
  package var channelCounts: ClosedRange<Int>
  package var periodFrames: ClosedRange<Int>
  package var longestBufferFrames: Int
  /// It has no rate at all before then, as a card that came back in another mode; nanoseconds.
  package var missesRatesUntil = 0

  package init(
    sampleRates: Set<Int> = [1000, 2000, 4000, 8000, 16_000, 44_100, 48_000, 96_000],
    channelCounts: ClosedRange<Int> = 2...8, periodFrames: ClosedRange<Int> = 16...16_384,
    longestBufferFrames: Int = 131_072
  ) {
    self.sampleRates = sampleRates
    self.channelCounts = channelCounts
    self.periodFrames = periodFrames
    self.longestBufferFrames = longestBufferFrames
  }

  /// Grants the request, or says what it cannot do.
  func grant(
    _ request: StreamRequest, device: String, now: Int
  ) throws(DeviceError) -> StreamFormat {
    func refuse(_ what: String, _ value: Int) -> DeviceError {
      DeviceError(
        kind: .unsupported, device: device,
        message: "the simulated card has no \(what) of \(value); ask for one that it offers")
    }
    if !sampleRates.contains(request.sampleRate) || now < missesRatesUntil {
      throw refuse("rate", request.sampleRate)
    }
    if !channelCounts.contains(request.channelCount) {
      throw refuse("channel count", request.channelCount)
    }
    if !periodFrames.contains(request.periodFrames) { throw refuse("period", request.periodFrames) }
    let periods = min(request.bufferFrames, longestBufferFrames) / request.periodFrames
    if periods < 2 { throw refuse("buffer", request.bufferFrames) }
    return StreamFormat(
      sampleRate: request.sampleRate, channelCount: request.channelCount,
      periodFrames: request.periodFrames, bufferFrames: periods * request.periodFrames,
      sampleFormat: request.sampleFormat ?? .float32)
  }
}
