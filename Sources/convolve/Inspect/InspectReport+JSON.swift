internal import Acoustics
internal import Engine
internal import JSON
internal import SignalProcessing
internal import SoundFiles

extension InspectReport {
  /// What `--json` prints, as `inspect --help` explains it. Programs rely on the keys: new ones may
  /// come, but none is renamed, and none changes its meaning.
  static let keys = """
    v: 1. file, sample_rate, channels, frames, seconds: the response. \
    edt, t20, t30, ts (seconds), c50, c80 (dB), d50: for the whole response, the mean of the bands \
    around 500 and 1000 Hz and of all channels, null unless each of them has the figure. \
    filter: what made the bands. notes: what reading it said. \
    responses: for each channel its peak, peak_frame, energy_db, worst_case_db, sine_db and sine_hz \
    (of the loudest sine), pre_delay_seconds, onset_frame, and the figures: of all frequencies in \
    broadband, and in bands with nominal_hz. A figure that is missing is null, and missing says \
    why: silent, flat, noise, length, filter, leakage or direct.
    """

  var json: JSONValue {
    let impulse = sound.impulse
    let head: JSONValue = [
      "v": 1, "file": .string(impulse.source), "sample_rate": .integer(impulse.sampleRate),
      "channels": .integer(impulse.channelCount), "frames": .integer(impulse.frameCount),
      "seconds": .rounded(sound.measures.seconds, decimals: 6),
    ]
    let figures = RoomFigures.all.map { name, figure in
      JSONValue.Member(name, Self.number(sound.single(figure)))
    }
    let rest: JSONValue = [
      "filter": .string(RoomAnalysis.filterName),
      "notes": .array(impulse.notes.map { .string($0) }),
      "responses": .array(sound.rooms.indices.map(response)),
    ]
    return .object((head.members ?? []) + figures + (rest.members ?? []))
  }

  private func response(_ index: Int) -> JSONValue {
    let (channel, room) = (sound.measures.channels[index], sound.rooms[index])
    let sine = sound.headroom[index].responsePeak
    let rate = sound.impulse.sampleRate
    return [
      "channel": .integer(index + 1), "peak": .number(channel.peak),
      "peak_frame": .integer(channel.peakFrame),
      "energy_db": .rounded(channel.energyDecibels, decimals: 4),
      "worst_case_db": .rounded(channel.worstCaseGainDecibels, decimals: 4),
      "sine_db": .rounded(Decibels(amplitude: sine.gain).value, decimals: 4),
      "sine_hz": .rounded(sine.hertz(sampleRate: rate), decimals: 3),
      "pre_delay_seconds": .rounded(Double(channel.preDelayFrames) / Double(rate), decimals: 9),
      "onset_frame": room.analysis.onsetFrame.map { .integer($0) } ?? .null,
      "broadband": Self.json(room.broadband), "bands": .array(room.bands.map(Self.json)),
    ]
  }

  private static func json(_ figures: RoomFigures) -> JSONValue {
    var members: [JSONValue.Member] = []
    if let band = figures.band {
      members.append(.init("nominal_hz", .number(band.nominalHertz)))
    }
    let all = RoomFigures.all.map { (name: $0.name, figure: $0.figure(figures)) }
    members += all.map { .init($0.name, number($0.figure.value)) }
    members.append(
      .init(
        "missing",
        .object(
          all.compactMap { name, figure in
            figure.reason.map { .init(name, .string($0.rawValue)) }
          })))
    return .object(members)
  }

  private static func number(_ value: Double?) -> JSONValue {
    value.map { .rounded($0, decimals: 6) } ?? .null
  }
}
