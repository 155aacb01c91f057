import Glibc
import Testing

@testable import Synthesis

/// Plate and springs against what their formulas say.
@Suite struct ModelTests {
  @Test func `modes side by side add up as cosines do, within -200 dB`() {
    let modes: [RingingMode] = (0..<29).map { (index: Int) -> RingingMode in
      let place = Double(index)
      return RingingMode(
        cyclesPerFrame: 0.0007 + 0.0161 * place, decay: 1 - 0.0001 * (place + 1),
        left: Double(index % 5) - 2, right: 1 / (place + 1), frameCount: 4000)
    }
    let sum = ComplexSignal(count: 4000)
    var group = ModeGroup(modes[...])
    group.add(to: sum)
    var worst = 0.0
    for frame in 0..<4000 {
      var (left, right) = (0.0, 0.0)
      for mode in modes {
        let turn = cos(2 * Double.pi * mode.cyclesPerFrame * Double(frame))
        left += mode.left * turn * pow(mode.decay, Double(frame))
        right += mode.right * turn * pow(mode.decay, Double(frame))
      }
      worst = max(worst, abs(sum[frame].real - left), abs(sum[frame].imaginary - right))
    }
    // The sum at frame 0 is about 4.
    #expect(worst < 4e-10)
  }

  @Test func `high sound runs ahead in a plate`() {
    let channel = Sounds.of(.plate).channels[0]
    /// What of an octave's first 0.2 s has arrived within `frames`.
    func part(_ octave: Double, _ frames: Range<Int>) -> Double {
      var filter = OctaveFilter(centre: octave, sampleRate: 48000)
      let energies = channel.prefix(9600).map { sample in
        let y = filter.process(Double(sample))
        return y * y
      }
      return energies[frames].reduce(0, +) / energies.reduce(0, +)
    }
    #expect(part(8000, 0..<240) > 4 * part(250, 0..<240))
  }

  @Test func `a spring is silent until its first transit`() {
    for channel in Sounds.of(.spring).channels {
      // 33 ms are 1,584 frames.
      #expect(energy(channel[..<1500]) < 1e-5 * energy(channel))
      #expect(energy(channel[1584..<4000]) > 1e-2 * energy(channel))
    }
  }
}
