import Glibc
import Synthesis
import Testing

@Suite struct DryTakeTests {
  @Test func `the same take gives the same bits again`() {
    let again = DryTake.pluckedNotes()
    let (first, second) = (Sounds.dryTake.channels, again.channels)
    #expect(first.map { $0.map(\.bitPattern) } == second.map { $0.map(\.bitPattern) })
  }

  @Test(arguments: [44100, 48000])
  func `the take is eight seconds of stereo with its peak at -6 dBFS`(sampleRate: Int) {
    let sound = DryTake.pluckedNotes(sampleRate: sampleRate)
    #expect(sound.channels.count == 2)
    #expect(sound.frameCount == 8 * sampleRate)
    #expect(sound.channels.joined().reduce(0) { max($0, abs($1)) } == 0.5)
  }

  @Test func `the last 0.3 s are silent and what comes before is not`() {
    let silent = 14400
    for channel in Sounds.dryTake.channels {
      #expect(channel.suffix(silent).allSatisfy { $0 == 0 })
      #expect(energy(channel.dropLast(silent).suffix(48000)) > 1e-3)
    }
  }

  @Test func `between the phrases a room can be heard`() {
    // 2.25 to 2.4 s: the third rest; 60 dB below the notes before it.
    for channel in Sounds.dryTake.channels {
      let notes = energy(channel[48000..<96000]) / 48000
      let rest = energy(channel[108_000..<115_200]) / 7200
      #expect(rest < notes * 1e-6)
    }
  }

  @Test(arguments: [44100, 48000, 96000])
  func `the first note is the D of 146.83 Hz within five cents`(sampleRate: Int) {
    let channel = DryTake.pluckedNotes(sampleRate: sampleRate).channels[0]
    let note = channel[sampleRate / 10..<sampleRate * 6 / 10].map(Double.init)
    let period = bestLag(of: note, among: sampleRate / 240...sampleRate / 95, window: 4096)
    // Twenty periods later the same wave stands twenty times more sharply.
    let near = Int(20 * period)
    let lag = bestLag(of: note, among: near - 120...near + 120, window: note.count / 2)
    let cents = 1200 * log2(20 * Double(sampleRate) / lag / 146.8324)
    #expect(abs(cents) < 5)
  }

  @Test func `the summary names seed and licence`() {
    #expect(DryTake.summary.contains("seed 0x"))
    #expect(DryTake.summary.hasSuffix("CC0-1.0."))
  }

  /// The lag at which `samples` resemble themselves most, between frames by a parabola.
  private func bestLag(
    of samples: [Double], among lags: ClosedRange<Int>, window: Int
  ) -> Double {
    let products = lags.map { lag in
      var (sum, power) = (0.0, 0.0)
      for frame in 0..<window {
        sum += samples[frame] * samples[frame + lag]
        power += samples[frame + lag] * samples[frame + lag]
      }
      return sum / power.squareRoot()
    }
    let best = products.indices.dropFirst().dropLast().max { products[$0] < products[$1] } ?? 1
    let (left, middle, right) = (products[best - 1], products[best], products[best + 1])
    let offset = 0.5 * (left - right) / (left - 2 * middle + right)
    return Double(lags.lowerBound + best) + offset
  }
}
