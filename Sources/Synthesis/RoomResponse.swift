import Glibc

/// Joins a room's reflections and its diffuse tail to finished impulse responses.
struct RoomResponse {
  let room: ShoeboxRoom
  let sampleRate: Int

  /// The part of the mixing time at which noise begins to take over from reflections.
  ///
  /// A long fade stands for what real walls scatter; a short one lets single echoes be heard until
  /// the seam, and the seam itself.
  private static let seamPart = 0.25

  /// One channel per path, all equally long; finished by ``ResponseFinish``.
  func render(_ balance: ResponseFinish.Balance = .equal) -> [[Float]] {
    let mixingFrames = frames(room.mixingTime)
    let seam = frames(Self.seamPart * room.mixingTime)..<mixingFrames
    let pairs = stride(from: 0, to: room.paths.count, by: 2)

    let reflections = EarlyReflections(room: room, sampleRate: sampleRate)
    let early = pairs.map { reflections.render(channel: $0) }
    var tail = DiffuseTail(room: room, sampleRate: sampleRate)
    tail.match(
      early, on: reflections.spectra, over: mixingFrames / 2..<mixingFrames,
      start: seam.lowerBound)
    let signals = pairs.map {
      let response = ComplexSignal(count: seam.lowerBound + tail.frameCount)
      response.join(early[$0 / 2], tail.render(channel: $0), seam: seam)
      return response
    }
    return ResponseFinish.finish(signals, rows: room.paths.map(\.row), balance: balance)
  }

  private func frames(_ seconds: Double) -> Int {
    Int((seconds * Double(sampleRate)).rounded())
  }
}

extension ComplexSignal {
  /// Fills the signal with `early`, followed from the seam's first frame on by `tail`.
  ///
  /// The two are independent, so their powers add up and the fade keeps the sum of its squares 1.
  fileprivate func join(_ early: ComplexSignal, _ tail: ComplexSignal, seam: Range<Int>) {
    for frame in 0..<count {
      let position = Double(frame - seam.lowerBound) / Double(seam.count)
      let angle = 0.5 * Double.pi * min(max(position, 0), 1)
      var sum = (real: 0.0, imaginary: 0.0)
      if frame < seam.upperBound {
        let (real, imaginary) = early[frame]
        sum = (cos(angle) * real, cos(angle) * imaginary)
      }
      if frame >= seam.lowerBound {
        let (real, imaginary) = tail[frame - seam.lowerBound]
        sum = (sum.real + sin(angle) * real, sum.imaginary + sin(angle) * imaginary)
      }
      self[frame] = sum
    }
  }
}
