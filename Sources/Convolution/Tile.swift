/// A rectangle of paths that one kernel call multiplies and sums, over a run of partitions.
///
/// Plain values, so that the audio thread reads them without reference counting.
struct Tile {
  enum Shape {
    case oneByOne
    /// One input to two outputs; its spectrum is read once for both.
    case oneByTwo
    /// Two inputs and two outputs; each input's spectrum is read once for both.
    case twoByTwo

    var pathCount: Int {
      @_noLocks get {
        switch self {
        case .oneByOne: 1
        case .oneByTwo: 2
        case .twoByTwo: 4
        }
      }
    }
  }

  let shape: Shape
  /// Rows of the stage's history: the second is meaningful in a 2 x 2 tile only.
  let rows: (Int, Int)
  /// Accumulators of the stage.
  let columns: (Int, Int)
  /// Partitions that are not zero in every path of the tile.
  let firstPartition: Int
  let partitionCount: Int
  /// Whether no other tile writes these accumulators.
  var isAlone = false
  /// Whether an earlier tile has already written these accumulators.
  let accumulates: Bool
  /// Samples from the start of the stage's spectra.
  var spectrumOffset = 0

  /// Partitions that meet no block newer than the one before: all but the stage's first.
  var olderCount: Int {
    @_noLocks get { firstPartition == 0 ? partitionCount - 1 : partitionCount }
  }

  /// Whether one pass does all its products: the order in which those of several tiles are summed
  /// has their older ones first.
  var addsNewestAtOnce: Bool { @_noLocks get { isAlone && firstPartition == 0 && olderCount > 0 } }

  /// Samples that the tile's spectra take in a stage of `units` units.
  func sampleCount(units: Int) -> Int { 16 * units * partitionCount * shape.pathCount }
}

/// Where a path has taps within a stage.
struct PathExtent: Equatable {
  var input: Int
  var output: Int
  /// Partitions of the stage from the first to the last that are not all zero.
  var partitions: Range<Int>
}

extension PathExtent {
  /// The extent of a path in a stage; `nil` where all its taps are zero.
  init?(of path: ImpulseMatrix.Path, in stage: PartitionPlan.Stage) {
    let lower = min(stage.offsetFrames, path.taps.count)
    let taps = path.taps[lower..<min(stage.endFrames, path.taps.count)]
    guard let first = taps.firstIndex(where: { $0 != 0 }),
      let last = taps.lastIndex(where: { $0 != 0 })
    else { return nil }
    let size = stage.partitionFrames, offset = stage.offsetFrames
    self.init(
      input: path.input, output: path.output,
      partitions: (first - offset) / size..<(last - offset) / size + 1)
  }
}

/// The tiles of one stage, and the channels that they touch.
struct TileLayout {
  /// Channels, in the order of the history's rows.
  let inputs: [Int]
  /// Channels, in the order of the accumulators.
  let outputs: [Int]
  let tiles: [Tile]

  /// Whether any partition meets past blocks only; without one, nothing is summed ahead of time.
  var hasOlder: Bool { tiles.contains { $0.olderCount > 0 } }

  /// Pairs neighbouring outputs, and within a pair the inputs that reach both, into 2 x 2 tiles;
  /// what is left over is multiplied path by path.
  ///
  /// - Parameter inputs: the history's rows; those of the extents and maybe more.
  init(_ extents: [PathExtent], inputs: [Int]) {
    self.inputs = inputs
    outputs = Set(extents.map(\.output)).sorted()
    var tiles: [Tile] = []
    for first in stride(from: 0, to: outputs.count, by: 2) {
      let pair = outputs[first..<min(first + 2, outputs.count)]
      let reaching = pair.map { output in
        extents.filter { $0.output == output }.sorted { $0.input < $1.input }
      }
      tiles += Self.tiles(reaching, firstColumn: first, inputs: inputs)
    }
    self.tiles = tiles.map { tile in
      var tile = tile
      let columns = [tile.columns.0, tile.columns.1]
      tile.isAlone =
        tiles.count { columns.contains($0.columns.0) || columns.contains($0.columns.1) } == 1
      return tile
    }
  }

  /// The tiles of one or two neighbouring outputs.
  private static func tiles(
    _ reaching: [[PathExtent]], firstColumn: Int, inputs: [Int]
  ) -> [Tile] {
    var tiles: [Tile] = []
    var singles = reaching.joined().map { [$0] }
    if reaching.count == 2 {
      let shared = Set(reaching[0].map(\.input)).intersection(reaching[1].map(\.input)).sorted()
      for group in stride(from: 0, to: shared.count, by: 2) {
        let rows = shared[group..<min(group + 2, shared.count)]
        let members = singles.joined().filter { rows.contains($0.input) }
        guard isWorthATile(members) else { continue }
        let places = (row(rows[rows.startIndex], inputs), row(rows[rows.endIndex - 1], inputs))
        tiles.append(
          tile(
            rows.count == 2 ? .twoByTwo : .oneByTwo, members, rows: places,
            columns: (firstColumn, firstColumn + 1), accumulates: !tiles.isEmpty))
        singles.removeAll { rows.contains($0[0].input) }
      }
    }
    var written = tiles.isEmpty ? Set<Int>() : Set(reaching.indices)
    for member in singles.joined() {
      let place = reaching.firstIndex { $0.contains(member) } ?? 0
      let row = row(member.input, inputs), column = firstColumn + place
      tiles.append(
        tile(
          .oneByOne, [member], rows: (row, row), columns: (column, column),
          accumulates: !written.insert(place).inserted))
    }
    return tiles
  }

  /// A tile multiplies the same partitions for all its paths, empty ones too: that may cost less
  /// than sharing the inputs saves, a fifth to a quarter.
  private static func isWorthATile(_ members: [PathExtent]) -> Bool {
    let first = members.map(\.partitions.lowerBound).min() ?? 0
    let end = members.map(\.partitions.upperBound).max() ?? 0
    let needed = members.reduce(0) { $0 + $1.partitions.count }
    return 4 * (end - first) * members.count <= 5 * needed
  }

  private static func row(_ input: Int, _ inputs: [Int]) -> Int {
    inputs.firstIndex(of: input) ?? 0
  }

  private static func tile(
    _ shape: Tile.Shape, _ members: [PathExtent], rows: (Int, Int), columns: (Int, Int),
    accumulates: Bool
  ) -> Tile {
    let first = members.map(\.partitions.lowerBound).min() ?? 0
    let end = members.map(\.partitions.upperBound).max() ?? 0
    return Tile(
      shape: shape, rows: rows, columns: columns, firstPartition: first,
      partitionCount: end - first, accumulates: accumulates)
  }
}
