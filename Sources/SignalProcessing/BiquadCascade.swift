/// Sections after each other on one channel, with coefficients and state in double precision.
///
/// Transposed direct form II: of the forms with two states it rounds least at low frequencies.
///
/// Prepared off the audio thread, where it takes its memory.
public struct BiquadCascade: ~Copyable {
  /// Frames that go through all sections before the next ones do; they stay in the first cache.
  private static var runFrames: Int { @_noLocks get { 64 } }

  private let sections: UnsafeMutablePointer<BiquadSection>
  private let states: UnsafeMutablePointer<SIMD2<Double>>
  private let scratch: UnsafeMutablePointer<Double>
  private let count: Int

  /// A cascade without a past. Thread: control.
  public init(_ wanted: [BiquadSection]) {
    let sections = UnsafeMutablePointer<BiquadSection>.allocate(capacity: max(wanted.count, 1))
    sections.initialize(from: wanted, count: wanted.count)
    let states = UnsafeMutablePointer<SIMD2<Double>>.allocate(capacity: max(wanted.count, 1))
    states.initialize(repeating: .zero, count: wanted.count)
    let scratch = UnsafeMutablePointer<Double>.allocate(capacity: Self.runFrames)
    scratch.initialize(repeating: 0, count: Self.runFrames)
    self.sections = sections
    self.states = states
    self.scratch = scratch
    count = wanted.count
  }

  deinit {
    sections.deallocate()
    states.deallocate()
    scratch.deallocate()
  }

  /// Filters a block of one channel in place; without sections every bit stays.
  ///
  /// - Thread: audio. Complexity: five multiplications per sample and section.
  @_noLocks
  public mutating func apply(to samples: UnsafeMutablePointer<Float>, frames: Int) {
    filter(samples, frames)
  }

  /// The same for samples of double precision.
  @_noLocks
  public mutating func apply(to samples: UnsafeMutablePointer<Double>, frames: Int) {
    filter(samples, frames)
  }

  @inline(__always)
  private mutating func filter<Sample: WideSample>(
    _ samples: UnsafeMutablePointer<Sample>, _ frames: Int
  ) {
    if count == 0 { return }
    var done = 0
    while done < frames {
      let rest = frames - done
      let run = rest < Self.runFrames ? rest : Self.runFrames
      for frame in 0..<run { scratch[frame] = samples[done + frame].wide }
      for index in 0..<count { advance(section: index, frames: run) }
      for frame in 0..<run { samples[done + frame] = Sample(rounding: scratch[frame]) }
      done += run
    }
  }

  @inline(__always) @_noLocks
  private func advance(section index: Int, frames: Int) {
    let section = sections[index]
    var state = states[index]
    var frame = 0
    while frame < frames {
      let input = scratch[frame]
      let output = section.b0 * input + state[0]
      state[0] = section.b1 * input - section.a1 * output + state[1]
      state[1] = section.b2 * input - section.a2 * output
      scratch[frame] = output
      frame += 1
    }
    states[index] = state
  }

  /// Forgets all past input.
  ///
  /// - Thread: audio. Complexity: the sections.
  @_noLocks
  public mutating func reset() {
    var index = 0
    while index < count {
      states[index] = .zero
      index += 1
    }
  }
}
