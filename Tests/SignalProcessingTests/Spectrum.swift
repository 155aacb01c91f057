import Glibc

/// A complex number, as much of it as the tests need.
struct Complex {
  var re: Double
  var im: Double

  init(_ re: Double, _ im: Double = 0) {
    self.re = re
    self.im = im
  }

  var magnitude: Double { (re * re + im * im).squareRoot() }
  var decibels: Double { 20 * log10(magnitude) }

  static func + (a: Complex, b: Complex) -> Complex { Complex(a.re + b.re, a.im + b.im) }
  static func - (a: Complex, b: Complex) -> Complex { Complex(a.re - b.re, a.im - b.im) }
  static func * (a: Complex, b: Complex) -> Complex {
    Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
  }
  static func * (a: Double, b: Complex) -> Complex { Complex(a * b.re, a * b.im) }
  static func / (a: Complex, b: Complex) -> Complex {
    let power = b.re * b.re + b.im * b.im
    return (1 / power) * (a * Complex(b.re, -b.im))
  }
}

/// The response of taps at a frequency, by the definition.
func spectrum(_ taps: [Double], at cyclesPerFrame: Double) -> Complex {
  taps.enumerated().reduce(Complex(0)) { sum, tap in
    let angle = -2 * Double.pi * cyclesPerFrame * Double(tap.offset)
    return sum + tap.element * Complex(cos(angle), sin(angle))
  }
}

/// So many frequencies in cycles per frame, evenly apart in octaves.
func frequencies(_ count: Int, from lowest: Double, to highest: Double) -> [Double] {
  (0..<count).map { lowest * pow(highest / lowest, Double($0) / Double(count - 1)) }
}
