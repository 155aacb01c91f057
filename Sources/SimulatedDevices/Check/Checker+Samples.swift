extension Checker {
  /// Frames looked at one by one before a quick look is tried again.
  private static let slowFrames = 64
  /// Below this gain a number drowns in the rounding of its samples.
  static let faintest: Float = 1e-3

  /// Passes over frames that go on as the last ones did; the number of them, or 0.
  func playedQuickly(
    _ samples: UnsafePointer<Float>, frames: Int, channelCount: Int
  ) -> Int {
    if lastGain == 1 && lastNumber >= 0 {
      if rules.numbering == .fractional || judge != nil { return 0 }
      let count = Payload.matchingFrames(
        samples, from: lastNumber + 1, frames: frames, channelCount: channelCount)
      guard count > 0 else { return 0 }
      extendRun(.sound, number: lastNumber + 1, frames: count)
      lastNumber += count
      truth.soundFrames += count
      return count
    }
    guard lastGain == 0 else { return 0 }
    let count = Self.silentFrames(samples, frames: frames, channelCount: channelCount)
    if count > 0 { extendRun(.silence, number: 0, frames: count) }
    return count
  }

  private static func silentFrames(
    _ samples: UnsafePointer<Float>, frames: Int, channelCount: Int
  ) -> Int {
    let count = frames * channelCount, block = 512
    var done = 0
    while done < count {
      var bits: UInt32 = 0
      let end = min(done + block, count)
      for index in done..<end { bits |= samples[index].bitPattern & 0x7FFF_FFFF }
      if bits != 0 { break }
      done = end
    }
    return done / channelCount
  }

  /// Looks at frames one by one; the number of them.
  func playedSlowly(
    _ samples: UnsafePointer<Float>, frames: Int, _ channelCount: Int
  ) -> Int {
    let count = min(frames, Self.slowFrames)
    for frame in 0..<count {
      hear(samples + frame * channelCount, channelCount)
      noteRecovery(lastGain, frame: frame)
    }
    return count
  }

  private func hear(_ frame: UnsafePointer<Float>, _ channelCount: Int) {
    let number = frame[0], gain = snapped(frame[1])
    let coded = judge == nil ? channelCount : 2
    for channel in 0..<channelCount {
      let sample = frame[channel]
      if !sample.isFinite { return report(.notFinite, "channel \(channel) is \(sample)") }
      if abs(sample) > rules.loudest { report(.tooLoud, "channel \(channel) is \(sample)") }
      if channel < coded && sample != frame[channel % 2] { report(.torn, "channel \(channel)") }
    }
    if gain < 1 - rules.loudest { report(.tooLoud, "a negative gain of \(gain)") }
    if abs(gain - lastGain) > rules.steepest {
      report(.jump, "the gain goes from \(lastGain) to \(gain) within one frame")
    }
    if rules.numbering == .fractional {
      hearFraction(number / frame[1], gain)
    } else {
      hearNumber(number, gain)
      if gain >= Self.faintest, let fault = judge?.fault(of: frame, number: lastNumber, gain: gain)
      {
        report(.wrongSound, fault)
      }
    }
    hearGain(gain)
  }

  /// A resampler gives full gain back but for rounding; the first frame of a fade of 5 ms is further off.
  private func snapped(_ gain: Float) -> Float {
    rules.numbering == .fractional && abs(gain - 1) < 2e-6 ? 1 : gain
  }

  private func hearNumber(_ number: Float, _ gain: Float) {
    if gain < Self.faintest {
      if number > gain { report(.torn, "a number of \(number) at a gain of \(gain)") }
      note(number, gain)
      return
    }
    let value = number / gain / Payload.step
    let index = value.rounded()
    if abs(value - index) > 0.05 || index >= Float(Payload.modulus) {
      report(.torn, "\(value) is no frame's number, at a gain of \(gain)")
    }
    let full = unwrapped(Int(index))
    checkOrder(full, gain)
    if gain == 1 {
      extendRun(.sound, number: full, frames: 1)
    } else {
      note(number, gain)
    }
    truth.soundFrames += 1
    lastNumber = full
    numberGain = gain
    leastGain = gain
  }

  /// The newest frame of the source with this number.
  private func unwrapped(_ number: Int) -> Int {
    let newest = Int(source.frames(at: world.time.now))
    return newest - ((newest - number) & (Payload.modulus - 1))
  }

  private func checkOrder(_ number: Int, _ gain: Float) {
    guard lastNumber >= 0 else { return truth.firstNumber = number }
    let step = number - lastNumber
    if step == 1 { return }
    // The first frame held may still be on its way up.
    if step == 0 && gain < min(numberGain + rules.steepest, 1) { return truth.heldFrames += 1 }
    if step <= 0 {
      report(.order, "frame \(number) at gain \(gain) after \(lastNumber) at \(numberGain)")
      return
    }
    truth.gapFrames += step - 1
    truth.gapCount += 1
    let isHidden = leastGain <= rules.inaudible && gain <= rules.inaudible
    if rules.hidesSplices && !isHidden {
      report(.splice, "from \(lastNumber) to \(number), gains \(leastGain) and \(gain)")
    }
  }

  /// Remembers how loud it is.
  func hearGain(_ gain: Float) {
    lastGain = gain
    leastGain = min(leastGain, gain)
    let now = world.time.now
    if gain == 1 {
      quietSince = nil
      soundSince = soundSince ?? now
    } else {
      soundSince = nil
      quietSince = quietSince ?? now
    }
  }

  private func extendRun(_ kind: RunKind, number: Int, frames: Int) {
    if kind == runKind && (kind == .silence || number == runNumber + runFrames) {
      runFrames += frames
      return
    }
    Self.mix(runKind, runNumber, runFrames, into: &payload)
    runKind = kind
    runNumber = number
    runFrames = frames
  }

  /// Remembers a frame that belongs to no run.
  func note(_ number: Float, _ gain: Float) {
    if number == 0 && gain == 0 { return extendRun(.silence, number: 0, frames: 1) }
    if runFrames > 0 { Self.mix(runKind, runNumber, runFrames, into: &payload) }
    runFrames = 0
    runKind = .silence
    runNumber = 0
    payload.mix(UInt64(number.bitPattern) << 32 | UInt64(gain.bitPattern))
  }

  static func mix(_ kind: RunKind, _ number: Int, _ frames: Int, into hash: inout TraceHash) {
    guard frames > 0 else { return }
    hash.mix(kind.rawValue)
    hash.mix(number)
    hash.mix(frames)
  }
}
