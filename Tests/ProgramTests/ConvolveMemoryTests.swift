import Testing
import TestSupport

@Suite struct ConvolveMemoryTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  @Test func `ten minutes take no more memory than one`() throws {
    try bench.write([decay(8000, seed: 1), decay(8000, seed: 2)], as: "ir.wav", rate: rate)
    let short = try peakBytes(minutes: 1), long = try peakBytes(minutes: 10)
    // The longer file is 19 MB, and 38 MB as float samples.
    #expect(abs(long - short) < 16 << 20)
  }

  private let rate = 8000

  /// The most memory of a render of so much silence, as seen when its output grew the last time.
  private func peakBytes(minutes: Int) throws -> Int {
    let sampleBytes = minutes * 60 * rate * 4
    let header = waveHeader(
      format: 1, bits: 16, channels: 2, rate: rate, sampleBytes: sampleBytes)
    // Silence that occupies no disk.
    try bench.folder.write(header, as: "\(minutes).wav", byteCount: header.count + sampleBytes)
    let output = "\(minutes)-out.wav"
    let watch = try FolderWatch(bench.folder)
    let program = try bench.start(["render", "\(minutes).wav", "--ir", "ir.wav", "-o", output])
    var peak = 0
    try watch.wait { folder in
      peak = max(peak, program.peakResidentBytes ?? 0)
      return folder.names.contains(output)
    }
    let result = try program.result()
    #expect(result.status == 0, "\(result.errors)")
    return peak
  }
}
