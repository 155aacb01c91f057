import Session
import Settings
import SoundFiles
import Testing
import TestSupport

/// Sets of files by rate, and what is refused before it takes memory.
@Suite struct ResponseLoadTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func prepared(
    _ settings: ConvolveSettings, rate: Int = 48000, memory: Int = 512 << 20, period: Int = 64
  ) throws -> ChainPreparation {
    try ChainPreparation(
      Configuration(
        audio: .init(
          sampleRate: rate, periodFrames: period, latencyFrames: 2 * period, memoryBytes: memory),
        capture: .init(device: "in", channels: settings.channels),
        playback: .init(device: "out", channels: settings.channels), chain: [.convolve(settings)]))
  }

  private func set(rate: Int) -> ConvolveSettings {
    ConvolveSettings(
      impulseResponse: folder.path("room-\(rate).wav"), rateSet: folder.path("room-{rate}.wav"),
      channels: ["L"])
  }

  @Test func `the file of the session's rate is used as it is`() throws {
    _ = try folder.write([[1, 0.5]], as: "room-48000.wav")
    _ = try folder.write([[1, 0.5]], as: "room-96000.wav", rate: 96000)
    #expect(try prepared(set(rate: 48000)).notes.isEmpty)
  }

  @Test(
    "without it the nearest rate's file is resampled, and both is said",
    arguments: [
      (48000, [44100, 96000], 44100), (88200, [44100, 96000], 96000),
      (48000, [24000, 96000], 96000), (48000, [192000], 192000),
    ])
  func nearest(session: Int, rates: [Int], expected: Int) throws {
    let taps = (0..<2000).map { $0 == 1000 ? Float(1) : 0 }
    for rate in rates { _ = try folder.write([taps], as: "room-\(rate).wav", rate: rate) }
    let notes = try prepared(set(rate: session), rate: session).notes
    let count = rates.count == 1 ? "one" : "\(rates.count)"
    #expect(
      notes.first == "\(folder.path("room-{rate}.wav")): there is no file for \(session) Hz; "
        + "the one for \(expected) Hz is the nearest of \(count)")
    #expect(
      notes.dropFirst().first?.hasPrefix(
        "\(folder.path("room-\(expected).wav")): \(expected) Hz, session runs at \(session) Hz: "
          + "resampled") == true)
  }

  @Test func `an empty set is missing`() throws {
    let error = #expect(throws: ChainPreparationError.self) { try prepared(set(rate: 48000)) }
    #expect(error?.status == .noInput)
    #expect(
      error?.description == "\(folder.path("room-48000.wav")): does not exist, nor does a file of "
        + "another rate; check \(folder.path("room-{rate}.wav")) and its folder")
  }

  @Test func `a response longer than its stage allows is refused`() throws {
    let path = try folder.write([[Float](repeating: 0.5, count: 4848)], as: "long.wav")
    var settings = ConvolveSettings(
      impulseResponse: path, longestSeconds: 0.1, channels: ["L"])
    let error = #expect(throws: ChainPreparationError.self) { try prepared(settings) }
    #expect(error?.status == .configuration)
    #expect(
      error?.description
        == "\(path): lasts 0.101 s, and longest allows 0.100 s; trim it, or raise it up to 120 s")
    settings.longestSeconds = 0.2
    _ = try prepared(settings)
  }

  @Test func `C5: a response beyond the memory budget is refused by its header, with its size`()
    throws
  {
    // 8 channels of 0.1 s at 192 kHz: 16 times 8 bytes for each of 19200 frames.
    let writer = try folder.writer("large.wav", channelCount: 8, rate: 192_000)
    let piece = [Float](repeating: 0.01, count: 8 * 19200)
    try writer.write(piece.span)
    try writer.commit()
    let settings = ConvolveSettings(
      impulseResponse: folder.path("large.wav"), channels: (1...8).map { "\($0)" })
    let error = #expect(throws: ChainPreparationError.self) {
      try prepared(settings, rate: 192_000, memory: 1 << 20)
    }
    #expect(error?.status == .configuration)
    #expect(
      error?.description == "\(folder.path("large.wav")): would take about 2 MiB, and audio.memory "
        + "allows 1 MiB; shorten the impulse responses or raise it, for example "
        + "audio: {memory: 1 GiB}")
  }

  @Test func `C5: stages that take too much together are refused before they are built`() throws {
    let path = try folder.write([[Float](repeating: 0.001, count: 48_000)], as: "ir.wav")
    let stage = Configuration.Stage.convolve(
      ConvolveSettings(impulseResponse: path, channels: ["L", "R"]))
    let configuration = Configuration(
      audio: .init(
        sampleRate: 48000, periodFrames: 64, latencyFrames: 128, memoryBytes: 3 << 20),
      capture: .init(device: "in", channels: ["L", "R"]),
      playback: .init(device: "out", channels: ["L", "R"]), chain: [stage, stage, stage])
    let error = #expect(throws: ChainPreparationError.self) { try ChainPreparation(configuration) }
    #expect(error?.status == .configuration)
    #expect(
      error?.description == "the chain would take 5 MiB of memory, and audio.memory allows 3 MiB; "
        + "shorten the impulse responses or raise it, for example audio: {memory: 1 GiB}")
  }

  @Test func `each stage of the configuration knows what it became`() throws {
    let path = try folder.write([[1, 0.5]], as: "ir.wav")
    let configuration = Configuration(
      audio: .init(sampleRate: 48000, periodFrames: 64, latencyFrames: 128),
      capture: .init(device: "in", channels: ["L", "R"]),
      playback: .init(device: "out", channels: ["R", "L"]),
      chain: [
        .gain(.init(gainDecibels: -3, channels: ["L"])),
        .crossover(.init(shape: .butterworth(order: 2), splitHertz: 90, low: ["L"], high: ["R"])),
        .convolve(.init(impulseResponse: path, channels: ["L"])),
      ])
    #expect(try ChainPreparation(configuration).stageRanges == [0..<1, 1..<2, 2..<3])
  }
}
