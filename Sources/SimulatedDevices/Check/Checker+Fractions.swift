/// Numbers that a resampler has made: they have fractions, and are bent where its filter meets an edge.
extension Checker {
  /// Frames after silence, and around the place where numbers wrap, in which a filter's edge is heard.
  private static let edgeFrames = 200
  private static let wrapFrames: Float = 128
  /// Above this a number is judged.
  private static let clearest: Float = 0.1
  /// By how much numbers may grow faster or slower than frames: the clocks, and a loop that settles.
  private static let share = 0.03

  /// - Parameter number: as a sample at full gain.
  func hearFraction(_ number: Float, _ gain: Float) {
    note(number * gain, gain)
    truth.soundFrames += gain > Self.faintest ? 1 : 0
    fraction.framesSince += 1
    if gain < Self.clearest {
      fraction.steadyFrames = 0
      return
    }
    leastGain = gain
    fraction.steadyFrames += 1
    let value = number / Payload.step
    // The wrap is a step, which is bent over many frames; a loss may hide another one behind it.
    if value > Float(Payload.modulus) - Self.wrapFrames || value < Self.wrapFrames {
      fraction.bentFrames = Self.edgeFrames
    }
    fraction.bentFrames -= 1
    guard fraction.steadyFrames > Self.edgeFrames, fraction.bentFrames <= 0 else { return }
    hear(unwrapped(Double(value)), gain)
  }

  private func unwrapped(_ number: Double) -> Double {
    let newest = source.frames(at: world.time.now), modulus = Double(Payload.modulus)
    return number + ((newest - number) / modulus).rounded(.down) * modulus
  }

  private func hear(_ number: Double, _ gain: Float) {
    defer {
      fraction.last = number
      fraction.framesSince = 0
      lastNumber = Int(number)
    }
    guard let last = fraction.last else { return truth.firstNumber = Int(number) }
    let passed = Double(fraction.framesSince), grown = number - last
    // One that is held falls into silence.
    if abs(grown) < 0.5 && gain < 1 { truth.heldFrames += fraction.framesSince }
    if grown < -0.5 {
      report(.order, "frame \(number) at gain \(gain) after \(last)")
    } else if fraction.steadyFrames > Self.edgeFrames + fraction.framesSince
      && (grown > 0.5 || gain == 1) && abs(grown - passed) > Self.share * passed + 0.1
    {
      report(.splice, "from \(last) to \(number) within \(fraction.framesSince) frames")
    } else if grown > passed + Self.share * passed + 1 {
      truth.gapFrames += Int(grown - passed)
      truth.gapCount += 1
    }
    numberGain = gain
  }
}

/// Where numbers with fractions have come to.
struct FractionState {
  /// The last one that could be told.
  var last: Double?
  var framesSince = 0
  /// Frames around a wrap that are still to come.
  var bentFrames = 0
  /// Frames that were heard clearly since the last silence.
  var steadyFrames = 0
}
