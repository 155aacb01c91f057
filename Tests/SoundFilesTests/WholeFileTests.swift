import Glibc
import Testing
import TestSupport

@testable import SoundFiles

@Suite struct WholeFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `the bytes are in the file, and nothing else is left`() throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try WholeFile.write(bytes, to: folder.path("picture.svg"))
    let isSame = try folder.bytes("picture.svg") == bytes
    #expect(isSame)
    #expect(folder.names == ["picture.svg"])
  }

  @Test func `a file that exists stays unless it may be replaced`() throws {
    let path = folder.path("picture.svg")
    try WholeFile.write([1, 2, 3], to: path)
    let error = #expect(throws: SoundFileError.self) { try WholeFile.write([4], to: path) }
    #expect(error?.kind == .exists)
    #expect(try folder.bytes("picture.svg") == [1, 2, 3])
    try WholeFile.write([4], to: path, replacing: .existing)
    #expect(try folder.bytes("picture.svg") == [4])
  }

  @Test func `an input is never replaced`() throws {
    let path = folder.path("hall.wav")
    try WholeFile.write([1], to: path)
    let identity = try #require(FileIdentity(path: path))
    let error = #expect(throws: SoundFileError.self) {
      try WholeFile.write([2], to: path, replacing: .existing, notAliasing: [identity])
    }
    #expect(error?.kind == .sameAsInput)
    #expect(try folder.bytes("hall.wav") == [1])
  }

  @Test(arguments: [OutputFile.Step.write, .flush, .close, .rename])
  func `a step that fails leaves the old content and no other file`(
    step: OutputFile.Step
  ) throws {
    let path = folder.path("picture.svg")
    try WholeFile.write([1, 2, 3], to: path)
    let error = #expect(throws: SoundFileError.self) {
      try WholeFile.write([4], to: path, replacing: .existing, notAliasing: []) {
        $0 == step ? ENOSPC : nil
      }
    }
    #expect(error?.kind == .diskFull)
    #expect(try folder.bytes("picture.svg") == [1, 2, 3])
    #expect(folder.names == ["picture.svg"])
  }
}
