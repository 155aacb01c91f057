import Glibc
import SignalProcessing
import Testing
import TestSupport

@Suite struct FourierTransformTests {
  private func noise(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Double.random(in: -1..<1, using: &random) }
  }

  private func forward(_ real: inout [Double], _ imaginary: inout [Double]) {
    var re = real.mutableSpan, im = imaginary.mutableSpan
    FourierTransform(count: re.count).forward(&re, &im)
  }

  private func inverse(_ real: inout [Double], _ imaginary: inout [Double]) {
    var re = real.mutableSpan, im = imaginary.mutableSpan
    FourierTransform(count: re.count).inverse(&re, &im)
  }

  @Test(arguments: [2, 4, 8, 64, 256])
  func `the transform equals the sum that defines it`(_ count: Int) {
    let real = noise(count, seed: 1), imaginary = noise(count, seed: 2)
    var foundReal = real, foundImaginary = imaginary
    forward(&foundReal, &foundImaginary)
    for bin in 0..<count {
      var sum = (real: 0.0, imaginary: 0.0)
      for index in 0..<count {
        let angle = -2 * Double.pi * Double(bin * index % count) / Double(count)
        sum.real += real[index] * cos(angle) - imaginary[index] * sin(angle)
        sum.imaginary += real[index] * sin(angle) + imaginary[index] * cos(angle)
      }
      #expect(abs(foundReal[bin] - sum.real) < 1e-12)
      #expect(abs(foundImaginary[bin] - sum.imaginary) < 1e-12)
    }
  }

  @Test(arguments: [2, 256, 8192, 16384, 65536])
  func `the inverse undoes the transform`(_ count: Int) {
    let real = noise(count, seed: 3), imaginary = noise(count, seed: 4)
    var foundReal = real, foundImaginary = imaginary
    forward(&foundReal, &foundImaginary)
    inverse(&foundReal, &foundImaginary)
    let error = zip(real + imaginary, foundReal + foundImaginary).map { abs($0 - $1) }.max()
    #expect((error ?? 1) < 1e-13)
  }

  @Test(arguments: [16384, 65536])
  func `a late impulse turns as its delay says, also above the split length`(_ count: Int) {
    var real = [Double](repeating: 0, count: count)
    var imaginary = real
    real[count - 3] = 1
    forward(&real, &imaginary)
    var error = 0.0
    for bin in 0..<count {
      let angle = 2 * Double.pi * Double(3 * bin % count) / Double(count)
      error = max(error, abs(real[bin] - cos(angle)), abs(imaginary[bin] - sin(angle)))
    }
    #expect(error < 1e-13)
  }
}
