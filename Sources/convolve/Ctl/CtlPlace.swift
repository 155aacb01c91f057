internal import ArgumentParser
internal import Glibc
internal import Session

/// Where a daemon's socket is.
struct CtlPlace {
  let path: String

  private static let systemFolder = "/run/convolved"

  /// - Throws: the exit status, after the reason was said.
  static func find(_ options: CtlOptions) throws(ExitCode) -> CtlPlace {
    if let socket = options.socket { return CtlPlace(path: socket) }
    if let instance = options.instance { return named(instance) }
    if let socket = environment("CONVOLVED_SOCKET") { return CtlPlace(path: socket) }
    let found = folders.flatMap(sockets)
    guard let first = found.first else {
      throw failure(
        "no daemon has a socket in \(folders.joined(separator: " or ")); start one, or name its "
          + "socket with --socket", .noDevice)
    }
    guard found.count == 1 else {
      throw failure(
        "there are \(found.count) daemons: \(found.joined(separator: ", ")); choose one with "
          + "--instance or --socket", .usage)
    }
    return CtlPlace(path: first)
  }

  /// The daemon of that name; of the system, if it has none for this user.
  private static func named(_ instance: String) -> CtlPlace {
    let paths = folders.map { "\($0)/\(instance).sock" }
    let own = paths.last { unsafe access($0, F_OK) == 0 }
    return CtlPlace(path: own ?? paths[0])
  }

  private static var folders: [String] {
    [systemFolder] + (environment("XDG_RUNTIME_DIR").map { ["\($0)/convolved"] } ?? [])
  }

  private static func sockets(in folder: String) -> [String] {
    guard let directory = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".sock") { names.append("\(folder)/\(name)") }
    }
    return names.sorted()
  }

  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}
