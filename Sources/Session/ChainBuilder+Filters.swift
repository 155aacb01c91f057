import Convolution
import Engine
import Settings
import SignalProcessing

extension ChainBuilder {
  mutating func append(_ settings: DelaySettings) {
    let stage = DelayStage(
      frames: channels.map { settings.channels.contains($0) ? settings.frames : 0 })
    if stage.latencyFrames > 0 {
      notes.append(
        """
        delay of \(settings.frames.text(decimals: 2)) frames: a part of a frame needs \
        \(FractionalDelay.wholeFrames) frames before it, so that all channels come \
        \(late(stage.latencyFrames))
        """)
    }
    stages.append(.delay(stage))
  }

  mutating func append(_ settings: LimiterSettings) {
    let places = settings.channels.map(position)
    let frames = LookAheadLimiter.lookAheadFrames(sampleRate: sampleRate)
    stages.append(
      .limiter(
        LimiterStage(
          groups: settings.link == .all ? [places] : places.map { [$0] },
          ceiling: amplitude(settings.ceilingDecibels), lookAheadFrames: frames,
          releaseFrames: settings.releaseSeconds * Double(sampleRate))))
  }

  mutating func append(_ settings: CrossoverSettings) {
    let split = settings.splitHertz / Double(sampleRate)
    switch settings.shape {
    case .linkwitzRiley(let order):
      if order % 4 == 2 {
        notes.append(
          """
          crossover at \(Frequency(settings.splitHertz)): the polarity of the high way is turned, \
          without which order \(order) would cancel there
          """)
      }
      append(
        settings, CrossoverDesign(alignment: .linkwitzRiley, order: order, cyclesPerFrame: split))
    case .butterworth(let order):
      append(
        settings, CrossoverDesign(alignment: .butterworth, order: order, cyclesPerFrame: split))
    case .linearPhase(let tapCount):
      appendLinearPhase(settings, cyclesPerFrame: split, tapCount: tapCount)
    }
  }

  private mutating func append(_ settings: CrossoverSettings, _ design: CrossoverDesign) {
    let low = design.sections(.low), high = design.sections(.high)
    stages.append(
      .filter(
        FilterStage(
          sections: channels.map { channel in
            if settings.low.contains(channel) { return low }
            return settings.high.contains(channel) ? high : []
          })))
  }

  /// More taps would cost seconds of latency; below 9 Hz at 44.1 kHz the slope is gentler instead.
  private static let mostTaps = 65535

  private mutating func appendLinearPhase(
    _ settings: CrossoverSettings, cyclesPerFrame: Double, tapCount: Int?
  ) {
    let wanted = tapCount ?? LinearPhaseCrossover.tapCount(cyclesPerFrame: cyclesPerFrame)
    let ways = LinearPhaseCrossover(
      cyclesPerFrame: cyclesPerFrame, tapCount: min(wanted, Self.mostTaps))
    let low = ways.lowTaps.map { Float($0) }, high = ways.highTaps.map { Float($0) }
    convolve(
      settings.low.map { ($0, low) } + settings.high.map { ($0, high) },
      latencyFrames: ways.latencyFrames)
    notes.append(
      """
      crossover at \(Frequency(settings.splitHertz)): linear phase, \(ways.lowTaps.count) taps\
      \(wanted > Self.mostTaps ? " at most, with a gentler slope" : ""), all channels come \
      \(late(ways.latencyFrames))
      """)
  }

  /// Convolves each channel with taps of its own.
  private mutating func convolve(_ filters: [(channel: String, taps: [Float])], latencyFrames: Int)
  {
    let places = filters.map { position($0.channel) }
    stages.append(
      .convolve(
        ConvolveStage(
          inputs: places, outputs: places,
          matrix: ImpulseMatrix(
            inputCount: filters.count, outputCount: filters.count,
            paths: filters.enumerated().map {
              .init(input: $0.offset, output: $0.offset, taps: $0.element.taps)
            }), latencyFrames: latencyFrames)))
  }

  private func late(_ frames: Int) -> String {
    let milliseconds = 1000 * Double(frames) / Double(sampleRate)
    return "\(frames) frames (\(milliseconds.text(decimals: 1)) ms) later"
  }
}

// MARK: - Equaliser

extension ChainBuilder {
  mutating func append(_ settings: EqualizerSettings) throws(ChainPreparationError) {
    switch settings.source {
    case .bands(let bands):
      append(bands, on: settings.channels)
    case .file(let path):
      let text = try load(path)
      filePaths.append(path)
      notes.append("\(path): \(summary(text))")
      if text.preampDecibels != 0 { scale(settings.channels, by: amplitude(text.preampDecibels)) }
      append(text.bands, on: settings.channels)
      append(text.curve, on: settings.channels)
    }
  }

  private mutating func append(_ bands: [EqualizerSettings.Band], on chosen: [String]) {
    if bands.isEmpty { return }
    let sections = bands.map { BiquadSection(EqualizerBand($0, sampleRate: sampleRate)) }
    stages.append(
      .filter(FilterStage(sections: channels.map { chosen.contains($0) ? sections : [] })))
  }

  private mutating func append(_ points: [EqualizerText.Point], on chosen: [String]) {
    if points.isEmpty { return }
    let curve = GraphicCurve(
      points.map { .init(hertz: $0.hertz, gainDecibels: $0.gainDecibels) })
    let taps = curve.minimumPhaseTaps(sampleRate: sampleRate).map { Float($0) }
    convolve(chosen.map { ($0, taps) }, latencyFrames: 0)
  }

  private func load(_ path: String) throws(ChainPreparationError) -> EqualizerText {
    do throws(ConfigurationErrors) {
      return try EqualizerText.load(path: path, sampleRate: sampleRate)
    } catch {
      throw ChainPreparationError(
        description: error.description,
        status: error.kind == .unreadable ? .noInput : .configuration)
    }
  }

  private func summary(_ text: EqualizerText) -> String {
    let bands = text.bands.count
    let parts = [
      text.preampDecibels == 0 ? nil : "preamp \(Decibels(text.preampDecibels))",
      bands == 0 ? nil : "\(bands) band\(bands == 1 ? "" : "s")",
      text.curve.isEmpty ? nil : "a curve of \(text.curve.count) points, minimum phase",
    ].compactMap(\.self)
    return parts.isEmpty ? "every filter is off" : parts.joined(separator: ", ")
  }
}

extension EqualizerBand {
  fileprivate init(_ band: EqualizerSettings.Band, sampleRate: Int) {
    self.init(
      shape: Shape(band.kind), cyclesPerFrame: band.hertz / Double(sampleRate),
      gainDecibels: band.gainDecibels, quality: band.quality)
  }
}

extension EqualizerBand.Shape {
  fileprivate init(_ kind: EqualizerSettings.Band.Kind) {
    self =
      switch kind {
      case .peak: .peak
      case .lowShelf: .lowShelf
      case .highShelf: .highShelf
      case .lowPass: .lowPass
      case .highPass: .highPass
      case .notch: .notch
      case .allPass: .allPass
      case .bandPass: .bandPass
      }
  }
}
