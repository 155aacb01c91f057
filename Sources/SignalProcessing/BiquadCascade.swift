/// Sections after each other on one channel, with coefficients and state in double precision.
///
/// Transposed direct form II: of the forms with two states it rounds least at low frequencies.
///
/// Prepared off the audio thread, where it takes its memory.
public struct BiquadCascade: ~Copyable {
  private struct State {
    var first = 0.0
    var second = 0.0
  }

  private let sections: UnsafeMutablePointer<BiquadSection>
  private let states: UnsafeMutablePointer<State>
  private let count: Int

  /// A cascade without a past. Thread: control.
  public init(_ wanted: [BiquadSection]) {
    let sections = UnsafeMutablePointer<BiquadSection>.allocate(capacity: max(wanted.count, 1))
    sections.initialize(from: wanted, count: wanted.count)
    let states = UnsafeMutablePointer<State>.allocate(capacity: max(wanted.count, 1))
    states.initialize(repeating: State(), count: wanted.count)
    self.sections = sections
    self.states = states
    count = wanted.count
  }

  deinit {
    sections.deallocate()
    states.deallocate()
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
    for frame in 0..<frames {
      samples[frame] = Sample(rounding: filtered(samples[frame].wide))
    }
  }

  /// One sample through all sections: each waits for the one before, but the next sample need not,
  /// so that a processor works on several at once.
  @inline(__always) @_noLocks
  private func filtered(_ sample: Double) -> Double {
    var sample = sample
    var index = 0
    while index < count {
      let section = sections[index], state = states[index]
      let output = section.b0 * sample + state.first
      states[index].first = section.b1 * sample - section.a1 * output + state.second
      states[index].second = section.b2 * sample - section.a2 * output
      sample = output
      index += 1
    }
    return sample
  }

  /// Forgets all past input.
  ///
  /// - Thread: audio. Complexity: the sections.
  @_noLocks
  public mutating func reset() {
    var index = 0
    while index < count {
      states[index] = State()
      index += 1
    }
  }
}
