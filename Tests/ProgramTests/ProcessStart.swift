import Glibc

/// What `posix_spawn` wants to know, gathered.
///
/// The child starts with no signal blocked and none ignored, whatever the test runner did to its own.
struct ProcessStart: ~Copyable {
  private let command: [String]
  private let environment: [String: String]
  private var actions = posix_spawn_file_actions_t()
  private var attributes = posix_spawnattr_t()

  /// - Parameter folder: the working folder; the test's own if not given.
  init(
    _ path: String, _ arguments: [String], in folder: String?, _ environment: [String: String]
  ) {
    // Glibc's own way to start elsewhere is hidden from Swift.
    let enter = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] } ?? []
    command = enter + [path] + arguments
    // A crash must end the program, not start a debugger that waits for a key.
    self.environment = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { own, _ in own }
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  }

  deinit {
    var (actions, attributes) = (actions, attributes)
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }

  /// Gives the child one of the test's descriptors under a number of its own.
  mutating func connect(_ descriptor: Int32, to number: Int32) {
    posix_spawn_file_actions_adddup2(&actions, descriptor, number)
  }

  /// Starts the child.
  mutating func run() throws -> pid_t {
    let arguments = TextVector(command)
    let variables = TextVector(inherited + environment.map { "\($0.key)=\($0.value)" })
    var child: pid_t = 0
    let code = posix_spawn(
      &child, command[0], &actions, &attributes, arguments.pointers, variables.pointers)
    guard code == 0 else { throw ProgramFailure.system("posix_spawn", code) }
    return child
  }

  /// The test's environment without what is set anew.
  private var inherited: [String] {
    var variables: [String] = []
    var next = environ
    while let variable = next.pointee {
      let text = String(cString: variable)
      if environment[String(text.prefix { $0 != "=" })] == nil { variables.append(text) }
      next += 1
    }
    return variables
  }
}

/// Texts as C takes a list of them.
private final class TextVector {
  private(set) var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ texts: [String]) { pointers = texts.map { strdup($0) } + [nil] }

  deinit { for pointer in pointers { free(pointer) } }
}
