import Glibc

/// One mirror image of a source, as one receiver hears it.
struct ImageSource {
  /// The way of its sound in metres.
  var distance: Double
  /// The walls that the sound met on its way; 0 for the source itself.
  var order: Int
}

extension ShoeboxRoom {
  /// The most by which an image's distance is changed, as a part of it.
  ///
  /// The regular lattice of an ideal box is heard as rising whistles (sweeping echoes); 1 % breaks
  /// it and moves no reflection by more than an uneven wall would.
  ///
  /// Source: De Sena et al., IEEE/ACM TASLP 23 (2015) 774.
  private static let jitter = 0.01

  /// The images of one path whose sound arrives within ``mixingTime`` of the first direct sound.
  ///
  /// Source: Allen and Berkley, JASA 65 (1979) 943.
  ///
  /// - Parameter path: an index into ``paths``; each has its own jitter.
  func images(ofPath path: Int) -> [ImageSource] {
    let (source, receiver) = (paths[path].source, paths[path].receiver)
    let reach = nearestDistance + mixingTime * Self.speedOfSound
    var random = RandomStream(seed: seed, stream: path)
    var images: [ImageSource] = []
    for x in mirrored(source.x, length: size.x, reach: reach) {
      for y in mirrored(source.y, length: size.y, reach: reach) {
        for z in mirrored(source.z, length: size.z, reach: reach) {
          let order = x.order + y.order + z.order
          let jitter = order == 0 ? 0 : Self.jitter * random.bipolar()
          let place = Position(x: x.place, y: y.place, z: z.place)
          let distance = place.distance(to: receiver) * (1 + jitter)
          guard distance < reach else { continue }
          images.append(ImageSource(distance: distance, order: order))
        }
      }
    }
    return images
  }

  /// The images along one axis: where they stand and how many walls they met.
  private func mirrored(
    _ place: Double, length: Double, reach: Double
  ) -> [(place: Double, order: Int)] {
    let count = Int(reach * (1 + Self.jitter) / (2 * length)) + 1
    return (-count...count).flatMap { cell in
      let shift = 2 * Double(cell) * length
      return [(shift + place, abs(2 * cell)), (shift - place, abs(2 * cell - 1))]
    }
  }

  /// The part of a wave's amplitude that one wall returns, per band.
  ///
  /// Chosen so that the images between half the mixing time and all of it carry the energy that
  /// the band's reverberation time promises. Sabine's and Eyring's equations suppose that all sound
  /// meets the walls equally often. The images of a box do not: by Eyring's, the hall's early decay
  /// at 16 kHz came out at 0.77 s instead of 0.6 s. The air's absorption counts as the walls'.
  func wallReflections(images: [ImageSource]) -> [Double] {
    let late = nearestDistance + 0.5 * mixingTime * Self.speedOfSound
    let window = images.filter { $0.distance > late }
    return reverberationTimes.map { seconds in
      let expected = window.reduce(0.0) { sum, image in
        let time = image.distance / Self.speedOfSound
        return sum + exp(-6 * log(10.0) * time / seconds) / (image.distance * image.distance)
      }
      return wallReflection(of: window, energy: expected)
    }
  }

  /// The reflection at which `images` carry `energy`, found by bisection to the last bit.
  private func wallReflection(of images: [ImageSource], energy: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      let sum = images.reduce(0.0) { sum, image in
        sum + pow(middle, Double(2 * image.order)) / (image.distance * image.distance)
      }
      if sum < energy { low = middle } else { high = middle }
    }
    return low
  }
}
