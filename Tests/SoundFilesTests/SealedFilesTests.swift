import Glibc
import Testing
import TestSupport

@testable import SoundFiles

@Suite struct SealedFilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func seal(
    _ name: String, in files: SealedFiles, replacing: SoundFileWriter.Replacing = .never,
    fault: @escaping (OutputFile.Step) -> Int32? = { _ in nil }
  ) throws {
    let writer = try SoundFileWriter(
      path: folder.path(name), sampleRate: 48_000, channelCount: 1,
      encoding: SoundEncoding(container: .wav, sample: .int16), replacing: replacing,
      notAliasing: [],
      fault: fault)
    try writer.write([0.5, 0.25].span)
    try files.add(writer)
  }

  @Test func `files have their names after publishing and not before`() throws {
    let files = SealedFiles()
    for name in ["a.wav", "b.wav", "c.wav"] { try seal(name, in: files) }
    #expect(folder.names.allSatisfy { $0.hasPrefix(".") })
    let errors = files.publish()
    #expect(errors == [nil, nil, nil])
    #expect(files.count == 0)
    #expect(folder.names == ["a.wav", "b.wav", "c.wav"])
    #expect(try readAll(SoundFileReader(path: folder.path("b.wav"))) == [0.5, 0.25])
  }

  @Test(arguments: [OutputFile.Step.flush, .close, .rename])
  func `a file that fails costs the others nothing`(_ failing: OutputFile.Step) throws {
    let files = SealedFiles()
    try seal("a.wav", in: files)
    try seal("b.wav", in: files) { $0 == failing ? EIO : nil }
    try seal("c.wav", in: files)
    let errors = files.publish()
    #expect(errors.map { $0?.kind } == [nil, .writeFailed, nil])
    #expect(folder.names == ["a.wav", "c.wav"])
  }

  @Test func `a folder is flushed once, and its failure is told of each file`() throws {
    let files = SealedFiles()
    var flushes = 0
    for name in ["a.wav", "b.wav"] {
      try seal(name, in: files) { step in
        if step == .flushFolder { flushes += 1 }
        return step == .flushFolder ? EIO : nil
      }
    }
    let errors = files.publish()
    #expect(flushes == 1)
    #expect(errors.map { $0?.kind } == [.writeFailed, .writeFailed])
    #expect(errors.map { $0?.path } == ["a.wav", "b.wav"].map(folder.path))
    #expect(folder.names == ["a.wav", "b.wav"])
  }

  @Test func `nothing is left of files that are not published`() throws {
    var files: SealedFiles? = SealedFiles()
    if let files { try seal("a.wav", in: files) }
    files = nil
    #expect(folder.names.isEmpty)
  }

  @Test(arguments: [OutputFile.Step.flush, .close, .rename], [0, 1, 2])
  func `a group of which one file fails leaves what was there`(
    _ failing: OutputFile.Step, _ index: Int
  ) throws {
    for taken in [[], ["a.wav"], ["a.wav", "b.wav", "c.wav"]] {
      for name in taken { _ = try folder.write([1, 2, 3], as: name) }
      let files = SealedFiles()
      for (place, name) in ["a.wav", "b.wav", "c.wav"].enumerated() {
        try seal(name, in: files, replacing: .existing) { step in
          place == index && step == failing ? EIO : nil
        }
      }
      let found = kind { try files.publishTogether() }
      #expect(found == .writeFailed)
      #expect(folder.names == taken)
      for name in taken { #expect(try folder.bytes(name) == [1, 2, 3]) }
      #expect(files.count == 0)
    }
  }

  @Test func `a group replaces what was there, a file of bytes among them`() throws {
    _ = try folder.write([1, 2, 3], as: "a.wav")
    let files = SealedFiles()
    try seal("a.wav", in: files, replacing: .existing)
    try files.add([7, 8], to: folder.path("b.txt"), replacing: .never, notAliasing: [])
    try files.publishTogether()
    #expect(folder.names == ["a.wav", "b.txt"])
    #expect(try readAll(SoundFileReader(path: folder.path("a.wav"))) == [0.5, 0.25])
    #expect(try folder.bytes("b.txt") == [7, 8])
  }
}
