import Convolution
import Engine
import Settings
import Testing
import TestSupport

@testable import Session

/// Changes of a running engine, without devices.
@Suite struct ChangeBuilderTests {
  private let folder: TemporaryFolder
  private static let block = 64

  init() throws {
    folder = try TemporaryFolder()
    try folder.write([[1, 0.5, 0.25]], as: "ir.wav")
  }

  private func text(
    chain: String = "- convolve: {name: reverb, ir: ir.wav}", period: Int = 64,
    device: String = "out"
  ) -> String {
    """
    version: 1
    audio: {rate: 48000, period: \(period)}
    capture: {device: in, channels: [L]}
    playback: {device: \(device), channels: [L]}
    chain:
      \(chain)

    """
  }

  /// An engine, and who may change it.
  private struct Running: ~Copyable {
    var engine: RenderEngine
    let builder: ChangeBuilder
  }

  /// An engine that plays the text.
  private func start(_ text: String) throws -> Running {
    try folder.write(text: text, as: "room.yaml")
    let blueprint = try Blueprint(path: folder.path("room.yaml"))
    let planner = Planner(costs: .typical, goal: .live)
    let engine = ChangeBuilder.engine(blueprint, planner: planner)
    let builder = ChangeBuilder(blueprint, engine: engine, planner: planner)
    return Running(engine: engine, builder: builder)
  }

  private func render(
    _ engine: inout RenderEngine, blocks: Int, seed: UInt64, first: Int = 0
  ) -> [Float] {
    let input = noise((first + blocks) * Self.block, seed: seed)
    var output: [Float] = []
    var rendered = [Float](repeating: .nan, count: Self.block)
    for index in first..<first + blocks {
      engine.render(Array(input[index * Self.block..<(index + 1) * Self.block]), into: &rendered)
      output += rendered
    }
    return output
  }

  @Test func `a refused change leaves every bit as it was`() throws {
    var running = try start(text())
    var untouched = try start(text())
    let builder = running.builder
    var output = render(&running.engine, blocks: 10, seed: 1)
    for broken in ["version: 1\nchian: []", text(chain: "- convolve: {ir: gone.wav}"), ":\u{0}"] {
      try folder.write(text: broken, as: "room.yaml")
      #expect(throws: ChangeRefusal.self) { try builder.make(Change(.file)) }
    }
    output += render(&running.engine, blocks: 50, seed: 1, first: 10)
    #expect(isSame([output], [render(&untouched.engine, blocks: 60, seed: 1)]))
    #expect(builder.generation == 1)
  }

  @Test func `the same name with new content is noticed, C3`() throws {
    var running = try start(text())
    let builder = running.builder
    try folder.write([[0.5, 0.25, 0.75]], as: "ir.wav")
    let made = try builder.make(Change(.file))
    #expect(made.report == ChangeReport(generation: 2, effect: .filters(1), notes: []))
    _ = render(&running.engine, blocks: 40, seed: 2)
    var rendered = [Float](repeating: .nan, count: Self.block)
    running.engine.reset()
    running.engine.render([1] + [Float](repeating: 0, count: Self.block - 1), into: &rendered)
    let wanted: [Float] = [0.5, 0.25, 0.75, 0]
    for (got, wanted) in zip(rendered, wanted) { #expect(abs(got - wanted) < 1e-6) }
  }

  @Test func `loading the same again changes nothing and counts nothing`() throws {
    let running = try start(text())
    let builder = running.builder
    let made = try builder.make(Change(.file))
    #expect(made.report == ChangeReport(generation: 1, effect: .none, notes: []))
  }

  @Test func `an edit is heard, and gone with the next load of the file`() throws {
    var running = try start(text())
    let builder = running.builder
    let edit = ConfigurationEdit(path: "reverb.wet", value: "-6 dB")
    let edited = try builder.make(Change(.edit(edit)))
    #expect(edited.report.effect == .filters(1))
    #expect(edited.blueprint.document.edits == [edit])
    _ = render(&running.engine, blocks: 40, seed: 3)
    let loaded = try builder.make(Change(.file))
    #expect(loaded.report.effect == .filters(1))
    #expect(loaded.blueprint.document.edits.isEmpty)
    #expect(loaded.report.generation == 3)
  }

  @Test func `to come back from a quiet edit is no jump`() throws {
    let running = try start(text())
    let builder = running.builder
    _ = try builder.make(Change(.edit(.init(path: "reverb.wet", value: "-40 dB"))))
    #expect(throws: ChangeRefusal.self) {
      try builder.make(Change(.edit(.init(path: "reverb.wet", value: "6.5 dB"))))
    }
    #expect(try builder.make(Change(.file)).report.generation == 3)
  }

  @Test func `another period needs a start, with both devices opened again`() throws {
    let running = try start(text())
    let builder = running.builder
    try folder.write(text: text(period: 128), as: "room.yaml")
    let made = try builder.make(Change(.file))
    #expect(made.report.effect == .restart([.capture, .playback]))
    #expect(made.restart != nil)
  }

  @Test func `another playback device touches only itself, C4`() throws {
    let running = try start(text())
    let builder = running.builder
    try folder.write(text: text(device: "other"), as: "room.yaml")
    #expect(try builder.make(Change(.file)).report.effect == .restart([.playback]))
  }

  @Test func `a rise by more than 6 dB is refused unless it is allowed, S4`() throws {
    let running = try start(text())
    let builder = running.builder
    let edit = ConfigurationEdit(path: "reverb.wet", value: "6.5 dB")
    let refusal = #expect(throws: ChangeRefusal.self) { try builder.make(Change(.edit(edit))) }
    #expect(refusal?.reason == .louder)
    #expect(
      refusal?.message
        == "the loudest response would rise by 6.5 dB, and at most 6 dB at once are let through "
        + "unasked; turn the volume down and allow the rise (--allow-gain)")
    #expect(try builder.make(Change(.edit(edit), rise: .any)).report.generation == 2)
  }
}
