import Convolution
import Engine
import Settings
import SignalProcessing

/// Says in one line what a stage does.
struct StageSummary {
  let sampleRate: Int
  /// The impulse response's file, where there is one.
  let responsePath: String?

  /// - Parameter built: what the stage became in the chain.
  func text(_ stage: Configuration.Stage, _ built: ArraySlice<Chain.Stage>) -> String {
    switch stage {
    case .convolve(let settings):
      "\(names(settings.channels)): \(response(settings, built))"
    case .gain(let settings):
      "\(names(settings.channels)): \(Decibels(settings.gainDecibels))"
    case .invert(let settings):
      "\(names(settings.channels)): polarity turned"
    case .delay(let settings):
      "\(names(settings.channels)): \(time(settings.frames))"
    case .limiter(let settings):
      """
      \(names(settings.channels)): ceiling \(Decibels(settings.ceilingDecibels)), release \
      \((1000 * settings.releaseSeconds).text(decimals: 0)) ms, \
      \(settings.link == .all ? "all channels turned down alike" : "each channel by itself")
      """
    case .equalizer(let settings):
      "\(names(settings.channels)): \(bands(settings.source))"
    case .crossover(let settings):
      """
      \(names(settings.low)) below and \(names(settings.high)) above \
      \(Frequency(settings.splitHertz)): \(shape(settings.shape))
      """
    case .route(let settings):
      settings.outputs.map(sum).joined(separator: "; ")
    }
  }

  private func names(_ channels: [String]) -> String { channels.joined(separator: ", ") }

  private func response(_ settings: ConvolveSettings, _ built: ArraySlice<Chain.Stage>) -> String {
    let matrices = built.compactMap { stage in
      if case .convolve(let stage) = stage { return stage.matrix }
      return nil
    }
    let taps = matrices.map(\.tapCount).max() ?? 0
    let paths = matrices.reduce(0) { $0 + $1.paths.count }
    let seconds = (Double(taps) / Double(sampleRate)).text(decimals: 2)
    let parts = [
      responsePath,
      "\(paths) path\(paths == 1 ? "" : "s") of up to \(taps) taps (\(seconds) s)",
      settings.wetDecibels == 0 ? nil : "wet \(Decibels(settings.wetDecibels))",
      settings.dryDecibels.map { "dry \(Decibels($0))" },
      settings.predelayFrames == 0 ? nil : "predelay \(time(Double(settings.predelayFrames)))",
      gain(settings.gain),
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  private func gain(_ gain: ConvolveSettings.Gain) -> String? {
    switch gain {
    case .automatic: "gain auto"
    case .decibels(0): nil
    case .decibels(let decibels): "gain \(Decibels(decibels))"
    }
  }

  private func bands(_ source: EqualizerSettings.Source) -> String {
    switch source {
    case .file(let path): path
    case .bands(let bands):
      bands.map { band in
        let gain = band.gainDecibels == 0 ? "" : " \(Decibels(band.gainDecibels))"
        return "\(band.kind.rawValue) \(Frequency(band.hertz))\(gain)"
      }.joined(separator: ", ")
    }
  }

  private func shape(_ shape: CrossoverSettings.Shape) -> String {
    switch shape {
    case .linkwitzRiley(let order): "Linkwitz-Riley, order \(order)"
    case .butterworth(let order): "Butterworth, order \(order)"
    case .linearPhase(let taps): "linear phase\(taps.map { ", \($0) taps" } ?? "")"
    }
  }

  private func sum(_ output: RouteSettings.Output) -> String {
    let terms = output.inputs.map { input in
      input.gainDecibels == 0
        ? input.channel : "\(input.channel) (\(Decibels(input.gainDecibels)))"
    }
    return "\(output.channel) = \(terms.isEmpty ? "silence" : terms.joined(separator: " + "))"
  }

  private func time(_ frames: Double) -> String {
    let milliseconds = 1000 * frames / Double(sampleRate)
    let whole = frames == frames.rounded()
    return "\(frames.text(decimals: whole ? 0 : 2)) frames (\(milliseconds.text(decimals: 2)) ms)"
  }
}
