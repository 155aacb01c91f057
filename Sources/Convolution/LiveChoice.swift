/// What a live plan keeps within where it can.
enum LiveLimits {
  /// The worst callback, as a multiple of the mean: predicted so, it is measured below 3.
  static let worstPerMean = 2.5
  /// The same in blocks below ``shortBlockFrames``, whose callbacks take microseconds: there are more
  /// of them in a transform's period than it has slices.
  static let worstPerShortMean = 4.0
  static let shortBlockFrames = 256
  /// All memory, as a multiple of 8 bytes for each tap of each path and as much for each input, taps
  /// rounded up to whole partitions.
  static let bytesPerSpectrum = 1.1
  /// What a flat load may cost, as a multiple of the cheapest plan, and little memory on top of it.
  static let priceOfFlatness = 1.4
  static let priceOfMemory = 1.1
  /// Plans judged by their schedules before the choice ends with the best so far.
  static let forecastCount = 60
}

/// The choice among candidates for live use.
struct LiveChoice {
  /// `nil` when there is no candidate.
  let stages: [PartitionPlan.Stage]?

  init(_ search: PlanSearch, _ candidates: [PlanSearch.Candidate], _ matrix: ImpulseMatrix) {
    let cheapest = candidates.map(\.mean).min() ?? 0
    let affordable = candidates.filter { $0.mean <= LiveLimits.priceOfFlatness * cheapest }
      .sorted { $0.mean < $1.mean }
    let hopeful = affordable.filter { $0.peak <= Self.worstLimit(search) * $0.mean }
    var flat: PlanSearch.Candidate?
    var flattest: (stages: [PartitionPlan.Stage], steepness: Double)?
    for candidate in hopeful.prefix(LiveLimits.forecastCount) {
      if let flat, candidate.mean > LiveLimits.priceOfMemory * flat.mean { break }
      let forecast = PlanForecast(
        matrix, blockFrames: search.blockFrames, stages: candidate.stages, costs: search.costs)
      let load = forecast.load
      let steepness = load.worstCallbackNanoseconds / load.meanNanosecondsPerFrame
      if steepness < flattest?.steepness ?? .infinity { flattest = (candidate.stages, steepness) }
      if steepness > Self.worstLimit(search) { continue }
      if Double(forecast.byteCount) <= Self.byteLimit(candidate) {
        stages = candidate.stages
        return
      }
      if flat == nil { flat = candidate }
    }
    stages =
      flat?.stages ?? flattest?.stages ?? affordable.min { $0.peak < $1.peak }?.stages
  }

  /// The worst callback over the mean of one frame.
  private static func worstLimit(_ search: PlanSearch) -> Double {
    let isShort = search.blockFrames < LiveLimits.shortBlockFrames
    let factor = isShort ? LiveLimits.worstPerShortMean : LiveLimits.worstPerMean
    return factor * Double(search.blockFrames)
  }

  private static func byteLimit(_ candidate: PlanSearch.Candidate) -> Double {
    LiveLimits.bytesPerSpectrum * candidate.spectrumBytes
  }
}
