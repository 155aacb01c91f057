import Glibc
import Testing
import TestSupport

@testable import SoundFiles

@Suite struct FaultTests {
  private static let encodings = SoundContainer.allCases.map {
    SoundEncoding(container: $0, sample: .int24)
  }

  /// Writes a small file over an old one with the fault script in place.
  private func replace(
    _ path: String, _ encoding: SoundEncoding, fault: @escaping (OutputFile.Step) -> Int32?
  ) throws {
    let writer = try SoundFileWriter(
      path: path, sampleRate: 48_000, channelCount: 1, encoding: encoding, replacing: .existing,
      notAliasing: [], fault: fault)
    for _ in 0..<5 { try writer.write(exactSamples(.int24, count: 9000).span) }
    try writer.commit()
  }

  @Test("each write that fails, in turn, is an error and costs nothing", arguments: encodings)
  func everyWrite(encoding: SoundEncoding) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1, 2, 3], as: "a")
    var failing = 0
    while true {
      var writes = 0
      let found = kind {
        try replace(path, encoding) { step in
          if step == .write { writes += 1 }
          return step == .write && writes == failing + 1 ? ENOSPC : nil
        }
      }
      if writes <= failing { break }
      #expect(found == .diskFull, "write \(failing)")
      #expect(folder.names == ["a"])
      #expect(try folder.bytes("a") == [1, 2, 3])
      failing += 1
    }
    #expect(failing > 3)
    #expect(try readAll(SoundFileReader(path: path)).count == 45_000)
  }

  @Test(
    "flush, close and rename that fail are errors and cost nothing",
    arguments: [OutputFile.Step.flush, .close, .rename])
  func publishing(failing: OutputFile.Step) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1, 2, 3], as: "a")
    for code in [EIO, ENOSPC, EDQUOT] {
      let found = kind {
        try replace(path, Self.encodings[0]) { $0 == failing ? code : nil }
      }
      #expect(found == (code == EIO ? .writeFailed : .diskFull))
      #expect(folder.names == ["a"])
      #expect(try folder.bytes("a") == [1, 2, 3])
    }
  }

  @Test("a folder that cannot be flushed is an error, with the file in place")
  func folderFlush() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1, 2, 3], as: "a")
    let found = kind { try replace(path, Self.encodings[0]) { $0 == .flushFolder ? EIO : nil } }
    #expect(found == .writeFailed)
    #expect(folder.names == ["a"])
    #expect(try readAll(SoundFileReader(path: path)).count == 45_000)
  }

  @Test("after a failed write every call says so")
  func sticky() throws {
    let folder = try TemporaryFolder()
    let writer = try SoundFileWriter(
      path: folder.path("a.wav"), sampleRate: 48_000, channelCount: 1,
      encoding: SoundEncoding(container: .wav, sample: .float32), replacing: .never,
      notAliasing: [], fault: { _ in EIO })
    for _ in 0..<3 { #expect(kind { try writer.write([0.5].span) } == .writeFailed) }
    #expect(kind { try writer.commit() } == .writeFailed)
    #expect(folder.names.isEmpty)
  }

  @Test("a full disk, played by the limit of file size, is named and leaves nothing")
  func sizeLimit() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      limit.rlim_cur = 20_000
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      for container in SoundContainer.allCases {
        let encoding = SoundEncoding(container: container, sample: .int24)
        let found = kind {
          try write(exactSamples(.int24, count: 40_000), to: folder.path("a"), encoding)
        }
        guard found == .diskFull, folder.names.isEmpty else { exit(1) }
      }
    }
  }
}
