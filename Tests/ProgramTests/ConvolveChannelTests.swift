import Testing
import TestSupport

@Suite struct ConvolveChannelTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  private func render(_ options: String...) throws -> ProgramResult {
    let program = try bench.start(
      ["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav"] + options)
    return try program.result()
  }

  /// An impulse at `frame` in so many frames.
  private func impulse(_ frame: Int, _ level: Float = 1, in frames: Int = 8) -> [Float] {
    (0..<frames).map { $0 == frame ? level : 0 }
  }

  /// The frames that are not silent, with their levels in eighths.
  private func marks(_ channel: [Float]) -> [Int: Int] {
    Dictionary(
      uniqueKeysWithValues: channel.enumerated().compactMap { frame, sample in
        let eighths = Int((sample * 8).rounded())
        return eighths == 0 ? nil : (frame, eighths)
      })
  }

  @Test func `one channel of response serves every channel of sound`() throws {
    try bench.write([impulse(0), impulse(100, in: 200).dropLast(192) + []], as: "in.wav")
    try bench.write([impulse(3, 0.5)], as: "ir.wav")
    #expect(try render().status == 0)
    let found = try bench.read("out.wav")
    #expect(marks(found[0]) == [3: 4] && marks(found[1]).isEmpty)
  }

  @Test func `two channels of response serve one channel each`() throws {
    try bench.write([impulse(1), impulse(2)], as: "in.wav")
    try bench.write([impulse(3, 0.5), impulse(5, 0.25)], as: "ir.wav")
    #expect(try render().status == 0)
    #expect(try bench.read("out.wav").map(marks) == [[4: 4], [7: 2]])
  }

  @Test func `four channels are true stereo in the order LL LR RL RR`() throws {
    try bench.write([impulse(0, in: 200), impulse(100, in: 200)], as: "in.wav")
    let response = [impulse(1, 0.125), impulse(2, 0.25), impulse(3, 0.5), impulse(4, 1)]
    try bench.write(response, as: "ir.wav")
    #expect(try render().status == 0)
    #expect(try bench.read("out.wav").map(marks) == [[1: 1, 103: 4], [2: 2, 104: 8]])
  }

  @Test func `a mono sound goes through each channel to an output of its own`() throws {
    try bench.write([impulse(1)], as: "in.wav")
    try bench.write([impulse(3, 0.5), impulse(5, 0.25)], as: "ir.wav")
    #expect(try render().status == 0)
    #expect(try bench.read("out.wav").map(marks) == [[4: 4], [6: 2]])
  }

  @Test func `the untouched mono sound is in every output`() throws {
    try bench.write([impulse(1)], as: "in.wav")
    try bench.write([impulse(3, 0.5), impulse(5, 0.25)], as: "ir.wav")
    #expect(try render("--dry", "0").status == 0)
    #expect(try bench.read("out.wav").map(marks) == [[1: 8, 4: 4], [1: 8, 6: 2]])
  }

  @Test func `a matrix has a response from each input to each output`() throws {
    let sound = (0..<3).map { impulse(100 * $0, in: 300) }
    try bench.write(sound, as: "in.wav")
    try bench.write((0..<9).map { impulse($0 + 1, 1, in: 16) }, as: "ir.wav")
    #expect(try render().status == 0)
    #expect(
      try bench.read("out.wav").map(marks) == [
        [1: 8, 104: 8, 207: 8], [2: 8, 105: 8, 208: 8], [3: 8, 106: 8, 209: 8],
      ])
  }

  @Test func `channels that do not fit are refused with what would`() throws {
    try bench.write([impulse(0), impulse(0)], as: "in.wav")
    try bench.write([impulse(1), impulse(2), impulse(3)], as: "ir.wav")
    let result = try render()
    #expect(result.status == 65)
    #expect(
      result.errors == """
        convolve: ir.wav: 3 channels of impulse response do not fit 2 channels of sound in layout \
        auto: use 1 (mono), 2 (diagonal), 4 (true-stereo) or 4 (matrix)

        """)
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }
}
