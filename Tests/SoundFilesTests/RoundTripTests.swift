import SoundFiles
import Testing
import TestSupport

@Suite struct RoundTripTests {
  static let encodings: [SoundEncoding] = SoundContainer.allCases.flatMap { container in
    SoundEncoding.Sample.allCases
      .filter { container != .flac || [.int16, .int24].contains($0) }
      .map { SoundEncoding(container: container, sample: $0) }
  }

  @Test("samples come back bit for bit from every container and encoding", arguments: encodings)
  func exact(encoding: SoundEncoding) throws {
    let folder = try TemporaryFolder()
    for channels in [1, 2, 3, 8] {
      // An odd number of frames, so that 24-bit mono needs a pad byte.
      let samples = exactSamples(encoding.sample, count: 4099 * channels)
      let path = folder.path("\(channels).\(encoding.container.rawValue)")
      let writer = try write(samples, to: path, encoding, channels: channels, rate: 44_100)
      #expect(writer.clippedSampleCount == 0)
      #expect(writer.frameCount == 4099)

      let reader = try SoundFileReader(path: path)
      #expect(reader.encoding == encoding)
      #expect(reader.sampleRate == 44_100)
      #expect(reader.channelCount == channels)
      #expect(reader.declaredFrameCount == 4099)
      #expect(bits(try readAll(reader)) == bits(samples))
      #expect(reader.readFrameCount == 4099)
    }
  }

  @Test("a copy of a file is the same file, byte for byte", arguments: encodings)
  func transparent(encoding: SoundEncoding) throws {
    let folder = try TemporaryFolder()
    let samples = exactSamples(encoding.sample, count: 2 * 3001, seed: 7)
    try write(samples, to: folder.path("a"), encoding)
    let copied = try readAll(SoundFileReader(path: folder.path("a")))
    try write(copied, to: folder.path("b"), encoding, step: 64)
    #expect(try folder.bytes("a") == folder.bytes("b"))
  }

  @Test("files of no frame and of few frames hold exactly those", arguments: encodings)
  func short(encoding: SoundEncoding) throws {
    let folder = try TemporaryFolder()
    for frames in [0, 1, 2, 3, 7, 20] {
      let samples = exactSamples(encoding.sample, count: frames * 2)
      try write(samples, to: folder.path("a"), encoding, replacing: .existing)
      let reader = try SoundFileReader(path: folder.path("a"))
      #expect(reader.declaredFrameCount == frames)
      #expect(bits(try readAll(reader)) == bits(samples))
    }
  }

  @Test("256 channels at 768 kHz pass, one more of either does not")
  func limits() throws {
    let folder = try TemporaryFolder()
    let encoding = SoundEncoding(container: .wav, sample: .float32)
    let samples = exactSamples(.float32, count: 256 * 10)
    try write(samples, to: folder.path("a.wav"), encoding, channels: 256, rate: 768_000)
    let reader = try SoundFileReader(path: folder.path("a.wav"))
    #expect(reader.channelCount == 256)
    #expect(reader.sampleRate == 768_000)
    #expect(bits(try readAll(reader)) == bits(samples))
    for (channels, rate) in [(257, 48_000), (0, 48_000), (2, 768_001), (2, 0)] {
      #expect(
        kind {
          _ = try SoundFileWriter(
            path: folder.path("b.wav"), sampleRate: rate, channelCount: channels,
            encoding: encoding)
        } == .unsupported)
    }
  }

  @Test("FLAC refuses nine channels, rates above 655 kHz and float samples, and says why")
  func flacLimits() throws {
    let folder = try TemporaryFolder()
    for (channels, rate, sample) in [
      (9, 48_000, SoundEncoding.Sample.int24), (2, 700_000, .int24), (2, 48_000, .float32),
    ] {
      #expect(
        kind {
          _ = try SoundFileWriter(
            path: folder.path("b.flac"), sampleRate: rate, channelCount: channels,
            encoding: SoundEncoding(container: .flac, sample: sample))
        } == .unsupported)
    }
    #expect(folder.names.isEmpty)
  }

  @Test("eight-bit samples are read exactly and count as 16-bit ones")
  func eightBit() throws {
    let folder = try TemporaryFolder()
    let every = (0...255).map { UInt8($0) }
    try folder.write(wave(format: 1, bits: 8, channels: 1, samples: every), as: "a.wav")
    let reader = try SoundFileReader(path: folder.path("a.wav"))
    #expect(reader.encoding == SoundEncoding(container: .wav, sample: .int16))
    #expect(reader.declaredFrameCount == 256)
    #expect(try readAll(reader) == every.map { (Float($0) - 128) / 128 })
  }

  @Test("the span and the pointer read and write the same")
  func spans() throws {
    let folder = try TemporaryFolder()
    let samples = exactSamples(.float32, count: 200)
    try write(samples, to: folder.path("a.wav"), .init(container: .wav, sample: .float32))
    let reader = try SoundFileReader(path: folder.path("a.wav"))
    var staging = [Float](repeating: 9, count: 201)
    var span = staging.mutableSpan
    #expect(try reader.read(into: &span) == 100)
    #expect(bits(Array(staging.prefix(200))) == bits(samples))
    #expect(staging[200] == 9)
  }
}

@Suite struct SoundEncodingTests {
  @Test("the extension gives the container and the model the samples")
  func byExtension() throws {
    let int24 = SoundEncoding(container: .aiff, sample: .int24)
    #expect(
      try SoundEncoding(path: "a/b.WAV", like: int24) == .init(container: .wav, sample: .int24))
    #expect(
      try SoundEncoding(path: "b.aif", like: nil) == .init(container: .aiff, sample: .float32))
    #expect(try SoundEncoding(path: "b.flac", like: nil) == .init(container: .flac, sample: .int24))
    let int16 = SoundEncoding(container: .wav, sample: .int16)
    #expect(
      try SoundEncoding(path: "b.flac", like: int16) == .init(container: .flac, sample: .int16))
  }

  @Test(
    "a name without a known extension is refused", arguments: ["out", "a.wav/out", "x.mp3", ""])
  func unknownExtension(path: String) {
    #expect(kind { _ = try SoundEncoding(path: path, like: nil) } == .unsupported)
  }
}
