/// What a live plan keeps within where it can.
enum LiveLimits {
  /// The worst callback, as a multiple of the mean: predicted so, it is measured below 3.
  static let worstPerMean = 2.5
  /// Blocks below this may have worse callbacks of up to ``nanosecondsPerFrame``: their means are so
  /// small that a multiple of them is nothing.
  static let shortBlockFrames = 256
  /// Half a percent of one core at 48 kHz.
  static let nanosecondsPerFrame = 104.0
  /// Bytes per 8 for each tap of each path and each input.
  static let bytesPerSpectrum = 1.1
  /// What a flat load may cost, as a multiple of the cheapest plan, and little memory on top of it.
  static let priceOfFlatness = 1.4
  static let priceOfMemory = 1.1
}

/// The choice among candidates for live use.
struct LiveChoice {
  /// `nil` when there is no candidate.
  let stages: [PartitionPlan.Stage]?

  init(_ search: PlanSearch, _ candidates: [PlanSearch.Candidate], _ matrix: ImpulseMatrix) {
    let cheapest = candidates.map(\.mean).min() ?? 0
    let affordable = candidates.filter { $0.mean <= LiveLimits.priceOfFlatness * cheapest }
      .sorted { $0.mean < $1.mean }
    let bytes = Self.byteLimit(search)
    var flat: PlanSearch.Candidate?
    for candidate in affordable where candidate.peak <= Self.worstLimit(candidate.mean, search) {
      if let flat, candidate.mean > LiveLimits.priceOfMemory * flat.mean { break }
      if flat != nil && candidate.spectrumBytes > bytes { continue }
      let forecast = PlanForecast(
        matrix, blockFrames: search.blockFrames, stages: candidate.stages, costs: search.costs)
      let load = forecast.load
      if load.worstCallbackNanoseconds
        > Self.worstLimit(load.meanNanosecondsPerFrame, search)
      {
        continue
      }
      if Double(forecast.byteCount) <= bytes {
        stages = candidate.stages
        return
      }
      if flat == nil { flat = candidate }
    }
    stages = (flat ?? affordable.min { $0.peak < $1.peak })?.stages
  }

  /// Nanoseconds of the worst callback that a mean load per frame allows.
  private static func worstLimit(_ mean: Double, _ search: PlanSearch) -> Double {
    let allowed = LiveLimits.worstPerMean * mean
    let isShort = search.blockFrames < LiveLimits.shortBlockFrames
    return Double(search.blockFrames) * (isShort ? max(allowed, LiveLimits.nanosecondsPerFrame) : allowed)
  }

  private static func byteLimit(_ search: PlanSearch) -> Double {
    let spectra = 2 * MemoryLayout<Sample>.stride * search.tapCount
    return LiveLimits.bytesPerSpectrum * Double(spectra * (search.inputCount + search.pathCount))
  }
}
