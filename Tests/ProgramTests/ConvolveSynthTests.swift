import Testing
import TestSupport

@Suite struct ConvolveSynthTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  @Test(arguments: ["dirac", "room", "plucked-notes"])
  func `a sound has the same bytes every time`(_ name: String) throws {
    for output in ["one.flac", "two.flac"] {
      let result = try bench.run("synth", name, "-o", output, "--rate", "8000")
      #expect(result.status == 0, "\(result.errors)")
    }
    let isSame = try bench.folder.bytes("one.flac") == bench.folder.bytes("two.flac")
    #expect(isSame)
  }

  @Test func `an unknown name lists the names`() throws {
    let result = try bench.run("synth", "cave", "-o", "out.wav")
    #expect(result.status == 64)
    #expect(
      result.errors.contains(
        """
        No sound "cave"; there are dirac, room, studio, chamber, hall, hall-true-stereo, cathedral, \
        plate, spring, cabinet-1x12, cabinet-4x12, telephone, crossover-low, crossover-high, \
        crossover-linear-low, crossover-linear-high, plucked-notes.
        """))
  }

  @Test func `what it makes passes sound on unchanged`() throws {
    #expect(try bench.run("synth", "dirac", "-o", "dirac.wav").status == 0)
    let samples = noise(1000, seed: 1)
    try bench.write([samples], as: "in.wav")
    let result = try bench.run("render", "in.wav", "--ir", "dirac.wav", "-o", "out.wav")
    #expect(result.status == 0, "\(result.errors)")
    #expect(isSame(try bench.read("out.wav"), [samples]))
  }

  @Test(arguments: [
    (["--rate", "4000"], "--rate is 4000; allowed are 8000 to 384000 Hz."),
    (["--encoding", "float32"], "flac does not hold float32 samples"),
  ])
  func `what cannot be made is refused`(_ options: [String], _ words: String) throws {
    let result = try bench.start(["synth", "dirac", "-o", "out.flac"] + options).result()
    #expect(result.status == 64)
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(bench.folder.names.isEmpty)
  }
}
