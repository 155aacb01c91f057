import Convolution
import Glibc
import Testing
import TestSupport

@testable import Engine

@Suite struct HeadroomTests {
  /// Even noise in -1..<1, the same every time.
  /// A burst of a sine: its response has one peak as narrow as its length allows.
  private func burst(_ count: Int, cyclesPerFrame: Double) -> [Float] {
    (0..<count).map { Float(cos(2 * Double.pi * cyclesPerFrame * (Double($0) + 0.3))) }
  }

  private func magnitude(_ taps: [Float], at cyclesPerFrame: Double) -> Double {
    var real = 0.0, imaginary = 0.0
    for (frame, tap) in taps.enumerated() where tap != 0 {
      let angle = -2 * Double.pi * cyclesPerFrame * Double(frame)
      real += Double(tap) * cos(angle)
      imaginary += Double(tap) * sin(angle)
    }
    return (real * real + imaginary * imaginary).squareRoot()
  }

  /// The peak of Σ |H| over a grid 64 times denser than the taps.
  private func densePeak(_ paths: [[Float]]) -> Double {
    let points = 32 * (paths.map(\.count).max() ?? 1)
    return (0...points).map { point in
      paths.reduce(0) { $0 + magnitude($1, at: 0.5 * Double(point) / Double(points)) }
    }.max() ?? 0
  }

  private func row(_ paths: [[Float]]) -> ImpulseMatrix {
    ImpulseMatrix(
      inputCount: paths.count, outputCount: 1,
      paths: paths.enumerated().map { .init(input: $0.offset, output: 0, taps: $0.element) })
  }

  private func decibelsBelow(_ found: Double, _ wanted: Double) -> Double {
    20 * log10(wanted / found)
  }

  @Test(arguments: [2, 3, 31, 32, 33, 100])
  func `the frequency peak is within 0.1 dB of a dense float64 transform`(_ count: Int) {
    for seed in 1...3 as ClosedRange<UInt64> {
      for paths in [
        [noise(count, seed: seed, level: 1)],
        (0..<3).map { noise(count, seed: seed + 10 * $0, level: 1) },
      ] {
        let peak = Headroom.outputs(of: row(paths))[0].responsePeak
        let below = decibelsBelow(peak.gain, densePeak(paths))
        #expect((-0.01...0.1).contains(below), "\(below) dB below")
        let claimed = paths.reduce(0) { $0 + magnitude($1, at: peak.cyclesPerFrame) }
        #expect(abs(claimed - peak.gain) < 1e-9 * claimed)
      }
    }
  }

  @Test(arguments: [63, 64, 65])
  func `a peak as narrow as possible is not missed wherever it lies`(_ count: Int) {
    for step in 0..<40 {
      let frequency = 0.2 + Double(step) / 40 / Double(count)
      let peak = Headroom.outputs(of: row([burst(count, cyclesPerFrame: frequency)]))[0]
      let truth = (-20...20).map {
        magnitude(burst(count, cyclesPerFrame: frequency), at: frequency + Double($0) * 1e-4)
      }.max()
      let below = decibelsBelow(peak.responsePeak.gain, truth ?? 0)
      #expect((-0.01...0.1).contains(below), "\(below) dB below at \(frequency)")
      #expect(abs(peak.responsePeak.cyclesPerFrame - frequency) < 0.25 / Double(count))
    }
  }

  @Test func `a delay is flat and counts at its lowest frequency`() {
    let delay = [Float](repeating: 0, count: 5000) + [-0.5]
    let headroom = Headroom.outputs(of: row([delay]))[0]
    #expect(
      headroom
        == OutputHeadroom(
          worstCaseGain: 0.5, energy: 0.25, responsePeak: .init(gain: 0.5, cyclesPerFrame: 0)))
  }

  @Test func `a comb is loudest where its teeth add`() {
    let sum = Headroom.outputs(of: row([[0.5, 0, 0, 0.5]]))[0].responsePeak
    #expect(abs(sum.gain - 1) < 1e-12 && sum.cyclesPerFrame == 0)
    let difference = Headroom.outputs(of: row([[0.5, -0.5]]))[0].responsePeak
    #expect(abs(difference.gain - 1) < 1e-12 && difference.cyclesPerFrame == 0.5)
    #expect(difference.hertz(sampleRate: 48000) == 24000)
  }

  @Test func `paths that cancel in phase still add in the peak`() {
    let headroom = Headroom.outputs(of: row([[0, 0.75], [-0.75]]))[0]
    #expect(headroom.responsePeak.gain == 1.5)
    #expect(headroom.worstCaseGain == 1.5)
    #expect(headroom.energy == 1.125)
  }

  @Test func `an output without paths is silent`() {
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 2, paths: [.init(input: 0, output: 1, taps: [1])])
    let silent = OutputHeadroom(
      worstCaseGain: 0, energy: 0, responsePeak: .init(gain: 0, cyclesPerFrame: 0))
    #expect(Headroom.outputs(of: matrix)[0] == silent)
  }

  @Test func `no frequency peak exceeds the worst case or falls below the energy`() {
    for seed in 1...5 as ClosedRange<UInt64> {
      let headroom = Headroom.outputs(of: row([noise(777, seed: seed, level: 1)]))[0]
      #expect(headroom.responsePeak.gain <= headroom.worstCaseGain)
      #expect(headroom.responsePeak.gain >= headroom.energy.squareRoot())
    }
  }
}
