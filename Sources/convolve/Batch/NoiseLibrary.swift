internal import Batch
internal import Rendering
internal import Session
internal import SoundFiles

/// The noise to choose from, each file read once and kept within a bound of memory.
///
/// Thread: any.
final class NoiseLibrary: Sendable {
  /// What stands for noise that needs no file.
  static let white = "white"

  private struct Key: Hashable, Sendable {
    var path: String
    var sampleRate: Int
  }

  private static let cacheBytes = 256 << 20
  private static let limits = ImpulseLimits(seconds: 3600, tapCount: 32 << 20)
  private let paths: [String]
  private let cache = SharedCache<Key, Kept, CommandFailure>(bytes: NoiseLibrary.cacheBytes)

  /// A sound and what its file held.
  private struct Kept: Sendable {
    var sound: NoiseSound
    var file: AppliedFile?
  }

  /// The noise for one item.
  struct Chosen {
    var added: AddedNoise
    /// What its file held; `nil` for noise that needs none.
    var file: AppliedFile?
  }

  /// - Parameter name: a file, a folder of them, or `white`; `nil` when only a list names some.
  init(_ name: String?) throws(BatchError) {
    guard let name else {
      paths = []
      return
    }
    paths = name != Self.white && SoundFolder.exists(name) ? try SoundFolder(name).paths : [name]
  }

  /// What an item gets; `nil` when there is nothing to choose from.
  func choice(_ draws: ItemDraws) -> String? {
    paths.isEmpty ? nil : paths[draws.number(below: paths.count, .noise)]
  }

  /// The noise for one item, read where it is not kept.
  ///
  /// - Parameter sampleRate: of the sound that it is added to.
  func noise(
    _ name: String, _ draws: ItemDraws, snrDecibels: Double, sampleRate: Int
  ) throws(CommandFailure) -> Chosen {
    if name == Self.white {
      return Chosen(
        added: AddedNoise(.white(seed: draws.bits(.noiseSamples)), snrDecibels: snrDecibels))
    }
    let kept = try cache.value(Key(path: name, sampleRate: sampleRate)) {
      () throws(CommandFailure) in
      let file = AppliedFile(path: name)
      let sound = try Self.load(name, sampleRate: sampleRate)
      let byteCount = sound.frameCount * sound.channelCount * MemoryLayout<Float>.stride
      return (Kept(sound: sound, file: file), byteCount)
    }
    let offset = draws.number(below: kept.sound.frameCount, .noiseOffset)
    return Chosen(
      added: AddedNoise(.sound(kept.sound, offsetFrames: offset), snrDecibels: snrDecibels),
      file: kept.file)
  }

  /// Reads a file and brings it to the rate: its level is set later, so that the scale of taps does
  /// not matter.
  private static func load(
    _ path: String, sampleRate: Int
  ) throws(CommandFailure) -> NoiseSound {
    let sound = try known { () throws(SoundFileError) in
      try ImpulseResponse.load(path: path, limits: limits).resampled(to: sampleRate, limits: limits)
    }
    let frames = 0..<sound.frameCount
    let samples = frames.flatMap { frame in sound.channels.map { Float($0[frame]) } }
    return NoiseSound(samples: samples, channelCount: sound.channelCount)
  }
}
