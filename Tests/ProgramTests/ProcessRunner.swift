import Glibc
import Synchronization

/// What a program left behind.
struct ProgramResult {
  enum Ending: Equatable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  let ending: Ending
  let output: String
  let errors: String

  /// The exit status as a shell shows it: 128 more than the number of the signal that killed it.
  var status: Int32 {
    switch ending {
    case .exited(let status): status
    case .killed(let signal): 128 + signal
    }
  }
}

/// A real program, run as a child process.
///
/// - Owner: kills and reaps the program when it goes away.
/// - Thread: any one at a time.
final class RunningProgram {
  let processID: pid_t
  private let output: CapturedText
  private let errors: CapturedText
  private let lifeline: Lifeline
  private var isReaped = false

  /// Starts the program at `path`.
  ///
  /// - Parameter folder: its working folder; the test's own if not given.
  /// - Parameter environment: added to the test's own.
  init(
    _ path: String, _ arguments: [String], in folder: String? = nil,
    environment: [String: String] = [:]
  ) throws {
    let output = try CapturedText(), errors = try CapturedText()
    var start = ProcessStart(path, arguments, in: folder, environment)
    start.connect(output.descriptor, to: STDOUT_FILENO)
    start.connect(errors.descriptor, to: STDERR_FILENO)
    // A child that starts meanwhile would inherit this one's lifeline and keep it open.
    (processID, lifeline) = try Self.starting.withLock { _ in
      let lifeline = try Lifeline()
      start.connect(lifeline.childEnd, to: Lifeline.childDescriptor)
      let processID = try start.run()
      lifeline.closeChildEnd()
      return (processID, lifeline)
    }
    self.output = output
    self.errors = errors
  }

  private static let starting = Mutex(())

  deinit {
    if isReaped { return }
    kill(processID, SIGKILL)
    waitpid(processID, nil, 0)
  }

  /// What it has printed to standard output until now.
  var outputSoFar: String { output.text }
  /// What it has printed to standard error until now.
  var errorsSoFar: String { errors.text }

  /// The most memory that was resident at once until now; `nil` when it has ended.
  ///
  /// Not from `wait4`: the kernel counts the parent's memory, shared until the program is loaded,
  /// as the child's.
  var peakResidentBytes: Int? { status("VmHWM:") }

  /// The memory that is resident now; `nil` when it has ended.
  var residentBytes: Int? { status("VmRSS:") }

  /// A number of kilobytes in the kernel's account of it, in bytes.
  private func status(_ key: String) -> Int? {
    let file = open("/proc/\(processID)/status", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = read(file, &bytes, bytes.count)
    let lines = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix(key) }) else { return nil }
    return Int(line.filter(\.isNumber)).map { $0 * 1024 }
  }

  func send(_ signal: Int32) { kill(processID, signal) }

  /// Waits until it has printed these words to standard error.
  ///
  /// - Throws: when it has not within 20 s.
  func awaitLine(_ words: String) throws {
    for _ in 0..<4000 {
      if errorsSoFar.contains(words) { return }
      usleep(5000)
    }
    throw ProgramFailure.timeout(errors: errorsSoFar)
  }

  /// Waits for its end.
  ///
  /// - Throws: ``ProgramFailure/timeout(errors:)`` after killing it when it takes longer.
  func result(within limit: Duration = .seconds(60)) throws -> ProgramResult {
    let ended = lifeline.waitForEnd(within: limit)
    if !ended { kill(processID, SIGKILL) }
    var status: Int32 = 0
    while waitpid(processID, &status, 0) < 0 {
      if errno != EINTR { throw ProgramFailure.system("waitpid", errno) }
    }
    isReaped = true
    guard ended else { throw ProgramFailure.timeout(errors: errors.text) }
    let signal = status & 0x7F
    return ProgramResult(
      ending: signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal),
      output: output.text, errors: errors.text)
  }
}

/// A file without a name that a child writes to and the test reads, at any time.
private final class CapturedText {
  let descriptor: Int32

  init() throws {
    guard let file = tmpfile() else { throw ProgramFailure.system("tmpfile", errno) }
    defer { fclose(file) }
    descriptor = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else { throw ProgramFailure.system("fcntl", errno) }
  }

  deinit { close(descriptor) }

  var text: String {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return "" }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    // Reading at an offset leaves the position alone, which the child shares.
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }
}

/// A pipe that nobody writes to: it hangs up when the child that holds its other end is gone, which
/// can be waited for with a timeout.
private final class Lifeline {
  /// Far from the numbers that mean something to a service.
  static let childDescriptor: Int32 = 200
  private let ownEnd: Int32
  private(set) var childEnd: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw ProgramFailure.system("pipe", errno) }
    (ownEnd, childEnd) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(ownEnd)
    closeChildEnd()
  }

  func closeChildEnd() {
    if childEnd >= 0 { close(childEnd) }
    childEnd = -1
  }

  func waitForEnd(within limit: Duration) -> Bool {
    var event = pollfd(fd: ownEnd, events: 0, revents: 0)
    return poll(&event, 1, Int32(limit / .milliseconds(1))) > 0
  }
}
