import Glibc

/// The programs that were built together with the tests.
enum Products {
  /// The path of the program called `name`: it lies beside the test executable.
  static func path(_ name: String) throws -> String {
    guard let resolved = realpath("/proc/self/exe", nil) else {
      throw ProgramFailure.system("realpath", errno)
    }
    defer { free(resolved) }
    let test = String(cString: resolved)
    guard let slash = test.lastIndex(of: "/") else { throw ProgramFailure.notBuilt(name) }
    let path = test[...slash] + name
    guard access(String(path), X_OK) == 0 else { throw ProgramFailure.notBuilt(String(path)) }
    return String(path)
  }
}

/// Why a program could not be run to its end.
enum ProgramFailure: Error {
  /// Not there; build the whole package first.
  case notBuilt(String)
  /// It ran longer than the test allows and was killed; what it had said.
  case timeout(errors: String)
  /// A system call failed with this `errno`.
  case system(String, Int32)
}
