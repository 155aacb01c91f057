/// The end and the level of a reverberation: what all of them get last.
enum ResponseFinish {
  /// How loud outputs are to each other.
  enum Balance {
    /// All alike.
    case equal
    /// As they are; the loudest as loud as it may be.
    case kept
  }

  /// The part of the energy that is cut off at the end: -80 dB.
  private static let discardedEnergy = 1e-8
  /// The part of the frames over which the end is faded out.
  private static let fadePart = 0.05

  /// The sum of the squares of all that reaches one output.
  ///
  /// White noise then loses 3 dB; music, which lives where rooms ring longest, keeps its level.
  private static let rowEnergy = 0.5

  /// Cuts the inaudible end, fades what is left to zero, and sets the level of every output.
  ///
  /// - Parameter signals: two channels each, the second in the imaginary parts; changed.
  /// - Parameter rows: the output that each channel reaches.
  static func finish(
    _ signals: [ComplexSignal], rows: [Int], balance: Balance = .equal
  ) -> [[Float]] {
    let frameCount = audibleFrames(of: signals)
    let fade = frameCount - Int(fadePart * Double(frameCount))..<frameCount
    for signal in signals { signal.fadeOut(fade) }

    let energies = rowEnergies(of: signals, rows: rows, over: 0..<frameCount)
    let loudest = energies.reduce(0, max)
    return rows.enumerated().map { channel, row in
      let gain = (rowEnergy / (balance == .equal ? energies[row] : loudest)).squareRoot()
      let signal = signals[channel / 2]
      return (0..<frameCount).map { frame in
        let sample = signal[frame]
        return Float(gain * (channel % 2 == 0 ? sample.real : sample.imaginary))
      }
    }
  }

  /// What arrives at each output.
  private static func rowEnergies(
    of signals: [ComplexSignal], rows: [Int], over frames: Range<Int>
  ) -> [Double] {
    var result = rows.map { _ in 0.0 }
    for (channel, row) in rows.enumerated() {
      let energies = signals[channel / 2].energies(over: frames)
      result[row] += channel % 2 == 0 ? energies.real : energies.imaginary
    }
    return result
  }

  /// The frames after which no more than ``discardedEnergy`` is left.
  private static func audibleFrames(of signals: [ComplexSignal]) -> Int {
    var end = signals[0].count
    let total = signals.reduce(0) { $0 + $1.energy(over: 0..<end) }
    var remaining = 0.0
    while end > 1 {
      remaining += signals.reduce(0) { $0 + $1.energy(over: end - 1..<end) }
      if remaining > discardedEnergy * total { break }
      end -= 1
    }
    return end
  }
}

extension ComplexSignal {
  /// The sums of the squares of the real and of the imaginary parts over `frames`.
  fileprivate func energies(over frames: Range<Int>) -> (real: Double, imaginary: Double) {
    frames.reduce(into: (0, 0)) { sums, frame in
      let (real, imaginary) = self[frame]
      sums.0 += real * real
      sums.1 += imaginary * imaginary
    }
  }
}
