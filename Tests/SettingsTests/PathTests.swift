import Settings
import Testing

@Suite struct PathTests {
  @Test(
    "an impulse response's path is relative to the configuration's folder",
    arguments: [
      ("room.yaml", "a.wav", "a.wav"),
      ("room.yaml", "../a.wav", "../a.wav"),
      ("conf/room.yaml", "../a.wav", "a.wav"),
      ("conf/room.yaml", "../../a.wav", "../a.wav"),
      ("/etc/convolved/room.yaml", "irs//./a.wav", "/etc/convolved/irs/a.wav"),
      ("/etc/room.yaml", "../../a.wav", "/a.wav"),
      ("/etc/room.yaml", "/srv/a.wav", "/srv/a.wav"),
      ("conf/room.yaml", "{rate}/a-{rate}.wav", "conf/44100/a-44100.wav"),
      ("room.yaml", "./~/a.wav", "~/a.wav"),
    ])
  func resolution(file: String, path: String, expected: String) throws {
    let text = Samples.chain("  - convolve: {ir: \"\(path)\"}")
      .replacing("rate: 48000", with: "rate: 44100")
    let chain = try parsed(text, at: file).chain
    let set = path.contains("{rate}") ? expected.replacing("44100", with: "{rate}") : nil
    #expect(
      chain == [
        .convolve(
          ConvolveSettings(impulseResponse: expected, rateSet: set, channels: ["L", "R"]))
      ])
  }

  @Test func `a path that begins with a tilde is refused`() {
    #expect(
      mistakes(Samples.chain("  - convolve: {ir: ~/a.wav}"))
        == ["6:20 ir is \"~/a.wav\"; a path cannot begin with \"~\""])
  }
}
