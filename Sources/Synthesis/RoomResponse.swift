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
  /// The part of the energy that is cut off at the end: -80 dB.
  private static let discardedEnergy = 1e-8
  /// The part of the frames over which the end is faded out.
  private static let fadePart = 0.05

  /// The sum of the squares of all paths to one receiver.
  ///
  /// White noise then loses 3 dB; music, which lives where rooms ring longest, keeps its level.
  private static let rowEnergy = 0.5

  /// One channel per path, all equally long; every row's energy is ``rowEnergy``.
  func render() -> [[Float]] {
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
    return finish(signals)
  }

  private func frames(_ seconds: Double) -> Int {
    Int((seconds * Double(sampleRate)).rounded())
  }

  /// Cuts the inaudible end, fades what is left to zero, and sets the level of every row.
  private func finish(_ signals: [ComplexSignal]) -> [[Float]] {
    let frameCount = audibleFrames(of: signals)
    let fade = frameCount - Int(Self.fadePart * Double(frameCount))..<frameCount
    for signal in signals { signal.fadeOut(fade) }

    let energies = rowEnergies(of: signals, over: 0..<frameCount)
    return room.paths.enumerated().map { channel, path in
      let gain = (Self.rowEnergy / energies[path.row]).squareRoot()
      let signal = signals[channel / 2]
      return (0..<frameCount).map { frame in
        let sample = signal[frame]
        return Float(gain * (channel % 2 == 0 ? sample.real : sample.imaginary))
      }
    }
  }

  /// What arrives at each receiver.
  private func rowEnergies(of signals: [ComplexSignal], over frames: Range<Int>) -> [Double] {
    var result = room.paths.map { _ in 0.0 }
    for (channel, path) in room.paths.enumerated() {
      let energies = signals[channel / 2].energies(over: frames)
      result[path.row] += channel % 2 == 0 ? energies.real : energies.imaginary
    }
    return result
  }

  /// The frames after which no more than ``discardedEnergy`` is left.
  private func audibleFrames(of signals: [ComplexSignal]) -> Int {
    var end = signals[0].count
    let total = signals.reduce(0) { $0 + $1.energy(over: 0..<end) }
    var remaining = 0.0
    while end > 1 {
      remaining += signals.reduce(0) { $0 + $1.energy(over: end - 1..<end) }
      if remaining > Self.discardedEnergy * total { break }
      end -= 1
    }
    return end
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

  /// The sums of the squares of the real and of the imaginary parts over `frames`.
  fileprivate func energies(over frames: Range<Int>) -> (real: Double, imaginary: Double) {
    frames.reduce(into: (0, 0)) { sums, frame in
      let (real, imaginary) = self[frame]
      sums.0 += real * real
      sums.1 += imaginary * imaginary
    }
  }
}
