internal import Acoustics
internal import Drawing
internal import SignalProcessing

/// Makes panels of curves.
struct PanelBuilder {
  /// At least one.
  let curves: [ResponseCurve]
  let smoothing: Smoothing
  let spectrogram: SpectrogramOptions

  /// A spectrogram shows one curve, so that several of them take several panels.
  ///
  /// - Errors: when a spectrogram cannot be taken as was asked.
  func panels(_ kind: PanelKind) throws(CommandFailure) -> [Panel] {
    switch kind {
    case .waveform: return [waveform]
    case .etc: return [energyTime]
    case .decay: return [decay]
    case .magnitude: return [magnitude]
    case .phase: return [phase(.whole)]
    case .excess: return [phase(.excess)]
    case .delay: return [groupDelay]
    case .spectrogram:
      var panels: [Panel] = []
      for curve in curves {
        let name = curves.count > 1 ? ", \(curve.name)" : ""
        panels.append(
          try SpectrogramPanel(options: spectrogram).panel(
            curve.taps, sampleRate: curve.sampleRate, title: "Spectrogram\(name)"))
      }
      return panels
    }
  }

  // MARK: - Over time

  private var clock: Clock { Clock(seconds: curves.map(\.seconds).max() ?? 1) }

  private var waveform: Panel {
    let clock = clock
    let peak = max(curves.flatMap(\.taps).reduce(0) { max($0, $1.magnitude) }, 1e-9)
    let lanes = Double(curves.count)
    let marks = curves.enumerated().map { series, curve in
      // The first on top; nine tenths of its half keep it from its neighbour.
      let middle = curves.count == 1 ? 0 : lanes - Double(series) - 0.5
      let scale = curves.count == 1 ? 1 : 0.45 / peak
      return Mark.line(
        curve.taps.enumerated().map { frame, tap in
          Point(clock.time(Double(frame) / Double(curve.sampleRate)), middle + scale * tap)
        }, series: series)
    }
    let vertical =
      curves.count == 1
      ? Axis.linear(-1.05 * peak...1.05 * peak, label: "amplitude", about: 4)
      : .lanes((1...curves.count).map(String.init), label: "curve")
    return Panel(
      title: "Waveform", caption: "peak \(Decibels(amplitude: peak).description.withMinus)",
      horizontal: clock.axis,
      vertical: vertical, marks: marks)
  }

  private var energyTime: Panel {
    let clock = clock
    let marks = curves.enumerated().map { series, curve in
      let powers = Envelope.powers(curve.taps)
      let loudest = max(powers.reduce(0, max), 1e-30)
      let points = powers.enumerated().map { frame, power in
        Point(
          clock.time(Double(frame) / Double(curve.sampleRate)),
          Decibels(power: max(power / loudest, 1e-20)).value)
      }
      return Mark.area(points, series: series)
    }
    return Panel(
      title: "Energy over time", horizontal: clock.axis, vertical: Self.levels(-100), marks: marks)
  }

  private static func levels(_ lowest: Double) -> Axis {
    .linear(lowest...0, label: "level, dB", about: 6, steps: [5, 10, 20])
  }

  private var decay: Panel {
    let ends = curves.map { curve in
      Double(curve.figures.curve?.decibels.count ?? curve.taps.count) / Double(curve.sampleRate)
    }
    let clock = Clock(seconds: ends.max() ?? 1)
    let lowest = -80.0
    let marks = curves.enumerated().flatMap { series, curve in
      decayMarks(curve, series, clock, lowest: lowest)
    }
    let times = curves.compactMap { $0.figures.t30.value.map { "\($0.text(decimals: 2)) s" } }
    let caption =
      marks.isEmpty
      ? "no decay can be seen"
      : times.isEmpty ? "" : "T30 \(times.joined(separator: ", "))"
    return Panel(
      title: "Decay", caption: caption,
      horizontal: clock.axis, vertical: Self.levels(lowest), marks: marks)
  }

  private func decayMarks(
    _ curve: ResponseCurve, _ series: Int, _ clock: Clock, lowest: Double
  ) -> [Mark] {
    guard let decay = curve.figures.curve else { return [] }
    let points = decay.decibels.enumerated().map { frame, level in
      Point(clock.time(Double(frame) / Double(decay.sampleRate)), level)
    }
    var marks = [Mark.line(points, series: series)]
    let range: DecayCurve.Range? =
      curve.figures.t30.value != nil ? .thirty : curve.figures.t20.value != nil ? .twenty : nil
    if let line = range.flatMap(decay.fit) {
      let ends = [0, lowest].map { level in
        Point(clock.time((level - line.intercept) / line.slope), level)
      }
      marks.append(.line(ends, series: series, stroke: .dashed))
    }
    return marks
  }

  // MARK: - Over frequency

  private var frequencies: Axis {
    let highest = curves.map { Double($0.sampleRate) / 2 }.max() ?? 24000
    return .logarithmic(20...max(min(highest, 20000), 40), label: "frequency, Hz")
  }

  private func response(_ curve: ResponseCurve) -> FrequencyResponse {
    FrequencyResponse(curve.taps, sampleRate: curve.sampleRate, origin: curve.onsetFrame)
  }

  private func points(_ values: [FrequencyResponse.Point], scale: Double = 1) -> [Point] {
    // One beyond each end, so that lines reach the frame.
    values.filter { (15...26000).contains($0.hertz) }.map { Point($0.hertz, scale * $0.value) }
  }

  private var smoothingCaption: String {
    switch smoothing {
    case .none: "not smoothed"
    case .octaves(let width): "1/\((1 / width).text(decimals: 0)) octave"
    }
  }

  private var magnitude: Panel {
    let all = curves.map { points(response($0).magnitude(smoothing)) }
    let levels = all.joined().filter { $0.x >= 20 && $0.x <= 20000 }.map(\.y)
    let highest = 6 * ((levels.max() ?? 0) / 6 + 0.2).rounded(.up)
    // Nulls reach any depth: a filter is read in its upper 60 dB.
    let lowest = max(6 * ((levels.min() ?? -60) / 6 - 0.2).rounded(.down), highest - 60)
    return Panel(
      title: "Magnitude", caption: smoothingCaption, horizontal: frequencies,
      vertical: .linear(
        min(lowest, highest - 24)...highest, label: "level, dB", about: 6, steps: [3, 6, 12, 24]),
      marks: all.enumerated().map { .line($1, series: $0) })
  }

  private func phase(_ part: FrequencyResponse.PhasePart) -> Panel {
    let marks = curves.enumerated().flatMap { series, curve -> [Mark] in
      let response = response(curve)
      let whole = Self.unbroken(points(response.phase(part))).map {
        Mark.line($0, series: series)
      }
      guard part == .whole, curves.count == 1 else { return whole }
      let least = Self.unbroken(points(response.phase(.minimum))).map {
        Mark.line($0, series: 1, stroke: .dashed)
      }
      return whole + least
    }
    return Panel(
      title: part == .excess ? "Excess phase" : "Phase",
      caption: part == .whole && curves.count == 1 ? "dashed: minimum phase" : "",
      horizontal: frequencies,
      vertical: .linear(-180...180, label: "phase, degrees", about: 4, steps: [90]), marks: marks)
  }

  /// The pieces between the jumps of a wrapped phase; all in one where hardly any piece is longer
  /// than a point.
  private static func unbroken(_ points: [Point]) -> [[Point]] {
    let pieces = points.reduce(into: [[Point]]()) { pieces, point in
      if let last = pieces.last?.last, (last.y - point.y).magnitude <= 180 {
        pieces[pieces.count - 1].append(point)
      } else {
        pieces.append([point])
      }
    }
    return pieces.count > 400 ? [points] : pieces
  }

  private var groupDelay: Panel {
    let all = curves.map { points(response($0).groupDelay(smoothing), scale: 1000) }
    let values = all.joined().filter { $0.x >= 20 && $0.x <= 20000 }.map(\.y).sorted()
    // Between nulls a delay may be anything; a hundredth of the points may leave the picture.
    let (low, high) = (values[values.count / 100], values[values.count - 1 - values.count / 100])
    let spare = max((high - low) * 0.1, 0.05)
    return Panel(
      title: "Group delay", caption: smoothingCaption, horizontal: frequencies,
      vertical: .linear(low - spare...high + spare, label: "delay, ms", about: 5),
      marks: all.enumerated().map { .line($1, series: $0) })
  }
}
