/// A rectangular room of somebody's own, as little as has to be said about it.
///
/// Its octaves decay at different rates, as those of a furnished room do; the time asked for is that
/// of 1 kHz.
public struct RoomSketch: Sendable {
  /// Metres: along the room, across it, and upwards; from one lower corner.
  public struct Place: Equatable, Sendable, CustomStringConvertible {
    public var x: Double
    public var y: Double
    public var z: Double

    public init(x: Double, y: Double, z: Double) {
      self.x = x
      self.y = y
      self.z = z
    }

    public var description: String { "\(x),\(y),\(z)" }
  }

  /// What the sides may be, in metres.
  public static let sides = 1.0...200.0
  /// What the reverberation time may be, in seconds.
  public static let times = 0.05...20.0
  /// How many receivers there may be.
  public static let receiverCounts = 1...16
  /// Nearer than this in metres, a source is no point.
  public static let nearest = 0.1

  /// The reverberation time of each octave over that of 1 kHz.
  private static let octaves = [1.15, 1.07, 1.0, 1.0, 0.95, 0.88, 0.77, 0.66]

  private let room: ShoeboxRoom
  private let receiverCount: Int

  /// - Parameter source: 0.3 of the length along the room, before the middle of its width, if `nil`.
  /// - Parameter receivers: one channel each; left and right, 0.65 of the length along, if empty.
  public init(
    size: Place, seconds: Double, seed: UInt64, source: Place? = nil, receivers: [Place] = []
  ) throws(RoomSketchError) {
    for side in [size.x, size.y, size.z] where !Self.sides.contains(side) {
      throw .side(side)
    }
    guard Self.times.contains(seconds) else { throw .time(seconds) }
    let source = source ?? Place(x: 0.3 * size.x, y: 0.5 * size.y, z: 0.45 * size.z)
    let receivers = receivers.isEmpty ? Self.pair(in: size) : receivers
    guard Self.receiverCounts.contains(receivers.count) else {
      throw .receiverCount(receivers.count)
    }
    for place in [source] + receivers where !Self.holds(size, place) {
      throw .outside(place, size: size)
    }
    // Channels are computed in pairs.
    let padded = receivers.count % 2 == 0 ? receivers : receivers + receivers.suffix(1)
    receiverCount = receivers.count
    room = ShoeboxRoom(
      size: size.position, reverberationTimes: Self.octaves.map { $0 * seconds },
      paths: padded.enumerated().map { row, receiver in
        ShoeboxRoom.Path(source: source.position, receiver: receiver.position, row: row)
      },
      seed: seed)
    guard room.nearestDistance >= Self.nearest else { throw .tooNear(room.nearestDistance) }
  }

  /// One channel per receiver, with their levels as they are to each other; the loudest has an energy
  /// of 1/2.
  ///
  /// - Precondition: `sampleRate` lies within ``SynthesizedSound/sampleRates``.
  /// - Thread: any but an audio thread.
  public func synthesize(sampleRate: Int) -> SynthesizedSound {
    precondition(SynthesizedSound.sampleRates.contains(sampleRate))
    let channels = RoomResponse(room: room, sampleRate: sampleRate).render(.kept)
    return SynthesizedSound(
      name: "room", sampleRate: sampleRate, channels: Array(channels.prefix(receiverCount)))
  }

  private static func pair(in size: Place) -> [Place] {
    let half = min(0.25, size.y / 8)
    return [half, -half].map { Place(x: 0.65 * size.x, y: 0.5 * size.y + $0, z: 0.5 * size.z) }
  }

  private static func holds(_ size: Place, _ place: Place) -> Bool {
    (0...size.x).contains(place.x) && (0...size.y).contains(place.y)
      && (0...size.z).contains(place.z)
  }
}

extension RoomSketch.Place {
  fileprivate var position: ShoeboxRoom.Position { .init(x: x, y: y, z: z) }
}

/// A room that cannot be.
public enum RoomSketchError: Error, Equatable, CustomStringConvertible {
  case side(Double)
  case time(Double)
  case receiverCount(Int)
  case outside(RoomSketch.Place, size: RoomSketch.Place)
  case tooNear(Double)

  public var description: String {
    switch self {
    case .side(let metres):
      "a side of \(metres) m; allowed are \(RoomSketch.sides.lowerBound) to "
        + "\(RoomSketch.sides.upperBound) m"
    case .time(let seconds):
      "a reverberation of \(seconds) s; allowed are \(RoomSketch.times.lowerBound) to "
        + "\(RoomSketch.times.upperBound) s"
    case .receiverCount(let count):
      "\(count) receivers; allowed are up to \(RoomSketch.receiverCounts.upperBound)"
    case .outside(let place, let size):
      "the place \(place) is outside the room, which reaches from 0,0,0 to \(size)"
    case .tooNear(let metres):
      "a receiver is \(metres) m from the source; allowed is no less than \(RoomSketch.nearest) m"
    }
  }
}
