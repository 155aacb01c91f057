internal import Acoustics
internal import ArgumentParser
internal import Convolution
internal import Drawing

/// How frequencies are laid out in a spectrogram.
enum FrequencyScale: String, CaseIterable, ExpressibleByArgument {
  /// Octave by octave, from where the window sees no more up to 20 kHz.
  case log
  /// From 0 Hz to half the sample rate.
  case linear
}

/// Makes the panel of a spectrogram.
struct SpectrogramPanel {
  /// What 0 dB is.
  enum Reference {
    case loudest
    /// A sine of amplitude 1.
    case fullScale
  }

  let options: SpectrogramOptions
  var scale = FrequencyScale.log
  var reference = Reference.loudest
  /// How far down it shows levels, dB.
  var depth = 90.0
  /// Points of the picture, about as many as pixels.
  var size = (width: 440, height: 190)

  /// - Errors: when it cannot be taken as was asked.
  func panel(_ taps: [Double], sampleRate: Int, title: String) throws(CommandFailure) -> Panel {
    let plan = try plan(frames: taps.count, sampleRate: sampleRate, title)
    var field = LevelField(
      Spectrogram(taps, sampleRate: sampleRate, plan: plan), depth: depth + spareDepth)
    if let kernel = options.kernel { field.picture = kernel.apply(to: field.picture) }
    let seconds = Double(taps.count) / Double(sampleRate)
    let time = Clock(seconds: seconds)
    let frequency = axis(sampleRate, plan)
    let zero = zeroLevel(field)
    let range = shownRange(field)
    let (width, height) = (Double(size.width), Double(size.height))
    let raster = Raster(
      width: size.width, height: size.height, range: range, unit: unit
    ) { column, row in
      let start = Double(column) / width * seconds, end = Double(column + 1) / width * seconds
      let low = frequency.value(at: 1 - Double(row + 1) / height)
      let high = frequency.value(at: 1 - Double(row) / height)
      return field.level(seconds: start..<end, hertz: low..<high) - zero
    }
    return Panel(
      title: title, horizontal: time.axis, vertical: frequency, marks: [.raster(raster)])
  }

  /// The windows that it is taken with.
  ///
  /// - Parameter source: the name in messages.
  func plan(
    frames: Int, sampleRate: Int, _ source: String
  ) throws(CommandFailure) -> Spectrogram.Plan {
    try options.plan(
      frames: frames, sampleRate: sampleRate, source: source, width: size.width)
  }

  /// Slopes are 0 below what is shown; means reach a little deeper, so that they can fall there.
  private var spareDepth: Double { showsSlopes ? 0 : 30 }

  private var showsSlopes: Bool {
    switch options.kernel {
    case .sobel, .sobelRows, .sobelColumns: true
    case .mean, .gaussian, nil: false
    }
  }

  private var unit: String { showsSlopes ? "dB a step" : "dB" }

  private func zeroLevel(_ field: LevelField) -> Double {
    showsSlopes || reference == .fullScale ? 0 : field.picture.values.reduce(-.infinity, max)
  }

  private func shownRange(_ field: LevelField) -> ClosedRange<Double> {
    let values = field.picture.values
    guard showsSlopes else {
      // Full tens are easier to read, and the loudest is still within.
      let loudest = (values.reduce(-.infinity, max) / 10).rounded(.up) * 10
      let top = reference == .loudest ? 0 : loudest
      return top - depth...top
    }
    // A thousandth of the slopes may be steeper: ends of sounds are cliffs.
    let sizes = values.map(\.magnitude).sorted()
    let steepest = max(sizes[sizes.count - 1 - sizes.count / 1000].rounded(.up), 1)
    return (options.kernel == .sobel ? 0 : -steepest)...steepest
  }

  private func axis(_ sampleRate: Int, _ plan: Spectrogram.Plan) -> Axis {
    let half = Double(sampleRate) / 2
    switch scale {
    case .linear: return .linear(0...half, label: "frequency, Hz", about: 5)
    case .log:
      let lowest = min(max(20, 2 * half / Double(plan.windowFrames)), half / 2)
      return .logarithmic(lowest...max(min(half, 20000), 2 * lowest), label: "frequency, Hz")
    }
  }
}
