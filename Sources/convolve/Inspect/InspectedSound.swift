internal import Acoustics
internal import Engine
internal import SoundFiles

/// A response with all that `inspect` finds in it.
struct InspectedSound {
  let impulse: ImpulseResponse
  let measures: ImpulseMeasures
  let headroom: [OutputHeadroom]
  /// In the order of the channels.
  let rooms: [Room]

  /// One channel as a room.
  struct Room {
    let analysis: RoomAnalysis
    /// Of all frequencies together.
    let broadband: RoomFigures
    let bands: [RoomFigures]
  }

  /// - Complexity: seconds for minutes of response in many bands.
  init(_ impulse: ImpulseResponse, width: FrequencyBand.Width) {
    self.impulse = impulse
    measures = impulse.measures()
    headroom = Headroom.outputs(of: ImpulseLayout.fanOut(impulses: impulse.channels))
    let bands = FrequencyBand.all(width, sampleRate: impulse.sampleRate)
    rooms = impulse.channels.map { taps in
      let analysis = RoomAnalysis(taps, sampleRate: impulse.sampleRate)
      return Room(
        analysis: analysis, broadband: analysis.figures(),
        bands: bands.map { analysis.figures(in: $0) })
    }
  }

  /// A figure of the whole response, as the standard has it: the mean of the bands around 500 and
  /// 1000 Hz and of all channels; `nil` unless every one of them has it.
  func single(_ figure: (RoomFigures) -> RoomFigures.Figure) -> Double? {
    Self.mean(rooms.map { Self.single($0, figure) })
  }

  /// The same for one channel.
  static func single(
    _ room: Room, _ figure: (RoomFigures) -> RoomFigures.Figure
  ) -> Double? {
    mean(room.bands.filter(\.isMiddle).map { figure($0).value })
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let found = values.compactMap { $0 }
    guard !found.isEmpty, found.count == values.count else { return nil }
    return found.reduce(0, +) / Double(found.count)
  }
}

extension RoomFigures {
  /// Two octaves, or six thirds of one.
  fileprivate var isMiddle: Bool {
    band.map { (354...1413).contains($0.centreHertz) } ?? false
  }

  /// The figures with their names in JSON, in the order of the table.
  static let all: [(name: String, figure: @Sendable (RoomFigures) -> Figure)] = [
    ("edt", { $0.earlyDecay }), ("t20", { $0.t20 }), ("t30", { $0.t30 }), ("c50", { $0.c50 }),
    ("c80", { $0.c80 }), ("d50", { $0.d50 }), ("ts", { $0.centreTime }),
  ]
}
