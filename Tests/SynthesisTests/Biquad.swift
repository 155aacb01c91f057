import Glibc

/// A second-order section in transposed form II, float64: independent of what it measures.
struct Biquad {
  private let b0: Double
  private let b1: Double
  private let b2: Double
  private let a1: Double
  private let a2: Double
  private var s1 = 0.0
  private var s2 = 0.0

  enum Shape { case lowPass, highPass }

  init(_ shape: Shape, frequency: Double, quality: Double, sampleRate: Double) {
    let pulsation = 2 * Double.pi * frequency / sampleRate
    let (c, alpha) = (cos(pulsation), sin(pulsation) / (2 * quality))
    let middle = shape == .lowPass ? 1 - c : -(1 + c)
    b0 = abs(middle) / 2 / (1 + alpha)
    b1 = middle / (1 + alpha)
    b2 = b0
    a1 = -2 * c / (1 + alpha)
    a2 = (1 - alpha) / (1 + alpha)
  }

  mutating func process(_ x: Double) -> Double {
    let y = b0 * x + s1
    s1 = b1 * x - a1 * y + s2
    s2 = b2 * x - a2 * y
    return y
  }
}

/// An octave band: a Butterworth high-pass and low-pass of sixth order at its edges, which keeps a
/// neighbour's centre 18 dB down.
struct OctaveFilter {
  private var sections: (Biquad, Biquad, Biquad, Biquad, Biquad, Biquad)

  init(centre: Double, sampleRate: Double) {
    let (low, high) = (centre / 2.0.squareRoot(), centre * 2.0.squareRoot())
    func section(_ shape: Biquad.Shape, _ frequency: Double, _ quality: Double) -> Biquad {
      Biquad(shape, frequency: frequency, quality: quality, sampleRate: sampleRate)
    }
    sections = (
      section(.highPass, low, 0.517638), section(.highPass, low, 0.707107),
      section(.highPass, low, 1.931852), section(.lowPass, high, 0.517638),
      section(.lowPass, high, 0.707107), section(.lowPass, high, 1.931852)
    )
  }

  mutating func process(_ x: Double) -> Double {
    let highPassed = sections.2.process(sections.1.process(sections.0.process(x)))
    return sections.5.process(sections.4.process(sections.3.process(highPassed)))
  }
}
