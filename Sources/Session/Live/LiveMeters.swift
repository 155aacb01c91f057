internal import Realtime
internal import SignalProcessing

/// What the capture thread measures for the control side.
struct LiveMeters: ~Copyable {
  let input: PeakMeter
  let output: PeakMeter
  let deadlines: DeadlineMonitor

  init(inputCount: Int, outputCount: Int, periodNanoseconds: Int) {
    input = PeakMeter(channelCount: inputCount)
    output = PeakMeter(channelCount: outputCount)
    deadlines = DeadlineMonitor(periodNanoseconds: periodNanoseconds)
  }

  private init(sharing other: borrowing LiveMeters) {
    input = other.input.share()
    output = other.output.share()
    deadlines = other.deadlines.share()
  }

  /// Handles onto the same meters. Thread: control.
  borrowing func share() -> LiveMeters { LiveMeters(sharing: self) }
}
