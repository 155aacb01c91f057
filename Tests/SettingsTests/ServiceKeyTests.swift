import Settings
import Testing

/// The keys of what surrounds the sound: names, volume, memory, metrics, the watched file.
@Suite struct ServiceKeyTests {
  private func text(
    audio: String = "", playback: String = "", more: String = "", chain: String = "[]"
  ) -> String {
    """
    version: 1
    audio: {rate: 48000, period: 64\(audio)}
    capture: {device: a, channels: [L, R]}
    playback: {device: b, channels: [L, R]\(playback)}
    chain: \(chain)
    \(more)
    """
  }

  @Test func `what the file does not say is off`() throws {
    let configuration = try parsed(text())
    #expect(configuration.watch == .off && configuration.metrics == nil)
    #expect(configuration.playback.volumeDecibels == 0)
    #expect(configuration.audio.memoryBytes == 512 << 20)
    #expect(configuration.audio.threadCount == 1)
  }

  @Test func `each takes its values`() throws {
    let configuration = try parsed(
      text(
        audio: ", memory: 1.5 GiB, threads: 4", playback: ", volume: -20 dB",
        more: "watch: true\nmetrics: 127.0.0.1:9273"))
    #expect(configuration.watch == .on)
    #expect(configuration.metrics?.description == "127.0.0.1:9273")
    #expect(configuration.playback.volumeDecibels == -20)
    #expect(configuration.audio.memoryBytes == 1536 << 20)
    #expect(configuration.audio.threadCount == 4)
  }

  @Test func `what is not allowed is refused with what is`() {
    let found = mistakes(
      text(
        audio: ", memory: 4 MiB", playback: ", volume: 3",
        more: "watch: yes\nmetrics: 0.0.0.0:9273"))
    #expect(
      found == [
        "2:42 memory is \"4 MiB\"; it must be from 16 MiB to 64 GiB",
        "4:49 volume is \"3\"; it must be from -120 to 0 dB",
        "6:8 watch is \"yes\", which is not one of its values",
        "7:10 metrics is \"0.0.0.0:9273\"; it must be a loopback address with a port from 1 to 65535",
      ])
  }

  @Test(
    "only addresses that other machines cannot reach are taken",
    arguments: [
      ("127.0.0.1:9273", true), ("127.255.0.9:1", true), ("[::1]:65535", true),
      ("localhost:9273", false), ("9273", false), ("127.0.0.1", false), ("127.0.0.1:0", false),
      ("127.0.0.1:65536", false), ("127.0.0.1:+80", false), ("127.0.0.256:80", false),
      ("127.0.1:80", false), ("127.0.0.-1:80", false), ("::1:80", false), ("10.0.0.1:80", false),
      ("127.0.0.1.evil.example:80", false), (":80", false), ("", false),
    ])
  func loopback(text: String, isTaken: Bool) {
    #expect((LoopbackAddress(text)?.description == text) == isTaken)
  }

  @Test func `every kind of stage has a name`() throws {
    let chain = """

        - route: {name: mix, L: L, R: R}
        - convolve: {name: room, ir: a.wav}
        - crossover: {name: xo, shape: butterworth, order: 2, split: 90, low: L, high: R}
        - delay: {name: late, time: 1}
        - eq: {name: tone, file: a.txt}
        - gain: {name: level, gain: 0}
        - invert: {name: turned}
        - limiter: {name: top, ceiling: -1}
      """
    let stages = try parsed(text(chain: chain)).chain
    #expect(
      stages.map(\.name) == ["mix", "room", "xo", "late", "tone", "level", "turned", "top"])
    #expect(
      stages.map(\.kind) == [
        "route", "convolve", "crossover", "delay", "eq", "gain", "invert", "limiter",
      ])
  }

  @Test func `a name is of one stage only, and of no key of the file`() {
    let chain = "[{gain: {name: a, gain: 0}}, {invert: {name: a}}, {invert: {name: audio}}]"
    #expect(
      mistakes(text(chain: chain)) == [
        "5:53 a stage called \"a\" stands in line 5 already",
        "5:74 a stage cannot be called \"audio\", which is a key of the file",
      ])
  }

  @Test func `a set of files by rate keeps its pattern`() throws {
    let chain = "[convolve: {ir: \"rooms/{rate}/a-{rate}.wav\", longest: 60 s}]"
    let stages = try parsed(text(chain: chain), at: "conf/x.yaml").chain
    guard case .convolve(let settings)? = stages.first else {
      Issue.record("no convolution")
      return
    }
    #expect(settings.impulseResponse == "conf/rooms/48000/a-48000.wav")
    #expect(settings.rateSet == "conf/rooms/{rate}/a-{rate}.wav")
    #expect(settings.impulseResponse(atRate: 96000) == "conf/rooms/96000/a-96000.wav")
    #expect(settings.longestSeconds == 60)
  }
}
