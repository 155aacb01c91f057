/// A rectangular room with bare geometry: sizes and places in metres from one lower corner.
struct ShoeboxRoom {
  /// A point or a size: along the room, across it, and upwards.
  struct Position {
    var x: Double
    var y: Double
    var z: Double

    func distance(to other: Position) -> Double {
      let (dx, dy, dz) = (x - other.x, y - other.y, z - other.z)
      return (dx * dx + dy * dy + dz * dz).squareRoot()
    }
  }

  /// The way from one source to one receiver: one channel of the result.
  struct Path {
    var source: Position
    var receiver: Position
    /// Which output of the matrix hears this path: its row.
    var row: Int

    /// The length of the direct sound's way in metres.
    var distance: Double { source.distance(to: receiver) }
  }

  /// Metres per second at 20 degrees Celsius.
  static let speedOfSound = 343.0

  var size: Position
  /// Seconds to decay by 60 dB, one per band of ``OctaveBands``.
  var reverberationTimes: [Double]
  /// One per channel, in the channels' order.
  var paths: [Path]
  /// What every random number of the room derives from.
  var seed: UInt64

  /// Cubic metres.
  var volume: Double { size.x * size.y * size.z }

  /// The shortest direct way, which arrives at frame 0.
  var nearestDistance: Double {
    paths.reduce(Double.infinity) { min($0, $1.distance) }
  }

  /// Seconds after the direct sound at which single reflections give way to diffuse sound.
  ///
  /// Reflections arrive 500 times a second after the square root of the volume, in milliseconds
  /// (Polack 1993), and 2000 times after twice that, when they merge to the ear. A small room is
  /// followed for 60 ms even so, because its first resonances are part of its sound.
  var mixingTime: Double { max(0.002 * volume.squareRoot(), 0.060) }
}
