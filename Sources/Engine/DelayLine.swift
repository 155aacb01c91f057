import Convolution

/// Delays one channel, block by block, in place.
///
/// Thread: made and freed off the audio thread, used by it alone.
struct DelayLine: ~Copyable {
  private let wholeFrames: Int
  private let blockFrames: Int
  private let tapCount: Int
  /// Samples on their way, the oldest at `place`.
  private let ring: UnsafeMutablePointer<Sample>
  private var place = 0
  /// The filter's past and its block.
  private let line: UnsafeMutablePointer<Sample>
  private let taps: UnsafeMutablePointer<Double>
  private let sums: UnsafeMutablePointer<Double>

  init(_ recipe: DelayStage.Line, blockFrames: Int) {
    let lineFrames = recipe.taps.isEmpty ? 0 : recipe.taps.count - 1 + blockFrames
    let samples = recipe.wholeFrames + lineFrames
    let ring = UnsafeMutablePointer<Sample>.allocate(capacity: max(samples, 1))
    ring.initialize(repeating: 0, count: samples)
    let numbers = recipe.taps.count + blockFrames
    let taps = UnsafeMutablePointer<Double>.allocate(capacity: numbers)
    taps.initialize(repeating: 0, count: numbers)
    taps.update(from: recipe.taps, count: recipe.taps.count)
    wholeFrames = recipe.wholeFrames
    self.blockFrames = blockFrames
    tapCount = recipe.taps.count
    self.ring = ring
    line = ring + recipe.wholeFrames
    self.taps = taps
    sums = taps + recipe.taps.count
  }

  deinit {
    ring.deallocate()
    taps.deallocate()
  }

  /// Samples that it remembers.
  var sampleCount: Int {
    @_noLocks get { wholeFrames + (tapCount == 0 ? 0 : tapCount - 1 + blockFrames) }
  }

  var byteCount: Int {
    sampleCount * MemoryLayout<Sample>.stride
      + (tapCount + blockFrames) * MemoryLayout<Double>.stride
  }

  /// Bytes of a line before it is made; 0 for one that delays nothing and is not made.
  static func byteCount(of recipe: DelayStage.Line, blockFrames: Int) -> Int {
    if recipe == DelayStage.Line(wholeFrames: 0, taps: []) { return 0 }
    let taps = recipe.taps.count
    let samples = recipe.wholeFrames + (taps == 0 ? 0 : taps - 1 + blockFrames)
    return samples * MemoryLayout<Sample>.stride
      + (taps + blockFrames) * MemoryLayout<Double>.stride
  }

  /// Delays one block.
  ///
  /// - Complexity: a copy, and the filter's taps per frame. Thread: audio.
  @_noLocks
  mutating func apply(to samples: UnsafeMutablePointer<Sample>) {
    if wholeFrames > 0 { exchange(samples) }
    if tapCount > 0 { filter(samples) }
  }

  @_noLocks
  private mutating func exchange(_ samples: UnsafeMutablePointer<Sample>) {
    var frame = 0
    while frame < blockFrames {
      let oldest = ring[place]
      ring[place] = samples[frame]
      samples[frame] = oldest
      place = place + 1 == wholeFrames ? 0 : place + 1
      frame += 1
    }
  }

  /// Sums in double precision, tap by tap over the whole block: the inner loop is contiguous.
  @_noLocks
  private mutating func filter(_ samples: UnsafeMutablePointer<Sample>) {
    copySamples(samples, to: line + tapCount - 1, count: blockFrames)
    // A copy, because Swift 6.3.1 cannot compile the field's use for the thread sanitizer.
    let sums = sums
    sums.update(repeating: 0, count: blockFrames)
    var tap = 0
    while tap < tapCount {
      let weight = taps[tap], source = line + (tapCount - 1 - tap)
      var frame = 0
      while frame < blockFrames {
        sums[frame] += weight * Double(source[frame])
        frame += 1
      }
      tap += 1
    }
    var frame = 0
    while frame < blockFrames {
      samples[frame] = Sample(sums[frame])
      frame += 1
    }
    copySamples(line + blockFrames, to: line, count: tapCount - 1)
  }

  /// Forgets the next samples of the past.
  ///
  /// - Parameter first: samples that are forgotten already.
  /// - Returns: samples cleared; fewer than the limit once all are.
  /// - Thread: audio.
  @_noLocks
  func clear(from first: Int, atMost limit: Int) -> Int {
    let rest = sampleCount - first
    if rest <= 0 { return 0 }
    let count = rest < limit ? rest : limit
    (ring + first).update(repeating: 0, count: count)
    return count
  }
}
