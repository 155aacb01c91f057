import Glibc
import Synthesis
import Testing

/// The set's filters, measured at single frequencies.
@Suite struct FilterTests {
  private static let thirds = (0..<30).map { 25 * pow(2, Double($0) / 3) }

  /// The response at `hertz`, as its real and imaginary part.
  private func response(_ recipe: Recipe, _ hertz: Double) -> (real: Double, imaginary: Double) {
    let sound = Sounds.of(recipe)
    var sum = (real: 0.0, imaginary: 0.0)
    for (frame, tap) in sound.channels[0].enumerated() {
      let angle = 2 * Double.pi * hertz * Double(frame) / Double(sound.sampleRate)
      sum.real += Double(tap) * cos(angle)
      sum.imaginary -= Double(tap) * sin(angle)
    }
    return sum
  }

  private func decibels(_ response: (real: Double, imaginary: Double)) -> Double {
    10 * log10(response.real * response.real + response.imaginary * response.imaginary)
  }

  @Test(
    arguments: [
      (Recipe.crossoverLow, Recipe.crossoverHigh),
      (Recipe.linearCrossoverLow, Recipe.linearCrossoverHigh),
    ])
  func `the two ways of a crossover add up to a flat response and meet at -6 dB`(
    low: Recipe, high: Recipe
  ) {
    for hertz in Self.thirds {
      let (a, b) = (response(low, hertz), response(high, hertz))
      let sum = decibels((a.real + b.real, a.imaginary + b.imaginary))
      #expect(abs(sum) < 0.001, "\(hertz) Hz: \(sum) dB")
    }
    #expect(abs(decibels(response(low, 2000)) + 6.02) < 0.1)
    #expect(abs(decibels(response(high, 2000)) + 6.02) < 0.1)
    #expect(decibels(response(low, 8000)) < -45)
    #expect(decibels(response(high, 500)) < -45)
  }

  @Test func `a telephone passes 400 to 3000 Hz and stops what lies an octave outside`() {
    for hertz in Self.thirds {
      let level = decibels(response(.telephone, hertz))
      if (400...3000).contains(hertz) { #expect(level > -6, "\(hertz) Hz: \(level) dB") }
      if !(150...6000).contains(hertz) { #expect(level < -35, "\(hertz) Hz: \(level) dB") }
    }
  }

  @Test(arguments: [Recipe.cabinet1x12, .cabinet4x12])
  func `a cabinet stops what lies beyond its cones`(recipe: Recipe) {
    for hertz in Self.thirds {
      let level = decibels(response(recipe, hertz))
      if (100...3500).contains(hertz) { #expect(level > -20, "\(hertz) Hz: \(level) dB") }
      if hertz > 9000 || hertz < 30 { #expect(level < -30, "\(hertz) Hz: \(level) dB") }
    }
  }

  @Test(arguments: Sounds.filters)
  func `a filter makes no sine louder`(recipe: Recipe) {
    let loudest = (0..<500).map { decibels(response(recipe, 48 * Double($0))) }.max() ?? 0
    #expect(loudest < 0.02)
  }
}
