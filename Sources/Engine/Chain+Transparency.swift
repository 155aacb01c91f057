internal import Convolution

extension Chain {
  /// Whether every output is an input as it came, to the bit, perhaps later: unity gains, routes and
  /// unit impulses.
  ///
  /// - Complexity: the taps once, up to the first that changes anything.
  public var isTransparent: Bool { stages.allSatisfy(\.isTransparent) }
}

extension Chain.Stage {
  fileprivate var isTransparent: Bool {
    switch self {
    case .gain(let factors): factors.allSatisfy { $0 == 1 }
    case .convolve(let stage): stage.matrix.isTransparent
    case .route(let route): route.isTransparent
    case .filter, .delay, .limiter: false
    }
  }
}

extension ImpulseMatrix {
  /// Whether each output gets one input through one tap of 1.
  fileprivate var isTransparent: Bool {
    (0..<outputCount).allSatisfy { output in
      let taps = paths.lazy.filter { $0.output == output }.flatMap(\.taps).filter { $0 != 0 }
      return Array(taps.prefix(2)) == [1]
    }
  }
}

extension RouteStage {
  /// Whether each new channel is an old one.
  fileprivate var isTransparent: Bool {
    outputs.allSatisfy { $0.count == 1 && $0[0].gain == 1 }
  }
}
