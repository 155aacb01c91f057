internal import CFiles
internal import Glibc

/// A file in the making: bytes go to a temporary file beside the target, which takes the target's
/// name only when everything has reached the disk.
///
/// - Owner: removes the temporary file when it goes away without having been published.
/// - Thread: any one at a time.
final class OutputFile {
  /// The steps that can fail, in the order in which a file goes through them.
  enum Step: Hashable {
    case write, flush, close, rename, flushFolder
  }

  /// The target's name as the caller gave it, for messages.
  let path: String
  /// Where the file goes: `path` with symbolic links followed.
  let target: String
  let replacing: SoundFileWriter.Replacing
  let inputs: [FileIdentity]
  /// The temporary file's name, or `nil` once it is gone.
  private(set) var temporaryPath: String?
  /// The first error of a write; what was written before it is of no use.
  private(set) var failure: Int32?
  /// Where the next byte goes, and how far the file reaches, both counted from ``origin``.
  private(set) var position = 0
  private(set) var byteCount = 0
  /// Bytes in front of position 0, for a header that is written last.
  let origin: Int
  /// How far the disk has been told to write.
  private var flushBegun = 0
  /// Long against a system call, short against what a disk writes in the time of a render.
  private static let flushStride = 1 << 23

  private var descriptor: Int32?
  /// Asked before each step; an `errno` code makes the step fail. Tests fail each step in turn.
  private let fault: (Step) -> Int32?

  /// Creates the temporary file.
  ///
  /// - Errors: `exists`, `sameAsInput`, `unwritable`, `diskFull`.
  init(
    path: String, replacing: SoundFileWriter.Replacing, inputs: [FileIdentity], origin: Int = 0,
    fault: @escaping (Step) -> Int32? = { _ in nil }
  ) throws(SoundFileError) {
    let place = try OutputPlace(path: path, replacing: replacing, inputs: inputs)
    let temporary = try TemporaryFile(
      beside: place.target, path: path, permissions: place.permissions)
    self.path = path
    self.replacing = replacing
    self.inputs = inputs
    self.origin = origin
    self.fault = fault
    target = place.target
    temporaryPath = temporary.path
    descriptor = temporary.descriptor
  }

  deinit { discard() }

  /// Writes all of `bytes` at ``position`` and moves on.
  ///
  /// - Returns: bytes written: all of them, or fewer with ``failure`` set.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    var done = 0
    while done < bytes.count, failure == nil {
      let count = writePart(UnsafeRawBufferPointer(rebasing: bytes[done...]), at: position)
      done += count
      position += count
      byteCount = max(byteCount, position)
    }
    beginFlush()
    return done
  }

  /// Has the disk begin with what was written, so that little is left for the flush that ends the
  /// file. Not a promise: what goes wrong here is for that flush to tell.
  private func beginFlush() {
    guard byteCount - flushBegun >= Self.flushStride, let descriptor else { return }
    _ = sync_file_range(
      descriptor, Int64(origin + flushBegun), Int64(byteCount - flushBegun), cfl_sync_write)
    flushBegun = byteCount
  }

  /// Writes `bytes` in front of position 0.
  ///
  /// - Precondition: `bytes.count == origin`.
  func writeFront(_ bytes: [UInt8]) {
    precondition(bytes.count == origin, "the front holds \(origin) bytes")
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count, failure == nil {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        done += writePart(rest, at: done - origin)
      }
    }
  }

  /// One system call's worth of writing; sets ``failure`` when it failed.
  private func writePart(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
    guard let descriptor else {
      failure = EBADF
      return 0
    }
    if let code = fault(.write) {
      failure = code
      return 0
    }
    let count = pwrite(descriptor, bytes.baseAddress, bytes.count, origin + position)
    if count > 0 { return count }
    // A write of nothing without an error would repeat for ever.
    if count == 0 {
      failure = EIO
    } else if errno != EINTR {
      failure = errno
    }
    return 0
  }

  /// Reads back up to `bytes.count` bytes at ``position`` and moves on; the number read.
  func read(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
    guard let descriptor else { return 0 }
    let count = max(0, pread(descriptor, bytes.baseAddress, bytes.count, origin + position))
    position += count
    return count
  }

  /// Sets ``position``; a place in front of 0 is refused.
  func move(to newPosition: Int) {
    if newPosition >= 0 { position = newPosition }
  }

  /// Forgets everything written from position 0 on.
  func clear() {
    if let descriptor, ftruncate(descriptor, origin) != 0 { failure = errno }
    (position, byteCount) = (0, 0)
  }

  /// Makes the file durable and gives it the target's name.
  ///
  /// - Errors: `diskFull`, `writeFailed`, `exists`, `sameAsInput`. In all cases the temporary file
  ///   is gone and what stood under the target's name stands there still, except when only the
  ///   folder's flush failed.
  func publish() throws(SoundFileError) {
    try takeName()
    try flushFolder()
  }

  /// ``publish()`` up to the folder's flush.
  func takeName() throws(SoundFileError) {
    try settle()
    try takeNameOnly()
  }

  /// Makes the file durable under its temporary name.
  func settle() throws(SoundFileError) {
    do throws(SoundFileError) {
      if let failure { throw SoundFileError.writing(path, "write", code: failure) }
      guard let descriptor else { throw SoundFileError.writing(path, "finish", code: EBADF) }
      try attempt(.flush, "flush to disk") { fsync(descriptor) }
      self.descriptor = nil
      try attempt(.close, "close") { Glibc.close(descriptor) }
    } catch {
      discard()
      throw error
    }
  }

  /// Gives the file its name, once it has settled.
  func takeNameOnly() throws(SoundFileError) {
    defer { discard() }
    guard let temporaryPath else { throw SoundFileError.writing(path, "finish", code: EBADF) }
    try OutputPlace.demandNoInput(at: target, path, inputs)
    try rename(temporaryPath)
    self.temporaryPath = nil
  }

  private func rename(_ temporaryPath: String) throws(SoundFileError) {
    let (path, target, replacing) = (path, target, replacing)
    do throws(SoundFileError) {
      try attempt(.rename, "give the file its name") {
        switch replacing {
        case .existing: Glibc.rename(temporaryPath, target)
        case .never: renameIfFree(temporaryPath, target)
        }
      }
    } catch {
      guard replacing == .never, errno == EEXIST else { throw error }
      throw OutputPlace.occupied(path)
    }
  }

  /// Without this a power cut can take the new name away again.
  func flushFolder() throws(SoundFileError) {
    let folder = open(folder(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may be written but not read cannot be flushed; the file itself is safe.
    guard folder >= 0 else { return }
    defer { Glibc.close(folder) }
    do throws(SoundFileError) {
      // Some file systems have nothing to flush and say so.
      try attempt(.flushFolder, "flush") { fsync(folder) == 0 || errno == EINVAL ? 0 : -1 }
    } catch {
      throw SoundFileError(
        kind: .writeFailed, path: path,
        message: "is complete, but its folder could not be flushed to disk; check the disk")
    }
  }

  private func attempt(
    _ step: Step, _ words: String, _ call: () -> Int32
  ) throws(SoundFileError) {
    if let code = fault(step) {
      errno = code
      throw SoundFileError.writing(path, words, code: code)
    }
    if call() != 0 { throw SoundFileError.writing(path, words, code: errno) }
  }

  /// Removes the temporary file; nothing when it is gone already.
  func discard() {
    if let descriptor { Glibc.close(descriptor) }
    descriptor = nil
    if let temporaryPath { unlink(temporaryPath) }
    temporaryPath = nil
  }
}
