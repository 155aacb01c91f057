internal import Batch
internal import Glibc

/// The sound files in a folder and the folders in it, by name.
///
/// Hidden files and folders are left out; links to files are followed, links to folders are not.
struct SoundFolder {
  /// Relative to the working folder if the folder is, in order of their bytes.
  private(set) var paths: [String] = []
  /// Files that are no sound by their name.
  private(set) var otherCount = 0

  private static let endings: Set<String> = [
    "wav", "wave", "rf64", "w64", "aiff", "aif", "aifc", "caf", "flac",
  ]
  private static let depthLimit = 64

  /// - Errors: `missing` when it cannot be read or holds no sound.
  init(_ folder: String) throws(BatchError) {
    try add(folder, depth: 0)
    guard !paths.isEmpty else {
      throw BatchError(
        .missing, "\(folder): holds no sound file (.wav, .flac, .aiff, .caf, .w64, .rf64)")
    }
    paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether there is a folder of this name.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a name ends as those of sound files do.
  static func isSound(name: String) -> Bool {
    let ending = name.split(separator: ".").dropFirst().last?.lowercased()
    return ending.map(endings.contains) ?? false
  }

  private mutating func add(_ folder: String, depth: Int) throws(BatchError) {
    guard depth <= Self.depthLimit else {
      throw BatchError(.malformed, "\(folder): is more than \(Self.depthLimit) folders deep")
    }
    guard let listing = unsafe opendir(folder) else {
      let words = unsafe String(cString: strerror(errno))
      throw BatchError(.missing, "\(folder): cannot be listed: \(words); give a folder of sounds")
    }
    defer { unsafe closedir(listing) }
    while let entry = unsafe readdir(listing) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(".") { continue }
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      try add(path, name: name, depth: depth)
    }
  }

  private mutating func add(_ path: String, name: String, depth: Int) throws(BatchError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR { return try add(path, depth: depth + 1) }
    if Self.isSound(name: name), !Self.exists(path) {
      paths.append(path)
    } else {
      otherCount += 1
    }
  }
}
