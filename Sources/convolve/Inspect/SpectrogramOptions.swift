internal import Acoustics
internal import ArgumentParser
internal import Drawing
internal import Session
internal import SignalProcessing

/// How spectrograms are taken, as it is typed.
struct SpectrogramOptions: ParsableArguments {
  @Option(
    help: .init(
      "Spectrograms: the window, as 20ms or 1024samples; 21ms if not given.", valueName: "time"),
    transform: Time.init(typed:))
  var window: Time?
  @Option(
    help: .init(
      "Spectrograms: from window to window; as many as the picture has room for if not given.",
      valueName: "time"),
    transform: Time.init(typed:))
  var hop: Time?

  /// Points of a panel, which are twice as many as its pixels.
  private static let width = 440, height = 190
  /// Below the loudest, dB.
  private static let range = 90.0

  /// A curve from moment to moment, and from 20 kHz down to where the window sees no more.
  ///
  /// - Throws: after saying what is allowed.
  func panel(_ curve: ResponseCurve, among count: Int) throws(ExitCode) -> Panel {
    let plan = try plan(curve)
    let spectrogram = Spectrogram(curve.taps, sampleRate: curve.sampleRate, plan: plan)
    let field = LevelField(spectrogram, depth: Self.range + 20)
    let time = Clock(seconds: curve.seconds)
    let rate = Double(curve.sampleRate)
    let lowest = max(20, rate / Double(plan.windowFrames))
    let frequency = Axis.logarithmic(lowest...max(min(rate / 2, 20000), 2 * lowest), label: "Hz")
    let loudest = field.values.reduce(-.infinity, max)
    let raster = Raster(
      width: Self.width, height: Self.height, range: -Self.range...0, unit: "dB"
    ) { column, row in
      let seconds = (Double(column)..<Double(column + 1)).scaled(curve.seconds / Double(Self.width))
      let low = frequency.value(at: 1 - Double(row + 1) / Double(Self.height))
      let high = frequency.value(at: 1 - Double(row) / Double(Self.height))
      return field.level(seconds: seconds, hertz: low..<high) - loudest
    }
    let name = count > 1 ? ", \(curve.name)" : ""
    return Panel(
      title: "Spectrogram\(name)", horizontal: time.axis, vertical: frequency,
      marks: [.raster(raster)])
  }

  private func plan(_ curve: ResponseCurve) throws(ExitCode) -> Spectrogram.Plan {
    let rate = curve.sampleRate
    let window = try frames(window, "--window", 2...(1 << 18), rate) ?? max(2, rate * 1024 / 48000)
    let hop = try frames(hop, "--hop", 1...(1 << 24), rate) ?? max(1, curve.taps.count / Self.width)
    let columns = curve.taps.count / hop
    guard columns * window <= 1 << 28 else {
      throw failure(
        "\(curve.name): \(columns) windows of \(window) samples are too many; choose a longer --hop",
        .usage)
    }
    return Spectrogram.Plan(windowFrames: window, hopFrames: hop)
  }

  private func frames(
    _ time: Time?, _ option: String, _ allowed: ClosedRange<Int>, _ rate: Int
  ) throws(ExitCode) -> Int? {
    guard let time else { return nil }
    guard let frames = time.frames(at: rate), allowed.contains(frames) else {
      throw failure(
        """
        \(option) \(time.text): allowed are \(allowed.lowerBound) to \(allowed.upperBound) samples \
        (at \(rate) Hz)
        """, .usage)
    }
    return frames
  }
}

extension Range<Double> {
  fileprivate func scaled(_ factor: Double) -> Range<Double> {
    lowerBound * factor..<upperBound * factor
  }
}
