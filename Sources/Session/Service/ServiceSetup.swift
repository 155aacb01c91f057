public import Engine

/// What a service goes over to when more than its chain changes.
public struct ServiceSetup: ~Copyable {
  var engine: BlockAdapter
  let options: LiveSession.Options
  var touched: Set<DeviceSide>
  let willOpen: () -> Void

  /// - Parameter engine: renders calls of one period; ``BlockAdapter/warmUp(frames:)`` was called.
  /// - Parameter touched: the devices that are closed and opened again; the others are kept.
  /// - Parameter willOpen: called between closing and opening, for whoever provides the devices to
  ///   learn what is wanted now.
  public init(
    engine: consuming BlockAdapter, options: LiveSession.Options, touched: Set<DeviceSide>,
    willOpen: @escaping () -> Void
  ) {
    self.engine = engine
    self.options = options
    self.touched = touched
    self.willOpen = willOpen
  }
}

extension BlockAdapter {
  /// Renders one call of silence, so that no page, table or symbol is met first on the audio thread.
  ///
  /// - Thread: control, before the engine is handed over.
  public mutating func warmUp(frames: Int) {
    var output = [Float](repeating: 0, count: outputCount * frames)
    let silence = [Float](repeating: 0, count: inputCount * frames)
    render(silence, into: &output, frames: frames)
    reset()
  }
}
