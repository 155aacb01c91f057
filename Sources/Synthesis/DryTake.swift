import Glibc

/// A short dry recording of the project's own, to hear and to test reverberation with.
public enum DryTake {
  /// Eight seconds of plucked strings in stereo, the last 0.3 s silent; the peak is -6 dBFS.
  ///
  /// The same sampling rate gives the same bits on every run of one build. No dither.
  ///
  /// - Precondition: `sampleRate` lies within ``SynthesizedSound/sampleRates``.
  public static func pluckedNotes(sampleRate: Int = 48000) -> SynthesizedSound {
    precondition(SynthesizedSound.sampleRates.contains(sampleRate))
    let frameCount = 8 * sampleRate
    let mix = ComplexSignal(count: frameCount)
    for (index, note) in PluckedNote.phrase.enumerated() {
      add(note, random: RandomStream(seed: seed, stream: index), to: mix, sampleRate: sampleRate)
    }
    let soundingFrames = frameCount - 3 * sampleRate / 10
    mix.fadeOut(soundingFrames - sampleRate / 5..<soundingFrames)
    mix.clear(soundingFrames..<frameCount)
    return SynthesizedSound(
      name: "plucked-notes", sampleRate: sampleRate, channels: normalized(mix))
  }

  /// What the sound is and how it was made, in one paragraph.
  public static let summary = """
    An original phrase of \(PluckedNote.phrase.count) notes in D minor on plucked strings \
    (Karplus and Strong, tuned by an all-pass; pluck position, decay and damping per note), 8 s, \
    stereo, no reverberation, peak -6 dBFS, last 0.3 s silent; seed 0x\
    \(String(seed, radix: 16)); CC0-1.0.
    """

  private static let seed: UInt64 = 0x7069_636B
  /// Quarter notes of 100 a minute.
  private static let secondsPerBeat = 0.6
  /// Before the first pluck.
  private static let leadSeconds = 0.05
  /// In which a stopped string decays by 60 dB.
  private static let dampSeconds = 0.15
  /// -6 dBFS.
  private static let peak = 0.5

  /// Plays one note into `mix`: left in the real parts, right in the imaginary ones.
  private static func add(
    _ note: PluckedNote, random: RandomStream, to mix: ComplexSignal, sampleRate: Int
  ) {
    let rate = Double(sampleRate)
    let first = Int((leadSeconds + note.beat * secondsPerBeat) * rate)
    let heldFrames = Int(note.beats * secondsPerBeat * rate)
    let frameCount = min(heldFrames + Int(2 * dampSeconds * rate), mix.count - first)
    let string = PluckedString(
      frequency: note.frequency, sampleRate: sampleRate, pluckPosition: 0.18,
      pluckCutoff: 600 + 2400 * note.strength * note.strength)
    var random = random
    let samples = string.render(frameCount: frameCount, random: &random)

    let damping = exp(-3 * log(10.0) / (dampSeconds * rate))
    // A quarter of a right angle at the most to either side, at constant power.
    let angle = Double.pi / 4 * (1 - note.pan)
    let (left, right) = (sin(angle), cos(angle))
    var gain = note.strength
    for frame in 0..<frameCount {
      if frame >= heldFrames { gain *= damping }
      let (real, imaginary) = mix[first + frame]
      mix[first + frame] = (
        real + left * gain * samples[frame], imaginary + right * gain * samples[frame]
      )
    }
  }

  private static func normalized(_ mix: ComplexSignal) -> [[Float]] {
    let frames = 0..<mix.count
    let highest = frames.reduce(0.0) { max($0, abs(mix[$1].real), abs(mix[$1].imaginary)) }
    let gain = peak / highest
    return [
      frames.map { Float(gain * mix[$0].real) }, frames.map { Float(gain * mix[$0].imaginary) },
    ]
  }
}
