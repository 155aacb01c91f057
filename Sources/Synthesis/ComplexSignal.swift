import Glibc

/// A sequence of complex float64 numbers in memory of its own, zero at first.
///
/// Where it stands for sound, the real parts are one channel and the imaginary parts the next one:
/// filters with real taps treat the two alike, so that one complex transform serves both.
///
/// The memory is plain pointers, because two arrays in a class are checked for exclusive access at
/// every number. Whoever uses a pointer keeps the signal alive: every loop over one is a method of
/// the signal.
///
/// Owner: the signal; it frees the memory at its end. Thread: one at a time.
@safe final class ComplexSignal {
  /// The numbers in the sequence.
  let count: Int
  /// The real parts, `[count]`.
  let real: UnsafeMutablePointer<Double>
  /// The imaginary parts, `[count]`.
  let imaginary: UnsafeMutablePointer<Double>

  init(count: Int) {
    precondition(count > 0)
    self.count = count
    unsafe real = .allocate(capacity: count)
    unsafe imaginary = .allocate(capacity: count)
    unsafe real.initialize(repeating: 0, count: count)
    unsafe imaginary.initialize(repeating: 0, count: count)
  }

  deinit {
    unsafe real.deallocate()
    unsafe imaginary.deallocate()
  }

  /// One number; checked.
  subscript(index: Int) -> (real: Double, imaginary: Double) {
    get {
      precondition(index >= 0 && index < count)
      return unsafe (real[index], imaginary[index])
    }
    set {
      precondition(index >= 0 && index < count)
      unsafe real[index] = newValue.real
      unsafe imaginary[index] = newValue.imaginary
    }
  }

  /// Multiplies number by number with `other`, as spectra are filtered.
  func multiply(by other: ComplexSignal) {
    precondition(other.count == count)
    let (a, b) = unsafe (real, imaginary)
    let (c, d) = unsafe (other.real, other.imaginary)
    var index = 0
    while index < count {
      let product = unsafe a[index] * c[index] - b[index] * d[index]
      unsafe b[index] = a[index] * d[index] + b[index] * c[index]
      unsafe a[index] = product
      index &+= 1
    }
  }

  /// Adds `other` number by number.
  func add(_ other: ComplexSignal) {
    precondition(other.count == count)
    var index = 0
    while index < count {
      unsafe real[index] += other.real[index]
      unsafe imaginary[index] += other.imaginary[index]
      index &+= 1
    }
  }

  /// The sum of the squared magnitudes over `frames`.
  func energy(over frames: Range<Int>) -> Double {
    precondition(frames.lowerBound >= 0 && frames.upperBound <= count)
    var sum = 0.0
    var index = frames.lowerBound
    while index < frames.upperBound {
      sum += unsafe real[index] * real[index] + imaginary[index] * imaginary[index]
      index &+= 1
    }
    return sum
  }

  /// Fades to zero over `frames` along half a cosine; the last frame is zero.
  func fadeOut(_ frames: Range<Int>) {
    for frame in frames {
      let position = Double(frame - frames.lowerBound + 1) / Double(frames.count)
      let gain = 0.5 + 0.5 * cos(Double.pi * position)
      self[frame] = (gain * self[frame].real, gain * self[frame].imaginary)
    }
  }

  /// Sets `frames` to zero.
  func clear(_ frames: Range<Int>) {
    for frame in frames { self[frame] = (0, 0) }
  }
}
