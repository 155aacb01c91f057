internal import Acoustics
internal import Drawing
internal import SoundFiles

/// One channel of one file, as a series of a picture.
struct ResponseCurve {
  /// For the legend.
  let name: String
  let taps: [Double]
  let sampleRate: Int
  let onsetFrame: Int
  let figures: RoomFigures

  var seconds: Double { Double(taps.count) / Double(sampleRate) }

  /// All channels of a sound.
  ///
  /// - Parameter naming: whether the file's name is needed to tell curves apart.
  static func all(_ sound: InspectedSound, naming: Naming) -> [ResponseCurve] {
    sound.impulse.channels.enumerated().map { index, taps in
      let channel = "channel \(index + 1)"
      let name =
        switch naming {
        case .byChannel: channel
        case .byFile:
          sound.impulse.channelCount == 1
            ? sound.impulse.source : "\(sound.impulse.source), \(channel)"
        }
      return ResponseCurve(
        name: name, taps: taps, sampleRate: sound.impulse.sampleRate,
        onsetFrame: sound.rooms[index].analysis.onsetFrame ?? 0,
        figures: sound.rooms[index].broadband)
    }
  }

  enum Naming { case byChannel, byFile }
}
