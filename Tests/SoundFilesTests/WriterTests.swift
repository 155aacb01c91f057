import Glibc
import SoundFiles
import Testing
import TestSupport

@Suite struct WriterTests {
  static let float = SoundEncoding(container: .wav, sample: .float32)

  private func writer(
    _ path: String, replacing: SoundFileWriter.Replacing = .never, inputs: [FileIdentity] = [],
    encoding: SoundEncoding = float
  ) throws -> SoundFileWriter {
    try SoundFileWriter(
      path: path, sampleRate: 48_000, channelCount: 1, encoding: encoding, replacing: replacing,
      notAliasing: inputs)
  }

  @Test("nothing has the final name before commit, and nothing else is left after it")
  func commit() throws {
    let folder = try TemporaryFolder()
    let file = try writer(folder.path("a.wav"))
    try file.write([0.5, 0.25].span)
    #expect(file.temporaryPath.map { access($0, F_OK) } == 0)
    #expect(folder.names.count == 1)
    #expect(!folder.names.contains("a.wav"))
    try file.commit()
    #expect(folder.names == ["a.wav"])
    #expect(file.temporaryPath == nil)
    #expect(kind { try file.commit() } == .writeFailed)
    file.discard()
    #expect(folder.names == ["a.wav"])
  }

  @Test("discarding, or letting go, leaves nothing")
  func discard() throws {
    let folder = try TemporaryFolder()
    let file = try writer(folder.path("a.wav"))
    try file.write([0.5].span)
    file.discard()
    #expect(folder.names.isEmpty)
    #expect(kind { try file.commit() } == .writeFailed)
    do { try writer(folder.path("a.wav")).write([0.5].span) }
    #expect(folder.names.isEmpty)
  }

  @Test("an existing file is kept unless replacing was asked for")
  func existing() throws {
    let folder = try TemporaryFolder()
    try folder.write([1, 2, 3], as: "a.wav")
    #expect(kind { _ = try writer(folder.path("a.wav")) } == .exists)
    #expect(try folder.bytes("a.wav") == [1, 2, 3])
    let file = try writer(folder.path("a.wav"), replacing: .existing)
    try file.write([0.5].span)
    #expect(try folder.bytes("a.wav") == [1, 2, 3])
    try file.commit()
    #expect(try readAll(SoundFileReader(path: folder.path("a.wav"))) == [0.5])
  }

  @Test("a file that appears meanwhile is not overwritten")
  func race() throws {
    let folder = try TemporaryFolder()
    let file = try writer(folder.path("a.wav"))
    try file.write([0.5].span)
    try folder.write([1, 2, 3], as: "a.wav")
    #expect(kind { try file.commit() } == .exists)
    #expect(try folder.bytes("a.wav") == [1, 2, 3])
    #expect(folder.names == ["a.wav"])
  }

  @Test("an input is never the output, under any of its names", arguments: [true, false])
  func aliases(mayReplace: Bool) throws {
    let folder = try TemporaryFolder()
    try write([0.5], to: folder.path("in.wav"), Self.float, channels: 1)
    symlink("in.wav", folder.path("symbolic.wav"))
    symlink(folder.path("symbolic.wav"), folder.path("twice.wav"))
    link(folder.path("in.wav"), folder.path("hard.wav"))
    let whole = try folder.bytes("in.wav")
    let reader = try SoundFileReader(path: folder.path("in.wav"))
    let held = open(folder.path("in.wav"), O_RDONLY)
    defer { close(held) }
    let folderName = folder.path.split(separator: "/").last ?? ""
    let names =
      ["in.wav", "symbolic.wav", "twice.wav", "hard.wav", "../\(folderName)/in.wav"]
      .map(folder.path) + ["/proc/self/fd/\(held)"]
    for name in names {
      #expect(
        kind {
          _ = try writer(
            name, replacing: mayReplace ? .existing : .never,
            inputs: [try #require(reader.identity)])
        } == .sameAsInput, "\(name)")
    }
    #expect(try folder.bytes("in.wav") == whole)
    #expect(folder.names.count == 4)
  }

  @Test("an input that takes the output's name meanwhile survives")
  func lateAlias() throws {
    let folder = try TemporaryFolder()
    try write([0.5], to: folder.path("in.wav"), Self.float, channels: 1)
    let reader = try SoundFileReader(path: folder.path("in.wav"))
    let file = try writer(
      folder.path("out.wav"), replacing: .existing, inputs: [try #require(reader.identity)])
    try file.write([0.25].span)
    link(folder.path("in.wav"), folder.path("out.wav"))
    #expect(kind { try file.commit() } == .sameAsInput)
    #expect(folder.names == ["in.wav", "out.wav"])
    #expect(try readAll(reader) == [0.5])
  }

  @Test("replacing through a link writes to where it leads, with the permissions found there")
  func throughLink() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], as: "a.wav")
    chmod(folder.path("a.wav"), 0o600)
    symlink("a.wav", folder.path("link.wav"))
    try write([0.5], to: folder.path("link.wav"), Self.float, channels: 1, replacing: .existing)
    var status = stat()
    lstat(folder.path("link.wav"), &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    lstat(folder.path("a.wav"), &status)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(try readAll(SoundFileReader(path: folder.path("a.wav"))) == [0.5])
  }

  @Test("folders, devices, pipes, dangling links and missing folders are no outputs")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    symlink("nowhere", folder.path("dangling.wav"))
    mkfifo(folder.path("pipe.wav"), 0o600)
    let names = ["dangling.wav", "pipe.wav", "no/such.wav", "", "x/"].map(folder.path)
    for name in names + ["/dev/null", ""] {
      #expect(kind { _ = try writer(name, replacing: .existing) } == .unwritable, "\(name)")
    }
    #expect(folder.names == ["dangling.wav", "pipe.wav"])
  }

  @Test("a read-only folder is no place for an output", .enabled(if: geteuid() != 0))
  func readOnlyFolder() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o500)
    #expect(kind { _ = try writer(folder.path("a.wav")) } == .unwritable)
    chmod(folder.path, 0o700)
  }

  @Test("two renders of the same samples are the same bytes", arguments: RoundTripTests.encodings)
  func deterministic(encoding: SoundEncoding) throws {
    let folder = try TemporaryFolder()
    let samples = exactSamples(encoding.sample, count: 10_000)
    try write(samples, to: folder.path("a"), encoding, step: 1000)
    try write(samples, to: folder.path("b"), encoding, step: 17)
    let first = try folder.bytes("a")
    #expect(first == (try folder.bytes("b")))
    // The blocks that carry the time of day.
    for name in ["PEAK", "peak", "bext", "LIST"] {
      #expect(
        !first.prefix(4096).indices.dropLast(4).contains {
          Array(first[$0..<$0 + 4]) == Array(name.utf8)
        })
    }
  }

  @Test("samples beyond full scale and not finite are counted")
  func counts() throws {
    let folder = try TemporaryFolder()
    let samples: [Float] = [1, 1.5, -1, -1.5, .nan, .infinity, -.infinity, 1e38, 0.5]
    for encoding in RoundTripTests.encodings {
      let file = try write(
        samples, to: folder.path("a"), encoding, channels: 1, replacing: .existing)
      #expect(file.nonFiniteSampleCount == 3)
      #expect(file.clippedSampleCount == (encoding.sample.integerBits == nil ? 0 : 4))
      let back = try readAll(SoundFileReader(path: folder.path("a")))
      #expect(back[2] == -1 && back[4...6].allSatisfy { $0 == 0 } && back[8] == 0.5)
    }
  }

  @Test("a sample that is not finite is found at every place of a float file")
  func findsEachPlace() throws {
    let folder = try TemporaryFolder()
    let encoding = SoundEncoding(container: .wav, sample: .float32)
    for (place, bad) in zip(0..<37, [Float.nan, .infinity, -.infinity].cycled(37)) {
      var samples = [Float](repeating: -0.25, count: 37)
      samples[place] = bad
      let file = try write(
        samples, to: folder.path("a"), encoding, channels: 1, replacing: .existing)
      let back = try readAll(SoundFileReader(path: folder.path("a")))
      #expect(file.nonFiniteSampleCount == 1)
      #expect(back[place] == 0 && back.count { $0 == -0.25 } == 36)
    }
  }
}

extension [Float] {
  /// The numbers in turn, as many as asked for.
  fileprivate func cycled(_ count: Int) -> [Float] { (0..<count).map { self[$0 % self.count] } }
}
