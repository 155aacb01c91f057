import Glibc
import SoundFiles
import Testing
import TestSupport

@Suite struct RefusalTests {
  private func kind(of bytes: [UInt8], _ name: String = "a.wav") throws -> SoundFileError.Kind? {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, as: name)
    return SoundFilesTests.kind { _ = try SoundFileReader(path: path) }
  }

  @Test("the first bytes decide, not the name", arguments: RoundTripTests.encodings)
  func sniffing(encoding: SoundEncoding) throws {
    let folder = try TemporaryFolder()
    try write([0.5, 0.5], to: folder.path("misnamed.mp3"), encoding)
    let sniffed = try SoundContainer.sniff(folder.path("misnamed.mp3"))
    #expect(sniffed == encoding.container)
  }

  @Test(
    "D2: containers that are not allowed are refused by their first bytes",
    arguments: [
      "NIST_1A\n   1024\n", "RIFX    WAVEfmt ", "RIFF    AVI LIST", ".snd............",
      "MATLAB 5.0 MAT-file", "OggS............", "ID3.............", "FORM    8SVXVHDR", "", "RIFF",
      "root:x:0:0:root:/root:/bin/bash",
    ])
  func otherContainers(head: String) throws {
    #expect(try kind(of: Array(head.utf8)) == .notSound)
  }

  @Test(
    "D2: codecs other than PCM and float are refused",
    arguments: [0x06, 0x07, 0x11, 0x31, 0x55])
  func codecs(format: Int) throws {
    let bits = [0x06: 8, 0x07: 8, 0x11: 4][format] ?? 16
    let file = wave(
      format: format, bits: bits, channels: 1, samples: .init(repeating: 0, count: 512))
    let found = try kind(of: file)
    #expect(found == .unsupported || (found == .malformed && format > 0x11))
  }

  @Test("D3: absurd channel counts and rates are refused")
  func absurdHeaders() throws {
    let samples = [UInt8](repeating: 0, count: 4096)
    #expect(
      try kind(of: wave(format: 1, bits: 16, channels: 257, samples: samples)) == .unsupported)
    for (channels, rate) in [(0, 48_000), (1024, 48_000), (65_535, 48_000), (2, 0), (2, 1 << 31)] {
      let found = try kind(
        of: wave(format: 1, bits: 16, channels: channels, rate: rate, samples: samples))
      #expect(found == .unsupported || found == .malformed, "\(channels) channels, \(rate) Hz")
    }
    #expect(
      try kind(of: wave(format: 1, bits: 16, channels: 2, rate: 768_001, samples: samples))
        == .unsupported)
  }

  @Test("a missing file is missing, and a missing folder as well")
  func missing() throws {
    let folder = try TemporaryFolder()
    #expect(SoundFilesTests.kind { _ = try SoundFileReader(path: folder.path("a")) } == .missing)
    #expect(SoundFilesTests.kind { _ = try SoundFileReader(path: folder.path("b/a")) } == .missing)
    #expect(SoundFilesTests.kind { _ = try SoundFileReader(path: "") } == .missing)
  }

  @Test("D4: a folder, a pipe without a writer, a device and a loop of links are refused at once")
  func specialFiles() throws {
    let folder = try TemporaryFolder()
    mkfifo(folder.path("pipe"), 0o600)
    symlink("loop", folder.path("loop"))
    for path in [folder.path, folder.path("pipe"), "/dev/zero", folder.path("loop")] {
      #expect(SoundFilesTests.kind { _ = try SoundFileReader(path: path) } == .unreadable)
      #expect(SoundFilesTests.kind { _ = try SoundContainer.sniff(path) } == .unreadable)
    }
    #expect(SoundFilesTests.kind { _ = try SoundFileReader(path: "/proc/self/stat") } == .notSound)
  }

  @Test("an error is one sentence that starts with the file's name")
  func description() {
    let error = SoundFileError(kind: .missing, path: "hall.wav", message: "does not exist")
    #expect(error.description == "hall.wav: does not exist")
  }

  @Test("D1: a header cut short at any byte is refused or read, never more")
  func cutHeaders() throws {
    let folder = try TemporaryFolder()
    for encoding in RoundTripTests.encodings where encoding.sample == .int16 {
      try write(exactSamples(.int16, count: 64), to: folder.path("whole"), encoding)
      let whole = try folder.bytes("whole")
      unlink(folder.path("whole"))
      for count in stride(from: 0, to: whole.count, by: 3) {
        let path = try folder.write(Array(whole.prefix(count)), as: "cut")
        guard let reader = try? SoundFileReader(path: path) else { continue }
        let read = (try? readAll(reader)) ?? []
        #expect(read.count <= 64)
      }
    }
  }

  @Test("D1: random damage ends in an error or in samples, within the channel and rate limits")
  func damage() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 42)
    for encoding in RoundTripTests.encodings {
      let samples = exactSamples(encoding.sample, count: 200)
      try write(samples, to: folder.path("whole"), encoding, replacing: .existing)
      let whole = try folder.bytes("whole")
      for _ in 0..<40 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          bytes[Int.random(in: 0..<min(160, bytes.count), using: &generator)] =
            .random(in: 0...255, using: &generator)
        }
        let path = try folder.write(bytes, as: "damaged")
        guard let reader = try? SoundFileReader(path: path) else { continue }
        #expect(SoundFileReader.channelCounts.contains(reader.channelCount))
        #expect(SoundFileReader.sampleRates.contains(reader.sampleRate))
        #expect(((try? readAll(reader)) ?? []).count <= whole.count * 8)
      }
    }
  }
}
