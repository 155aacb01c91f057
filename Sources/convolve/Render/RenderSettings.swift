internal import ArgumentParser
internal import Batch
internal import Rendering

/// What is asked of every file of a render.
struct RenderSettings: Sendable {
  var filter: FilterOptions
  var levels: LevelOptions
  var span: SpanOptions
  var storage: StorageOptions

  /// Refuses what contradicts itself across the groups.
  ///
  /// - Throws: `ValidationError`.
  func validate() throws {
    let isMixed = levels.dry != nil || levels.predelay != nil
    if filter.chain != nil && (isMixed || levels.wet.decibels != 0 || span.align != nil) {
      throw ValidationError(
        "--chain says how the sound is mixed; leave --wet, --dry, --predelay and --align out.")
    }
    guard filter.correlate else { return }
    if isMixed || span.align != nil || span.tail == .full {
      throw ValidationError(
        """
        --correlate begins at lag 0 and ends with the input; leave --dry, --predelay, --align and \
        --tail full out.
        """)
    }
  }
}

/// One file's render.
struct RenderTask: Sendable {
  var input: String
  var output: String
  /// The impulse response's file, or the chain's.
  var response: String
  /// Of the impulse response; `nil` for all.
  var responseChannels: ChannelNumbers?
  /// Added to the result after its level is set.
  var noise: AddedNoise?
  /// The file that the noise is from, and what it held.
  var noiseFile: AppliedFile?
}
