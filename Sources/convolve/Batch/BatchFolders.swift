internal import Batch
internal import Glibc
internal import Session
internal import SoundFiles

/// The folders that a batch writes into, and the files that it must not.
enum BatchFolders {
  /// Creates a folder and those in it that outputs go to.
  static func create(
    for works: [BatchWork], in folder: String
  ) throws(CommandFailure) {
    for path in folders(of: works, in: folder) { try create(path) }
  }

  /// Fails as creating them would, as far as that can be known, and creates nothing.
  static func rehearse(for works: [BatchWork], in folder: String) throws(CommandFailure) {
    for path in folders(of: works, in: folder) {
      var there = Substring(path)
      while !there.isEmpty, unsafe access(String(there), F_OK) != 0 {
        there = there[..<(there.lastIndex(of: "/") ?? there.startIndex)]
      }
      let start = there.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : String(there)
      guard unsafe access(start, W_OK | X_OK) == 0, SoundFolder.exists(start) else {
        throw failure(path, SoundFolder.exists(start) ? errno : ENOTDIR)
      }
    }
  }

  /// Each once, that of all outputs first.
  private static func folders(of works: [BatchWork], in folder: String) -> [String] {
    var folders = [folder]
    var known: Set<Substring> = [Substring(folder)]
    for work in works {
      guard let slash = work.output.lastIndex(of: "/"), slash > work.output.startIndex else {
        continue
      }
      let own = work.output[..<slash]
      if known.insert(own).inserted { folders.append(String(own)) }
    }
    return folders
  }

  private static func create(_ folder: String) throws(CommandFailure) {
    var path = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      path += (path.isEmpty || path == "/" ? "" : "/") + part
      if unsafe mkdir(path, 0o777) == 0 || SoundFolder.exists(path) { continue }
      throw failure(path, errno)
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
    let words = unsafe String(cString: strerror(code))
    return CommandFailure("\(path): cannot be created as a folder: \(words)", .cannotCreate)
  }

  /// Refuses a batch of which one file would be written over what another one reads.
  ///
  /// - Parameter isReplacing: whether files that exist are replaced; else each is refused by itself.
  static func demandApart(
    _ plan: BatchPlan, _ options: BatchOptions, isReplacing: Bool
  ) throws(CommandFailure) {
    guard isReplacing || options.resume else { return }
    var read = Set<FileIdentity>()
    for work in plan.works {
      for path in [work.input, work.response, work.noise?.source ?? ""] {
        if let identity = FileIdentity(path: path) { read.insert(identity) }
      }
    }
    if let list = options.list, let identity = FileIdentity(path: list) { read.insert(identity) }
    for path in plan.works.map(\.output) + [options.manifest].compactMap(\.self) {
      guard let identity = FileIdentity(path: path), read.contains(identity) else { continue }
      throw CommandFailure(
        "\(path): is also an input, perhaps under another name; write to a different folder", .usage
      )
    }
  }
}
