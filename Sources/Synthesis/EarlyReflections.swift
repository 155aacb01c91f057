import Glibc

/// The first part of a room's answer: the direct sound and its reflections as image sources.
///
/// A rectangular room mirrors its source endlessly; each image sounds from its distance, weakened
/// and coloured once by every wall between. The images' distances are jittered by up to 1 %, since
/// the regular lattice of an ideal box is heard as rising whistles (sweeping echoes).
///
/// Source: Allen and Berkley, JASA 65 (1979) 943; jitter: De Sena et al., IEEE/ACM TASLP 23 (2015)
/// 774.
struct EarlyReflections {
  let room: ShoeboxRoom
  let sampleRate: Int
  /// The frames after the direct sound that images are followed for.
  let frameCount: Int
  /// Grid of the results: twice the frames or more, so that no filter wraps onto the beginning.
  let spectra: RoomSpectra
  private let wall: ComplexSignal
  private let highPass: ComplexSignal

  /// The half width in frames of the sinc that places a reflection between two frames.
  private static let sincFrames = 16
  /// The most by which a distance is changed, as a part of it.
  private static let jitter = 0.01

  init(room: ShoeboxRoom, sampleRate: Int, frameCount: Int) {
    self.room = room
    self.sampleRate = sampleRate
    self.frameCount = frameCount
    let count = FourierTransform.count(holding: 2 * frameCount)
    spectra = RoomSpectra(transform: FourierTransform(count: count), sampleRate: sampleRate)
    wall = spectra.wall(of: room)
    highPass = spectra.highPass()
  }

  /// The early part of two neighbouring channels, the second in the imaginary parts.
  ///
  /// - Parameter channel: the first of the two.
  func render(channel: Int) -> ComplexSignal {
    var orders: [ComplexSignal] = []
    place(path: channel, in: &orders) { signal, frame, value in signal[frame].real += value }
    place(path: channel + 1, in: &orders) { signal, frame, value in
      signal[frame].imaginary += value
    }
    // Horner's scheme: what met n walls passes the wall's filter n times.
    let sum = ComplexSignal(count: spectra.transform.count)
    for order in orders.reversed() {
      sum.multiply(by: wall)
      spectra.transform.forward(order)
      sum.add(order)
    }
    sum.multiply(by: highPass)
    spectra.transform.inverse(sum)
    return sum
  }

  /// Adds one path's images to one signal for each number of walls met.
  private func place(
    path index: Int, in orders: inout [ComplexSignal],
    add: (ComplexSignal, Int, Double) -> Void
  ) {
    let path = room.paths[index]
    var random = RandomStream(seed: room.seed, stream: index)
    let reach = room.nearestDistance + room.mixingTime * ShoeboxRoom.speedOfSound
    forEachImage(of: path.source, reach: reach) { image, order in
      // Drawn for every image, whether within reach or not, so that the sampling rate changes
      // nothing.
      let jitter = order == 0 ? 0 : Self.jitter * random.bipolar()
      let distance = image.distance(to: path.receiver) * (1 + jitter)
      guard distance < reach else { return }
      while orders.count <= order {
        orders.append(ComplexSignal(count: spectra.transform.count))
      }
      let time = (distance - room.nearestDistance) / ShoeboxRoom.speedOfSound
      let signal = orders[order]
      placeSinc(at: time * Double(sampleRate), gain: 1 / distance) { add(signal, $0, $1) }
    }
  }

  /// Calls `body` with every image that can lie within `reach` metres and the walls it met.
  private func forEachImage(
    of source: ShoeboxRoom.Position, reach: Double,
    body: (ShoeboxRoom.Position, Int) -> Void
  ) {
    let xs = images(of: source.x, length: room.size.x, reach: reach)
    let ys = images(of: source.y, length: room.size.y, reach: reach)
    let zs = images(of: source.z, length: room.size.z, reach: reach)
    for x in xs {
      for y in ys {
        for z in zs {
          let image = ShoeboxRoom.Position(x: x.place, y: y.place, z: z.place)
          body(image, x.order + y.order + z.order)
        }
      }
    }
  }

  /// The images along one axis: where they stand and how many walls they met.
  private func images(
    of place: Double, length: Double, reach: Double
  ) -> [(place: Double, order: Int)] {
    let count = Int(reach * (1 + Self.jitter) / (2 * length)) + 2
    return (-count...count).flatMap { cell in
      let shift = 2 * Double(cell) * length
      return [(shift + place, abs(2 * cell)), (shift - place, abs(2 * cell - 1))]
    }
  }

  /// Calls `add` with the frames and values of a pulse at a time between two frames: a sinc under a
  /// Hann window.
  private func placeSinc(at time: Double, gain: Double, add: (Int, Double) -> Void) {
    let first = Int(time.rounded(.down)) - Self.sincFrames + 1
    for frame in max(first, 0)..<min(first + 2 * Self.sincFrames, spectra.transform.count) {
      let offset = Double(frame) - time
      let angle = Double.pi * offset
      let sinc = offset == 0 ? 1 : sin(angle) / angle
      let window = 0.5 + 0.5 * cos(angle / Double(Self.sincFrames))
      add(frame, gain * sinc * window)
    }
  }
}
