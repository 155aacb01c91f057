internal import ArgumentParser
internal import Session
internal import Synthesis

/// The options of a room of one's own.
struct SynthRoom: ParsableArguments {
  @Option(
    help: .init(
      "Its length, width and height in metres, as 5.2x4.1x2.6; the living room's if not given.",
      valueName: "LxWxH"),
    transform: { try place($0, separator: "x") })
  var size: RoomSketch.Place?
  @Option(
    help: .init("Its reverberation time at 1 kHz; 0.45 if not given.", valueName: "seconds"))
  var rt: Double?
  @Option(help: .init("What its random numbers derive from; 1 if not given.", valueName: "number"))
  var seed: UInt64?
  @Option(
    help: .init("Where the source stands, in metres from a lower corner.", valueName: "x,y,z"),
    transform: { try place($0, separator: ",") })
  var source: RoomSketch.Place?
  @Option(
    name: .customLong("receiver"),
    help: .init(
      "Where a channel is heard; once for each channel. Left and right if not given.",
      valueName: "x,y,z"),
    transform: { try place($0, separator: ",") })
  var receivers: [RoomSketch.Place] = []

  /// Whether any of them was.
  var isGiven: Bool {
    size != nil || rt != nil || seed != nil || source != nil || !receivers.isEmpty
  }

  /// `nil` when no room was described.
  func synthesize(sampleRate: Int) throws -> SynthesizedSound? {
    guard isGiven else { return nil }
    do throws(RoomSketchError) {
      let sketch = try RoomSketch(
        size: size ?? .init(x: 5.2, y: 4.1, z: 2.6), seconds: rt ?? 0.45, seed: seed ?? 1,
        source: source, receivers: receivers)
      return sketch.synthesize(sampleRate: sampleRate)
    } catch {
      throw failure("room: \(error.description)", .usage)
    }
  }

  private static func place(_ text: String, separator: Character) throws -> RoomSketch.Place {
    let numbers = text.split(separator: separator, omittingEmptySubsequences: false).map {
      Double($0)
    }
    guard numbers.count == 3, let x = numbers[0], let y = numbers[1], let z = numbers[2],
      [x, y, z].allSatisfy(\.isFinite)
    else {
      throw ValidationError(
        "\"\(text)\" is no three numbers in metres; write 5.2\(separator)4.1\(separator)2.6.")
    }
    return RoomSketch.Place(x: x, y: y, z: z)
  }
}
