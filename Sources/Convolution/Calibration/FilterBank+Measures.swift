extension FilterBank {
  /// Rectangles of paths that are multiplied together, over all stages.
  public var tileCount: Int { stages.reduce(0) { $0 + $1.layout.tiles.count } }
}
