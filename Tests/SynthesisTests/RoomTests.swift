import Synthesis
import Testing

@Suite struct RoomTests {
  @Test(arguments: Sounds.rooms)
  func `the direct sound is the loudest, and the nearest stands at the first frame`(
    recipe: Recipe
  ) {
    let arrivals = Sounds.of(recipe).channels.map { channel in
      let peak = channel.reduce(0) { max($0, abs($1)) }
      return channel.firstIndex { abs($0) == peak } ?? channel.count
    }
    #expect(arrivals.contains(0))
    // A source 8 m away from the middle reaches the far receiver 76 frames later.
    #expect(arrivals.allSatisfy { $0 < 80 })
  }

  @Test(arguments: Sounds.reverberations)
  func `the energy that reaches one receiver is one half`(recipe: Recipe) {
    let channels = Sounds.of(recipe).channels
    for row in 0..<2 {
      let paths = stride(from: row, to: channels.count, by: 2)
      let sum = paths.reduce(0) { $0 + energy(channels[$1]) }
      #expect(abs(sum - 0.5) < 1e-5)
    }
  }

  @Test(arguments: Sounds.reverberations)
  func `the late tails of all channels are independent`(recipe: Recipe) {
    let channels = Sounds.of(recipe).channels
    let late = channels[0].count / 5..<channels[0].count
    for first in channels.indices {
      for second in channels.indices where second > first {
        #expect(abs(correlation(channels[first][late], channels[second][late])) < 0.2)
      }
    }
  }

  @Test(arguments: Sounds.reverberations)
  func `the end fades below -90 dB and stops at zero`(recipe: Recipe) {
    for channel in Sounds.of(recipe).channels {
      #expect(channel[channel.count - 1] == 0)
      let end = channel.suffix(480).reduce(0) { max($0, abs($1)) }
      let peak = channel.reduce(0) { max($0, abs($1)) }
      #expect(end < peak * 3.16e-5)
    }
  }

  @Test(arguments: Sounds.reverberations)
  func `no more than -70 dB of the energy lies in the last tenth`(recipe: Recipe) {
    // The end must carry something as well, else the file is longer than it need be.
    for channel in Sounds.of(recipe).channels {
      let part = energy(channel.suffix(channel.count / 10)) / energy(channel)
      #expect((1e-9...1e-7).contains(part))
    }
  }

  @Test(arguments: Sounds.reverberations)
  func `no constant pressure is left`(recipe: Recipe) {
    // A response of energy 1/2 spread evenly over frequency has a magnitude of 0.7 everywhere.
    for channel in Sounds.of(recipe).channels {
      #expect(abs(channel.reduce(0.0) { $0 + Double($1) }) < 0.3)
    }
  }

  @Test func `the true-stereo hall is symmetric`() {
    let levels = Sounds.hallTrueStereo.channels.map { energy($0) }
    #expect((0.8...1.25).contains(levels[0] / levels[3]))
    #expect((0.8...1.25).contains(levels[1] / levels[2]))
  }

  @Test func `a source reaches the receiver on its own side first and loudest`() {
    let channels = Sounds.hallTrueStereo.channels
    let arrivals = channels.map { channel in
      let peak = channel.reduce(0) { max($0, abs($1)) }
      return channel.firstIndex { abs($0) > peak / 2 } ?? channel.count
    }
    #expect(arrivals[0] == 0 && arrivals[3] == 0)
    #expect(arrivals[1] == arrivals[2])
    #expect((24...192).contains(arrivals[1]))
    #expect(channels[0][0] > channels[1].reduce(0) { max($0, abs($1)) })
  }

  @Test func `the hall goes on without a step where noise takes over`() {
    // In 20 ms at 1 kHz the hall loses 0.6 dB; the rest is the noise's own.
    let channel = Sounds.of(.hall).channels[0]
    var filter = OctaveFilter(centre: 1000, sampleRate: 48000)
    let filtered = channel.map { Float(filter.process(Double($0))) }
    let levels = stride(from: 4800, to: 19200, by: 2400).map { energy(filtered[$0..<$0 + 2400]) }
    for (earlier, later) in zip(levels, levels.dropFirst()) {
      #expect((0.3...1.6).contains(later / earlier))
    }
  }
}
