internal import AudioDevices
internal import Glibc

extension SimulatedStream {
  /// `snd_pcm_avail`: the state is not asked, so that it can be positive on a card that is gone.
  func availableFrames() -> Int {
    beginCall()
    if state == .xrun { return -Int(EPIPE) }
    if state == .suspended { return -Int(ESTRPIPE) }
    let failure = takeFailure()
    return failure < 0 ? failure : available
  }

  /// What every transfer begins with: frames that can be moved, or a negative errno.
  private func beginTransfer(_ frames: Int) -> Int {
    beginCall()
    if standstill < 0 { return standstill }
    let failure = refusal(min(side.faults.transfer.take(), takeFailure()))
    if failure < 0 { return failure }
    if habits.refusalChance > 0 && generator.chance(habits.refusalChance) {
      world.checker?.recovery?.noteUnable()
      return -Int(generator.chance(0.5) ? EAGAIN : EINTR)
    }
    let count = min(frames, available)
    if count <= 0 { return -Int(EAGAIN) }
    if !takeShort() { return count }
    world.checker?.recovery?.noteUnable()
    return max(generator.below(count), 1)
  }

  private func takeShort() -> Bool {
    if side.faults.takeShortTransfer() { return true }
    return habits.shortChance > 0 && generator.chance(habits.shortChance)
  }

  /// `snd_pcm_readi`, without the samples: frames taken, or a negative errno.
  func read(frames: Int) -> Int {
    let count = beginTransfer(frames)
    if count <= 0 { return count }
    application += count
    version &+= 1
    return count
  }

  /// `snd_pcm_readi`, with the samples, interleaved.
  package func read(into memory: UnsafeMutablePointer<Float>, frames: Int) -> Int {
    let first = nextNumber
    let count = read(frames: frames)
    if count <= 0 { return count }
    let channelCount = format.channelCount
    for frame in 0..<count {
      let number = Float((first + frame) & (Payload.modulus - 1)) * Payload.step
      for channel in 0..<channelCount {
        memory[frame * channelCount + channel] = channel % 2 == 1 ? 1 : number
      }
    }
    return count
  }

  /// `snd_pcm_writei`: frames taken, or a negative errno.
  ///
  /// - Parameter source: interleaved, or `nil` for silence.
  package func write(_ source: UnsafePointer<Float>?, frames: Int) -> Int {
    let count = beginTransfer(frames)
    if count <= 0 { return count }
    store(source, frames: count)
    world.checker?.written(frames: count, isSilence: source == nil || writesSilence)
    application += count
    version &+= 1
    return count
  }

  private func store(_ source: UnsafePointer<Float>?, frames: Int) {
    let channels = format.channelCount
    var done = 0
    while done < frames {
      let place = (application + done) % format.bufferFrames
      let run = min(frames - done, format.bufferFrames - place)
      let target = samples + place * channels
      if let source {
        target.update(from: source + done * channels, count: run * channels)
      } else {
        target.update(repeating: 0, count: run * channels)
      }
      done += run
    }
  }
}

extension StreamFaults {
  mutating func takeShortTransfer() -> Bool {
    guard shortTransfers > 0 else { return false }
    shortTransfers -= 1
    return true
  }

  mutating func takeSpuriousWake() -> Bool {
    guard spuriousWakes > 0 else { return false }
    spuriousWakes -= 1
    return true
  }

  mutating func takeLie() -> Lie? {
    guard lies > 0 else { return nil }
    lies -= 1
    return lie
  }
}
