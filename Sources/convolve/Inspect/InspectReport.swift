internal import Acoustics
internal import Engine
internal import SignalProcessing
internal import SoundFiles

/// What `inspect` prints for people.
struct InspectReport {
  let sound: InspectedSound

  var text: String {
    ([head, Table.text(levels)] + rooms).joined(separator: "\n")
  }

  private var head: String {
    let impulse = sound.impulse
    return """
      \(impulse.source): \(counted(impulse.channelCount, "channel")), \(impulse.sampleRate) Hz, \
      \(counted(impulse.frameCount, "frame")) (\(sound.measures.seconds.text(decimals: 3)) s)
      """
  }

  private var levels: [[String]] {
    let titles = [
      "channel", "peak", "at frame", "energy", "worst case", "loudest sine", "at", "pre-delay",
    ]
    let rate = sound.impulse.sampleRate
    let rows = sound.measures.channels.enumerated().map { index, channel in
      let sine = sound.headroom[index].responsePeak
      let delay = 1000 * Double(channel.preDelayFrames) / Double(rate)
      return [
        String(index + 1), level(channel.peakDecibels), String(channel.peakFrame),
        level(channel.energyDecibels), level(channel.worstCaseGainDecibels),
        Decibels(amplitude: sine.gain).text(decimals: 2),
        Frequency(sine.hertz(sampleRate: rate)).description,
        "\(counted(channel.preDelayFrames, "frame")), \(delay.text(decimals: 2)) ms",
      ]
    }
    return [titles] + rows
  }

  private func level(_ decibels: Double) -> String { Decibels(decibels).text(decimals: 2) }

  /// A table for each channel, or one line for what is no room: a filter, or noise.
  private var rooms: [String] {
    let all = sound.rooms.flatMap { [$0.broadband] + $0.bands }
    guard all.contains(where: { $0.c50.value != nil }) else {
      let found = Set(all.compactMap(\.c50.reason))
      let words = RoomFigures.Reason.allCases.filter(found.contains).map(\.wordsForAll)
      return ["No reverberation to measure: \(words.joined(separator: "; "))."]
    }
    let tables = sound.rooms.enumerated().flatMap { index, room in
      let onset = room.analysis.onsetFrame.map { ", onset at frame \($0)" } ?? ""
      return ["", "channel \(index + 1)\(onset)", Table.text(rows(room))]
    }
    let missing = reasons(all)
    return tables + ["", "By ISO 3382-1; \(RoomAnalysis.filterName)."]
      + (missing.isEmpty ? [] : ["-  \(missing)."])
  }

  private func rows(_ room: InspectedSound.Room) -> [[String]] {
    let middle = RoomFigures.all.map { InspectedSound.single(room, $0.figure) }
    return [["band", "EDT", "T20", "T30", "C50", "C80", "D50", "Ts"]]
      + ([room.broadband] + room.bands).map { figures in
        [name(figures.band)] + shown(RoomFigures.all.map { $0.figure(figures).value })
      } + [["mid"] + shown(middle)]
  }

  private func name(_ band: FrequencyBand?) -> String {
    guard let hertz = band?.nominalHertz else { return "all" }
    if hertz < 1000 { return "\(hertz.text(decimals: hertz == 31.5 ? 1 : 0)) Hz" }
    let kilohertz = hertz / 1000
    let decimals = [0, 1, 2].first {
      (kilohertz * [1, 10, 100][$0]).truncatingRemainder(dividingBy: 1) == 0
    }
    return "\(kilohertz.text(decimals: decimals ?? 2)) kHz"
  }

  /// Times in s, clarities in dB, a definition, a time in ms.
  private func shown(_ values: [Double?]) -> [String] {
    zip(values, [2, 2, 2, 1, 1, 2, 0]).enumerated().map { index, pair in
      guard let value = pair.0 else { return "-" }
      switch index {
      case 0...2: return "\(value.text(decimals: pair.1)) s"
      case 3...4: return "\(value.text(decimals: pair.1)) dB"
      case 5: return value.text(decimals: pair.1)
      default: return "\((1000 * value).text(decimals: pair.1)) ms"
      }
    }
  }

  /// Why figures are missing, each reason once.
  private func reasons(_ all: [RoomFigures]) -> String {
    let found = Set(
      all.flatMap { figures in RoomFigures.all.compactMap { $0.figure(figures).reason } })
    return RoomFigures.Reason.allCases.filter(found.contains).map(\.words).joined(separator: "; ")
  }
}

extension RoomFigures.Reason {
  /// Why there is no decay at all.
  fileprivate var wordsForAll: String {
    switch self {
    case .length: "all is over within 50 ms"
    case .noise: "noise hides all after 50 ms"
    case .silent, .flat, .filter, .leakage, .direct: words
    }
  }

  fileprivate var words: String {
    switch self {
    case .silent: "there is no sound in it"
    case .flat: "no decay can be seen"
    case .noise: "the decay meets noise less than 10 dB below the figure's range"
    case .length: "the response ends before the figure's range and 10 dB more"
    case .filter: "the decay is no longer than the filter's own"
    case .leakage: "cut in two, louder bands leak into this one"
    case .direct: "the direct sound alone spans the figure's range"
    }
  }
}
