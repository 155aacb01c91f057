internal import Glibc
internal import Session

/// What the environment says.
enum Environment {
  static func value(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Where the service keeps what it remembers; `nil` when nobody has named a place.
  static func stateFolder(_ arguments: Arguments) -> String? {
    arguments.stateFolder ?? ServiceMemory.folder(environment: value)
  }
}
