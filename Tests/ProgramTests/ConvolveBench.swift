import SoundFiles
import TestSupport

/// A folder of sounds, and `convolve` run in it.
final class ConvolveBench {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs `convolve` to its end.
  func run(_ arguments: String...) throws -> ProgramResult {
    try start(arguments).result()
  }

  func start(_ arguments: [String]) throws -> RunningProgram {
    try RunningProgram(try Products.path("convolve"), arguments, in: folder.path)
  }

  /// Starts `convolve` with a call that writes, in turn, failing.
  ///
  /// - Parameter call: from 1; 0 for none.
  /// - Parameter span: `once`, or `ever` for all calls from there on.
  /// - Parameter code: an `errno` code, or 0 to kill the program there.
  /// - Parameter count: the file that gets the number of calls.
  func start(
    _ arguments: [String], failingAt call: Int, _ span: String = "once", code: Int32,
    countingIn count: String
  ) throws -> RunningProgram {
    try RunningProgram(
      try Products.path("convolve"), arguments, in: folder.path,
      environment: [
        "LD_PRELOAD": try Products.path("libFileFaults.so"), "FILE_FAULT_AT": "\(call)",
        "FILE_FAULT_FOR": span, "FILE_FAULT_CODE": "\(code)", "FILE_FAULT_COUNT": count,
      ])
  }

  /// Writes channels of equal length as a sound file; its name chooses the format.
  func write(
    _ channels: [[Float]], as name: String, _ sample: SoundEncoding.Sample = .float32,
    rate: Int = 48000
  ) throws {
    let model = SoundEncoding(container: .wav, sample: sample)
    let writer = try SoundFileWriter(
      path: folder.path(name), sampleRate: rate, channelCount: channels.count,
      encoding: try SoundEncoding(path: name, like: model), replacing: .existing)
    try writer.write(interleaved(channels).span)
    try writer.commit()
  }

  /// The channels of a sound file.
  func read(_ name: String) throws -> [[Float]] {
    try WholeSound(path: folder.path(name)).channels.map { $0.map { Float($0) } }
  }

  /// The bytes of a WAV file's samples.
  func sampleBytes(_ name: String) throws -> [UInt8] {
    let bytes = try folder.bytes(name)
    var offset = 12
    while offset + 8 <= bytes.count {
      let size = (0..<4).reduce(0) { $0 | Int(bytes[offset + 4 + $1]) << (8 * $1) }
      if Array(bytes[offset..<offset + 4]) == Array("data".utf8) {
        return Array(bytes[(offset + 8)..<(offset + 8 + size)])
      }
      offset += 8 + size + size % 2
    }
    return []
  }
}
