internal import Glibc

/// A name that may be written to: nothing is there, or a regular file that may be replaced.
struct OutputPlace {
  /// The name as the caller gave it.
  let path: String
  /// `path` with symbolic links followed, so that a link keeps pointing at what it points at.
  let target: String
  /// The permissions of the file that will be replaced.
  let permissions: mode_t?

  /// - Errors: `exists`, `sameAsInput`, `unwritable`.
  init(
    path: String, replacing: SoundFileWriter.Replacing, inputs: [FileIdentity]
  ) throws(SoundFileError) {
    var status = stat()
    self.path = path
    guard lstat(path, &status) == 0 else {
      try Self.demandFileName(path)
      target = path
      permissions = nil
      return
    }
    guard stat(path, &status) == 0 else {
      throw Self.unwritable(path, "is a symbolic link that leads nowhere; remove it first")
    }
    if let special = nameOfSpecialFile(mode: status.st_mode) {
      throw Self.unwritable(path, "is \(special); give the name of a file")
    }
    // Before the question of replacing: permission to replace must never cost an input.
    try Self.demandNoInput(at: path, path, inputs)
    guard replacing == .existing else { throw Self.occupied(path) }
    guard let resolved = realpath(path, nil) else {
      throw Self.unwritable(path, "cannot be resolved: \(SoundFileError.text(of: errno))")
    }
    defer { free(resolved) }
    target = String(cString: resolved)
    permissions = status.st_mode & 0o777
  }

  /// Throws `sameAsInput` when the file at `target` is one of the inputs.
  static func demandNoInput(
    at target: String, _ path: String, _ inputs: [FileIdentity]
  ) throws(SoundFileError) {
    guard let identity = FileIdentity(path: target), inputs.contains(identity) else { return }
    throw SoundFileError(
      kind: .sameAsInput, path: path,
      message: "is also an input, perhaps under another name; write to a different file")
  }

  /// The error for a name that is taken.
  static func occupied(_ path: String) -> SoundFileError {
    SoundFileError(
      kind: .exists, path: path,
      message: "exists already; choose another name or allow it to be replaced")
  }

  private static func demandFileName(_ path: String) throws(SoundFileError) {
    guard path.isEmpty || path.hasSuffix("/") else { return }
    throw unwritable(path, "names no file; give the name of a file")
  }

  fileprivate static func unwritable(_ path: String, _ message: String) -> SoundFileError {
    SoundFileError(kind: .unwritable, path: path, message: message)
  }
}

/// A new, empty file beside a target, open for reading and writing.
struct TemporaryFile {
  let path: String
  let descriptor: Int32

  /// - Parameter target: the file that it will become.
  /// - Parameter path: the target's name for messages; `target` if not given.
  /// - Parameter permissions: its own; what the mask leaves of the usual ones if not given.
  /// - Errors: `unwritable`, `diskFull`.
  init(
    beside target: String, path: String? = nil, permissions: mode_t?
  ) throws(SoundFileError) {
    let folder = folder(of: target)
    var code = EEXIST
    // A taken name means 64 random bits met twice: one more try is plenty.
    for _ in 0..<8 where code == EEXIST {
      let temporary = Self.name(beside: target)
      let descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
      if descriptor >= 0 {
        // Replacing a private file must not publish it. Failing is harmless: the mask applies.
        if let permissions { fchmod(descriptor, permissions) }
        self.path = temporary
        self.descriptor = descriptor
        return
      }
      code = errno
    }
    throw Self.refusal(path ?? target, folder: folder, code: code)
  }

  /// A name that nothing has: 64 random bits.
  static func name(beside target: String) -> String {
    let folder = folder(of: target)
    let name = ".convolve-\(String(UInt64.random(in: .min ... .max), radix: 16)).partial"
    return folder == "." ? name : folder + "/" + name
  }

  /// Fails as creating a file there would, as far as that can be known.
  static func demandFolder(of target: String, path: String) throws(SoundFileError) {
    let folder = folder(of: target)
    guard access(folder, W_OK | X_OK) == 0 else {
      throw refusal(path, folder: folder, code: errno)
    }
  }

  private static func refusal(_ path: String, folder: String, code: Int32) -> SoundFileError {
    switch code {
    case ENOSPC, EDQUOT: SoundFileError.writing(path, "create the file", code: code)
    case ENOENT, ENOTDIR:
      OutputPlace.unwritable(path, "the folder \(folder) does not exist; create it first")
    default:
      OutputPlace.unwritable(
        path, "no file can be created in the folder \(folder): \(SoundFileError.text(of: code))")
    }
  }
}

/// The folder part of a file's name; `.` when there is none.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Whether the error of a hard link says that the file system has none, as FAT.
func lacksLinks(_ code: Int32) -> Bool { code == EPERM || code == EOPNOTSUPP || code == ENOSYS }

/// Renames a file unless the new name is taken; -1 with `errno` EEXIST when it is.
///
/// A hard link takes a name or fails in one step, which `rename` does not. File systems without
/// hard links (FAT) are asked first, which leaves a moment in which another program can slip in.
func renameIfFree(_ old: String, _ new: String) -> Int32 {
  if link(old, new) == 0 {
    // The file has its name now; a second name that stays behind takes nothing from it.
    unlink(old)
    return 0
  }
  guard lacksLinks(errno) else { return -1 }
  var status = stat()
  if lstat(new, &status) == 0 {
    errno = EEXIST
    return -1
  }
  return rename(old, new)
}
