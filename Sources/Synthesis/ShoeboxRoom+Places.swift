extension ShoeboxRoom {
  /// A furnished living room, a pair of receivers 0.5 m apart before one source.
  static let livingRoom = {
    let source = Position(x: 1.55, y: 2.05, z: 1.15)
    let receivers = [Position(x: 3.35, y: 2.3, z: 1.3), Position(x: 3.35, y: 1.8, z: 1.3)]
    return ShoeboxRoom(
      size: Position(x: 5.2, y: 4.1, z: 2.6),
      reverberationTimes: [0.52, 0.48, 0.45, 0.45, 0.43, 0.40, 0.35, 0.30],
      paths: receivers.indices.map { Path(source: source, receiver: receivers[$0], row: $0) },
      seed: 0x726F_6F6D)
  }()

  /// A treated booth, a pair of receivers 0.4 m apart before one source.
  static let studio = {
    let source = Position(x: 1.1, y: 1.55, z: 1.4)
    let receivers = [Position(x: 2.6, y: 1.75, z: 1.5), Position(x: 2.6, y: 1.35, z: 1.5)]
    return ShoeboxRoom(
      size: Position(x: 3.9, y: 3.1, z: 2.7),
      reverberationTimes: [0.30, 0.26, 0.24, 0.23, 0.22, 0.21, 0.20, 0.18],
      paths: receivers.indices.map { Path(source: source, receiver: receivers[$0], row: $0) },
      seed: 0x7374_7564)
  }()

  /// A hall for chamber music, a pair of receivers 1.2 m apart before one source.
  static let chamber = {
    let source = Position(x: 3.1, y: 5.4, z: 1.6)
    let receivers = [Position(x: 8.7, y: 6.1, z: 2.2), Position(x: 8.7, y: 4.9, z: 2.2)]
    return ShoeboxRoom(
      size: Position(x: 17, y: 11, z: 7),
      reverberationTimes: [1.35, 1.3, 1.25, 1.2, 1.1, 0.95, 0.7, 0.45],
      paths: receivers.indices.map { Path(source: source, receiver: receivers[$0], row: $0) },
      seed: 0x6368_616D)
  }()

  /// A church of stone, a pair of receivers 3 m apart in the nave before one source.
  static let cathedral = {
    let source = Position(x: 17, y: 13.5, z: 2)
    let receivers = [Position(x: 41, y: 15.3, z: 5), Position(x: 41, y: 12.3, z: 5)]
    return ShoeboxRoom(
      size: Position(x: 74, y: 27, z: 24),
      reverberationTimes: [5.2, 5.0, 4.7, 4.3, 3.6, 2.8, 1.9, 1.1],
      paths: receivers.indices.map { Path(source: source, receiver: receivers[$0], row: $0) },
      seed: 0x6361_7468)
  }()

  /// A concert hall, a pair of receivers 2 m apart before one source on the stage.
  static let hall = {
    let source = Position(x: 6.3, y: 12, z: 2.5)
    return ShoeboxRoom(
      size: hallSize, reverberationTimes: hallTimes,
      paths: hallReceivers.indices.map {
        Path(source: source, receiver: hallReceivers[$0], row: $0)
      },
      seed: 0x6861_6C6C)
  }()

  /// The same hall with two sources, 4 m to the left and to the right of the first.
  static let hallWithTwoSources = {
    let sources = [Position(x: 6.3, y: 16, z: 2.5), Position(x: 6.3, y: 8, z: 2.5)]
    return ShoeboxRoom(
      size: hallSize, reverberationTimes: hallTimes,
      paths: sources.flatMap { source in
        hallReceivers.indices.map { Path(source: source, receiver: hallReceivers[$0], row: $0) }
      },
      seed: 0x6861_6C32)
  }()

  private static let hallSize = Position(x: 38, y: 24, z: 16)
  private static let hallTimes = [2.4, 2.3, 2.2, 2.15, 1.9, 1.5, 1.0, 0.6]
  private static let hallReceivers = [
    Position(x: 20.1, y: 13, z: 6), Position(x: 20.1, y: 11, z: 6),
  ]
}
