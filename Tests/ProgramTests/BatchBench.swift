import Glibc
import JSON
import SoundFiles
import TestSupport

/// A folder of short sounds, impulse responses and noise, and `convolve render` run over them.
final class BatchBench {
  static let rate = 16000
  static let soundCount = 12
  let bench: ConvolveBench
  var folder: TemporaryFolder { bench.folder }

  init() throws {
    bench = try ConvolveBench()
    for name in ["dry", "dry/b", "rirs", "noises"] { mkdir(bench.folder.path(name), 0o755) }
    for index in 0..<Self.soundCount {
      let samples = noise(3000 + 100 * index, seed: UInt64(index), level: 0.2)
      try write(samples, as: "dry/\(index % 2 == 0 ? "b/" : "")s\(index).wav")
    }
    for index in 0..<3 {
      let taps = [Float](repeating: 0, count: 40 * index) + decay(600, seed: UInt64(100 + index))
      try write(taps.map { $0 / 4 }, as: "rirs/r\(index).wav")
    }
    for index in 0..<2 {
      try write(noise(900 + index, seed: UInt64(200 + index)), as: "noises/n\(index).wav")
    }
  }

  /// Writes a mono WAV file of floats, without waiting for the disk.
  func write(_ samples: [Float], as name: String) throws {
    let header = waveHeader(
      format: 3, bits: 32, channels: 1, rate: Self.rate, sampleBytes: 4 * samples.count)
    try folder.write(header + floatBytes(samples), as: name)
  }

  func run(_ arguments: [String]) throws -> ProgramResult {
    try bench.start(["render"] + arguments).result()
  }

  func text(_ name: String) throws -> String {
    String(decoding: try folder.bytes(name), as: UTF8.self)
  }

  func lines(_ name: String) throws -> [String] {
    try text(name).split(separator: "\n").map(String.init)
  }

  /// The objects of a file of JSON lines.
  func objects(_ name: String) throws -> [JSONValue] {
    try lines(name).map { try JSONValue(parsing: $0) }
  }

  /// The bytes of the outputs that the manifest of another run into another folder names as well.
  func isSame(_ left: String, _ right: String, manifest: String) throws -> Bool {
    let names = try objects(manifest).compactMap { $0["out"]?.text }
    return try !names.isEmpty
      && names.allSatisfy { name in
        let rest = name.dropFirst(left.count)
        return try folder.bytes(name) == folder.bytes(right + rest)
      }
  }
}
