import Glibc
internal import SignalProcessing

/// The first part of a room's answer: the direct sound and its reflections as image sources.
///
/// A rectangular room mirrors its source endlessly; each image sounds from its distance, weakened
/// by it, and passed through one wall's filter for every wall that its sound met.
struct EarlyReflections {
  /// The grid of the results: twice the frames of the early part or more, so that no filter wraps
  /// onto the beginning.
  let spectra: RoomSpectra
  private let room: ShoeboxRoom
  /// Per path.
  private let images: [[ImageSource]]
  private let wall: ComplexSignal
  private let highPass: ComplexSignal

  /// The half width in frames of the sinc that places a reflection between two frames.
  private static let sincFrames = 16

  init(room: ShoeboxRoom, sampleRate: Int) {
    self.room = room
    images = room.paths.indices.map { room.images(ofPath: $0) }
    let frameCount = Int(2 * room.mixingTime * Double(sampleRate))
    let transform = FourierTransform(count: FourierTransform.count(holding: frameCount))
    spectra = RoomSpectra(transform: transform, sampleRate: sampleRate)
    wall = spectra.minimumPhase(room.wallReflections(images: images.flatMap { $0 }))
    highPass = spectra.highPass()
  }

  /// The early part of two neighbouring channels, the second in the imaginary parts.
  ///
  /// - Parameter channel: the first of the two.
  func render(channel: Int) -> ComplexSignal {
    let orders = placeImages(channel: channel)
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

  /// The images of two channels as pulses, in one signal for each number of walls met.
  private func placeImages(channel: Int) -> [ComplexSignal] {
    let pair = [images[channel], images[channel + 1]]
    let highest = pair.joined().reduce(0) { max($0, $1.order) }
    let orders = (0...highest).map { _ in ComplexSignal(count: spectra.transform.count) }
    for image in pair[0] {
      placePulse(of: image) { orders[image.order][$0].real += $1 }
    }
    for image in pair[1] {
      placePulse(of: image) { orders[image.order][$0].imaginary += $1 }
    }
    return orders
  }

  /// Calls `add` with the frames and values of an image's pulse: a sinc under a Hann window, since
  /// the image arrives between two frames.
  private func placePulse(of image: ImageSource, add: (Int, Double) -> Void) {
    let seconds = (image.distance - room.nearestDistance) / ShoeboxRoom.speedOfSound
    let time = seconds * Double(spectra.sampleRate)
    let first = Int(time.rounded(.down)) - Self.sincFrames + 1
    for frame in max(first, 0)..<min(first + 2 * Self.sincFrames, spectra.transform.count) {
      let offset = Double(frame) - time
      let angle = Double.pi * offset
      let sinc = offset == 0 ? 1 : sin(angle) / angle
      let window = 0.5 + 0.5 * cos(angle / Double(Self.sincFrames))
      add(frame, sinc * window / image.distance)
    }
  }
}
