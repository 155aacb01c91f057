import Convolution
import Testing
import TestSupport

@Suite struct ReferenceTests {
  /// A hall in four taps, halving each time, met by three claps: each clap starts the same decay,
  /// scaled, and the decays add up.
  @Test func `a decaying response repeats after every impulse and adds up`() {
    let decay = [1, 0.5, 0.25, 0.125]
    let claps: [Double] = [1, 0, 2, 0, 0, -1]
    //  clap 1:  1  .5  .25 .125
    //  clap 2:  0   0   2    1   .5  .25
    //  clap -1: 0   0   0    0    0   -1  -.5 -.25 -.125
    #expect(
      Reference.convolve(claps, decay)
        == [1, 0.5, 2.25, 1.125, 0.5, -0.75, -0.5, -0.25, -0.125])
  }

  @Test func `convolution turns the kernel around and correlation does not`() {
    let signal: [Double] = [0, 0, 1, 0, 0]
    let kernel: [Double] = [1, 2, 3]
    #expect(Reference.convolve(signal, kernel, mode: .same) == [0, 1, 2, 3, 0])
    #expect(Reference.correlate(signal, kernel, mode: .same) == [0, 3, 2, 1, 0])
  }

  @Test func `the modes keep the full, the signal's and the kernel-covered positions`() {
    let signal: [Double] = [1, 2, 3, 4], kernel: [Double] = [1, 1, 1]
    #expect(Reference.convolve(signal, kernel, mode: .full) == [1, 3, 6, 9, 7, 4])
    #expect(Reference.convolve(signal, kernel, mode: .same) == [3, 6, 9, 7])
    #expect(Reference.convolve(signal, kernel, mode: .valid) == [6, 9])
    #expect(Reference.convolve(kernel, signal, mode: .valid).isEmpty)
    #expect(Reference.convolve([], kernel).isEmpty)
  }

  @Test func `a three by three mean smooths a spike over nine places`() {
    let mean = Picture([[1, 1, 1], [1, 1, 1], [1, 1, 1]])
    let spike = Picture([
      [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 9, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0],
    ])
    #expect(
      Reference.convolve(spike, mean, mode: .same)
        == Picture([
          [0, 0, 0, 0, 0], [0, 9, 9, 9, 0], [0, 9, 9, 9, 0], [0, 9, 9, 9, 0], [0, 0, 0, 0, 0],
        ]))
    let ramp = Picture([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(Reference.convolve(ramp, mean, mode: .valid) == Picture([[45]]))
  }

  /// A step of height 3 from column 1 to column 2. The kernel weighs right minus left; laid on as
  /// it stands it answers +, turned around it answers -.
  @Test func `an edge kernel answers at the edge, with the sign of its turn`() {
    let step = Picture([[0, 0, 3, 3], [0, 0, 3, 3], [0, 0, 3, 3]])
    let sobel = Picture([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    #expect(Reference.correlate(step, sobel, mode: .valid) == Picture([[12, 12]]))
    #expect(Reference.convolve(step, sobel, mode: .valid) == Picture([[-12, -12]]))
  }

  @Test func `a one-dimensional derivative finds the step`() {
    #expect(
      Reference.convolve([0, 0, 1, 1, 1], [1, -1], mode: .full) == [0, 0, 1, 0, 0, -1])
  }

  @Test(arguments: 0..<10)
  func `convolution commutes and a unit impulse is neutral`(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let a = generator.noise(Int.random(in: 1...40, using: &generator)).map { Double($0) }
    let b = generator.noise(Int.random(in: 1...40, using: &generator)).map { Double($0) }
    for (x, y) in zip(Reference.convolve(a, b), Reference.convolve(b, a)) {
      #expect(abs(x - y) < 1e-12)
    }
    #expect(Reference.convolve(a, [1]) == a)
  }

  @Test(arguments: Reference.Mode.allCases, 0..<5)
  func `correlation is convolution with the turned kernel`(_ mode: Reference.Mode, _ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(100 + seed))
    let a = generator.noise(30).map { Double($0) }, b = generator.noise(7 + seed).map { Double($0) }
    #expect(
      Reference.correlate(a, b, mode: mode) == Reference.convolve(a, b.reversed(), mode: mode))
    let picture = Picture(rowCount: 5, columnCount: 6, values: a)
    let kernel = Picture(rowCount: 1, columnCount: b.count, values: b)
    #expect(
      Reference.correlate(picture, kernel, mode: mode)
        == Reference.convolve(picture, kernel.turned, mode: mode))
  }

  @Test(arguments: Reference.Mode.allCases)
  func `a picture of one row is a signal`(_ mode: Reference.Mode) {
    var generator = SeededGenerator(seed: 9)
    let a = generator.noise(20).map { Double($0) }, b = generator.noise(5).map { Double($0) }
    let flat = Reference.convolve(
      Picture(rowCount: 1, columnCount: 20, values: a),
      Picture(rowCount: 1, columnCount: 5, values: b), mode: mode)
    let line = Reference.convolve(a, b, mode: mode)
    #expect(flat.columnCount == line.count)
    for (x, y) in zip(flat.values, line) { #expect(abs(x - y) < 1e-12) }
  }

  @Test func `a separable kernel is two passes`() {
    var generator = SeededGenerator(seed: 11)
    let picture = Picture(
      rowCount: 6, columnCount: 7, values: generator.noise(42).map { Double($0) })
    let down: [Double] = [1, 2, 1], across: [Double] = [1, 0, -1]
    let both = Picture(down.map { d in across.map { d * $0 } })
    let once = Reference.convolve(picture, both)
    let twice = Reference.convolve(
      Reference.convolve(picture, Picture(down.map { [$0] })), Picture([across]))
    for (x, y) in zip(once.values, twice.values) { #expect(abs(x - y) < 1e-12) }
  }
}
