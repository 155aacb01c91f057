import Convolution
import Engine
import Session
import Settings
import Testing
import TestSupport

@Suite struct ChainPreparationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func configuration(
    _ chain: [Configuration.Stage], from inputs: [String] = ["L", "R"],
    to outputs: [String] = ["L", "R"], rate: Int = 48000
  ) -> Configuration {
    Configuration(
      audio: .init(sampleRate: rate, periodFrames: 64, latencyFrames: 128),
      capture: .init(device: "in", channels: inputs),
      playback: .init(device: "out", channels: outputs), chain: chain)
  }

  private func matrix(_ size: Int, _ paths: [(Int, Int, [Float])]) -> ImpulseMatrix {
    ImpulseMatrix(
      inputCount: size, outputCount: size,
      paths: paths.map { .init(input: $0.0, output: $0.1, taps: $0.2) })
  }

  private func route(_ outputs: [[Int]]) -> Chain.Stage {
    .route(RouteStage(outputs: outputs.map { $0.map { .init(input: $0, gain: 1) } }))
  }

  @Test func `an empty chain passes its channels`() throws {
    let prepared = try ChainPreparation(configuration([]))
    #expect(prepared.chain == Chain(inputCount: 2, stages: []))
    #expect(prepared.notes.isEmpty)
  }

  @Test func `channels become positions in the order in which they are named`() throws {
    let path = try folder.write([[1, 0.5], [0.25, 0.125]], as: "ir.wav")
    let stage = ConvolveSettings(impulseResponse: path, channels: ["C", "L"])
    let names = ["L", "R", "C"]
    let prepared = try ChainPreparation(
      configuration([.convolve(stage)], from: names, to: names))
    let wanted = ConvolveStage(
      inputs: [2, 0], outputs: [2, 0],
      matrix: matrix(2, [(0, 0, [1, 0.5]), (1, 1, [0.25, 0.125])]))
    #expect(prepared.chain == Chain(inputCount: 3, stages: [.convolve(wanted)]))
  }

  @Test func `a gain acts on the channels it names`() throws {
    let gain = GainSettings(gainDecibels: 20, channels: ["R"])
    let prepared = try ChainPreparation(configuration([.gain(gain)]))
    #expect(prepared.chain == Chain(inputCount: 2, stages: [.gain([1, 10])]))
  }

  @Test func `a route names the channels of all that follows`() throws {
    let split = RouteSettings(outputs: [
      .init(channel: "sum", inputs: [.init(channel: "R"), .init(channel: "L")]),
      .init(channel: "silence", inputs: []), .init(channel: "left", inputs: [.init(channel: "L")]),
    ])
    let gain = GainSettings(gainDecibels: 20, channels: ["left"])
    let names = ["sum", "silence", "left"]
    let prepared = try ChainPreparation(
      configuration([.route(split), .gain(gain)], to: names))
    #expect(
      prepared.chain
        == Chain(inputCount: 2, stages: [route([[1, 0], [], [0]]), .gain([1, 1, 10])]))
  }

  @Test func `the last step puts the channels in the device's order, if they are not`() throws {
    let swapped = try ChainPreparation(configuration([], to: ["R", "L"]))
    #expect(swapped.chain == Chain(inputCount: 2, stages: [route([[1], [0]])]))
  }

  @Test func `wet, dry and predelay become taps`() throws {
    let path = try folder.write([[1, 0.5]], as: "ir.wav")
    let stage = ConvolveSettings(
      impulseResponse: path, dryDecibels: 0, wetDecibels: 20, predelayFrames: 2,
      gain: .decibels(20), channels: ["R"])
    let prepared = try ChainPreparation(configuration([.convolve(stage)]))
    let wanted = ConvolveStage(
      inputs: [1], outputs: [1], matrix: matrix(1, [(0, 0, [10, 0, 100, 50])]))
    #expect(prepared.chain == Chain(inputCount: 2, stages: [.convolve(wanted)]))
  }

  @Test func `gain auto brings the worst case to full scale and says so`() throws {
    let path = try folder.write([[1, -1], [-2, 2]], as: "ir.wav")
    let stage = ConvolveSettings(impulseResponse: path, gain: .automatic, channels: ["L", "R"])
    let prepared = try ChainPreparation(configuration([.convolve(stage)]))
    let wanted = ConvolveStage(
      inputs: [0, 1], outputs: [0, 1],
      matrix: matrix(2, [(0, 0, [0.25, -0.25]), (1, 1, [-0.5, 0.5])]))
    #expect(prepared.chain == Chain(inputCount: 2, stages: [.convolve(wanted)]))
    #expect(
      prepared.notes == [
        "\(path): gain auto, -12.0 dB, so that full scale in cannot exceed full scale out"
      ])
  }

  @Test func `gain auto counts the dry sound and never makes louder`() throws {
    let path = try folder.write([[0.25, 0.25]], as: "ir.wav")
    func taps(dry: Double?) throws -> [Float] {
      let stage = ConvolveSettings(
        impulseResponse: path, dryDecibels: dry, gain: .automatic, channels: ["L"])
      let prepared = try ChainPreparation(configuration([.convolve(stage)]))
      guard case .convolve(let convolve) = prepared.chain.stages[0] else { return [] }
      return convolve.matrix.paths[0].taps
    }
    #expect(try taps(dry: nil) == [0.25, 0.25])
    #expect(try taps(dry: 0).reduce(0, +) == 1)
  }

  @Test func `a response of another rate is resampled and noted`() throws {
    let path = try folder.write([[0, 0, 1, 0, 0]], as: "ir.wav", rate: 24000)
    let stage = ConvolveSettings(impulseResponse: path, channels: ["L"])
    let prepared = try ChainPreparation(configuration([.convolve(stage)]))
    #expect(prepared.chain.tailFrames == 9)
    #expect(
      prepared.notes.first
        == "\(path): 24000 Hz, session runs at 48000 Hz: resampled, taps scaled by 0.500")
  }

  @Test func `a response that does not fit names its file and is bad sound`() throws {
    let path = try folder.write([[1], [1], [1]], as: "ir.wav")
    let stage = ConvolveSettings(impulseResponse: path, channels: ["L", "R"])
    let error = #expect(throws: ChainPreparationError.self) {
      try ChainPreparation(configuration([.convolve(stage)]))
    }
    #expect(error?.status == .badSound)
    #expect(
      error?.description.hasPrefix(
        "\(path): 3 channels of impulse response do not fit 2 channels of sound") == true)
  }

  @Test(arguments: [(false, Session.ExitStatus.noInput), (true, .badSound)])
  func `a response that cannot be read ends with the status of its fault`(
    _ isThere: Bool, _ status: Session.ExitStatus
  ) throws {
    if isThere { try folder.write([[0, 0]], as: "ir.wav") }
    let stage = ConvolveSettings(impulseResponse: folder.path("ir.wav"), channels: ["L"])
    let error = #expect(throws: ChainPreparationError.self) {
      try ChainPreparation(configuration([.convolve(stage)]))
    }
    #expect(error?.status == status)
    #expect(error?.description.hasPrefix("\(folder.path("ir.wav")): ") == true)
  }

  @Test func `the layout that was asked for is the one that is laid`() throws {
    let path = try folder.write([[1], [2], [3], [4]], as: "ir.wav")
    for layout in [ConvolveSettings.Layout.automatic, .trueStereo, .matrix] {
      let stage = ConvolveSettings(impulseResponse: path, layout: layout, channels: ["L", "R"])
      let prepared = try ChainPreparation(configuration([.convolve(stage)]))
      let wanted = ConvolveStage(
        inputs: [0, 1], outputs: [0, 1],
        matrix: matrix(2, [(0, 0, [1]), (0, 1, [2]), (1, 0, [3]), (1, 1, [4])]))
      #expect(prepared.chain == Chain(inputCount: 2, stages: [.convolve(wanted)]))
    }
    let stage = ConvolveSettings(impulseResponse: path, layout: .diagonal, channels: ["L", "R"])
    #expect(throws: ChainPreparationError.self) {
      try ChainPreparation(configuration([.convolve(stage)]))
    }
  }
}
