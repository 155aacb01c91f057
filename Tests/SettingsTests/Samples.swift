import Settings

/// Configurations the tests start from.
enum Samples {
  /// The worked example of a room correction.
  static let room = """
    version: 1
    audio:   {rate: 48000, period: 256}
    capture:  {device: "hw:CARD=Loopback,DEV=1", channels: [L, R]}
    playback: {device: "hw:CARD=E30", channels: [L, R]}
    chain:
      - convolve: {ir: "room-{rate}.wav", gain: auto}   # 1 channel: same for all
    """

  /// The worked example of a true-stereo reverb.
  static let reverb = """
    version: 1
    audio:   {rate: 48000, period: 64}
    capture:  {device: "hw:CARD=USB", channels: [L, R]}
    playback: {device: "hw:CARD=USB", channels: [L, R]}
    chain:
      - convolve:
          name: reverb              # the name used by control
          ir: greathall-ts.flac
          layout: true-stereo       # 4 channels: L>L, L>R, R>L, R>R
          dry: 0
          wet: -12
          predelay: 18 ms
    """

  /// The worked example of an active two-way loudspeaker.
  static let crossover = """
    version: 1
    audio:   {rate: 48000, period: 512}
    capture:  {device: "hw:CARD=Loopback,DEV=1", channels: [L, R]}
    playback: {device: "hw:CARD=UltraLite", channels: [L low, R low, L high, R high]}
    chain:
      - route:     {L low: L, R low: R, L high: L, R high: R}
      - crossover: {shape: linkwitz-riley, order: 4, split: 2000, low: [L low, R low], high: [L high, R high]}
      - eq:
          on: [L low, R low]
          bands:
            - {type: peak, freq: 62, gain: -5.5, q: 4.2}
            - {type: lowshelf, freq: 180, gain: 2, q: 0.7}
      - eq:      {on: [L high, R high], file: tweeter-rew.txt}   # REW / Equalizer APO text
      - gain:    {on: [L high, R high], gain: -4.5}
      - delay:   {on: [L high, R high], time: 0.31 ms}           # also 15 samples, 10.6 cm
      - limiter: {on: [L high, R high], ceiling: -6}
    """

  /// Every key of every stage before filters.
  static let full = """
    version: 1
    audio:    {rate: 48 kHz, period: 256, latency: 10.7 ms}
    capture:  {device: "hw:CARD=Loopback,DEV=1", channels: 2, format: S32_LE}
    playback: {device: hw:DAC, channels: [L low, R low, L high, mono], format: FLOAT64_LE}
    chain:
      - gain: {on: ["1"], gain: -4.5}
      - route: {L: 1, R: 2}
      - convolve: {name: room, ir: ../irs/a.wav, layout: matrix, dry: -3 dB, wet: 0.5, predelay: 15 samples, gain: -6, on: [R]}
      - route:
          L low: L
          R low: {from: R, gain: -6}
          L high: []
          mono: [L, {from: R, gain: -3 dB}]
      - gain: {on: mono, gain: +2}
    """

  /// A configuration whose chain is `chain`, which begins in line 6, with channels L and R.
  static func chain(_ chain: String) -> String {
    """
    version: 1
    audio: {rate: 48000, period: 256}
    capture: {device: a, channels: [L, R]}
    playback: {device: b, channels: [L, R]}
    chain:
    \(chain)
    """
  }

  /// A configuration whose line 2 is `audio: {audio}`.
  static func audio(_ audio: String) -> String {
    """
    version: 1
    audio: {\(audio)}
    capture: {device: a, channels: [L, R]}
    playback: {device: b, channels: [L, R]}
    chain: []
    """
  }
}

/// The mistakes in `text` as `line:column message`, in order; empty if there are none.
func mistakes(_ text: String) -> [String] {
  diagnostics(text).map { diagnostic in
    (diagnostic.position.map { "\($0) " } ?? "") + diagnostic.message
  }
}

/// The mistakes in `text`; empty if there are none.
func diagnostics(_ text: String) -> [Diagnostic] {
  do throws(ConfigurationErrors) {
    _ = try Configuration.parse(text: text, path: "room.yaml")
    return []
  } catch {
    return error.diagnostics
  }
}

/// The configuration in `text`, which lies at `path`.
func parsed(
  _ text: String, at path: String = "room.yaml"
) throws(ConfigurationErrors) -> Configuration {
  try Configuration.parse(text: text, path: path)
}
