public import Settings

extension Configuration {
  /// The files that the chain is made of, each once, in the chain's order.
  public var files: [String] {
    var files: [String] = []
    for stage in chain {
      guard let file = stage.file, !files.contains(file) else { continue }
      files.append(file)
    }
    return files
  }
}

extension Configuration.Stage {
  fileprivate var file: String? {
    switch self {
    case .convolve(let settings): settings.impulseResponse
    case .equalizer(let settings):
      if case .file(let path) = settings.source { path } else { nil }
    case .gain, .route, .crossover, .delay, .invert, .limiter: nil
    }
  }
}
