import Glibc
import Testing

@testable import SignalProcessing

@Suite struct RaisedCosineTests {
  private func fade(_ frames: Int, _ direction: RaisedCosine.Direction) -> [Float] {
    var coefficients = [Float](repeating: .nan, count: frames)
    coefficients.withUnsafeMutableBufferPointer { RaisedCosine.fill($0, direction: direction) }
    return coefficients
  }

  @Test func `the curve equals the cosine to 4e-12`() {
    for step in 0...10_000 {
      let phase = Double(step) / 10_000
      let expected = 0.5 - 0.5 * cos(Double.pi * phase)
      let value = RaisedCosine.value(at: SIMD8(repeating: phase))
      #expect((value[0] - expected).magnitude < 4e-12)
      #expect(value[7] == value[0])
    }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 480])
  func `a fade equals the formula to half a step of a float`(frames: Int) {
    let rising = fade(frames, .fadeIn)
    for frame in 0..<frames {
      let expected = 0.5 - 0.5 * cos(Double.pi * (Double(frame) + 0.5) / Double(frames))
      #expect((Double(rising[frame]) - expected).magnitude < 6e-8)
    }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 480])
  func `a fade out is the fade in backwards, and both add up to 1`(frames: Int) {
    let rising = fade(frames, .fadeIn)
    let falling = fade(frames, .fadeOut)
    for frame in 0..<frames {
      #expect((falling[frame] - rising[frames - 1 - frame]).magnitude < 1.2e-7)
      #expect((falling[frame] + rising[frame] - 1).magnitude < 1.2e-7)
    }
  }

  @Test func `a fade of no frames fills nothing`() {
    #expect(fade(0, .fadeIn).isEmpty)
  }
}
