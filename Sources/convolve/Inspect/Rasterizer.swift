internal import Glibc
internal import Session
internal import SoundFiles

/// `rsvg-convert`, another program, which makes pixels of an SVG picture.
enum Rasterizer {
  /// The bytes of a PNG file with twice as many pixels each way as the picture asks for.
  ///
  /// - Errors: when the program is missing or fails.
  static func image(of picture: String) throws(CommandFailure) -> [UInt8] {
    let source = try temporaryFile(holding: picture)
    defer { close(source) }
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw noHandover(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let process = start(input: source, output: ends[1])
    close(ends[1])
    let bytes = readAll(ends[0])
    close(ends[0])
    switch process {
    case .failure(let code): throw missing(code)
    case .success(let process):
      var status: Int32 = 0
      while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
      guard status == 0, !bytes.isEmpty else {
        throw CommandFailure(
          "rsvg-convert could not make a PNG file; write an .svg file instead", .noDevice)
      }
      return bytes
    }
  }

  /// A file without a name, to be read from its beginning: unlike a pipe it holds all of the picture
  /// before anybody reads.
  private static func temporaryFile(holding picture: String) throws(CommandFailure) -> Int32 {
    var name = Array("\(TemporaryPlace.folder)/convolve-XXXXXX".utf8CString)
    let file = unsafe mkstemp(&name)
    guard file >= 0 else { throw noHandover(errno) }
    unsafe unlink(name)
    let bytes = Array(picture.utf8)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes { rest in
        unsafe write(file, rest.baseAddress, rest.count)
      }
      guard count > 0 || errno == EINTR else {
        defer { close(file) }
        throw noHandover(errno)
      }
      done += max(count, 0)
    }
    _ = lseek(file, 0, SEEK_SET)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }

  private static func noHandover(_ code: Int32) -> CommandFailure {
    CommandFailure("no picture can be handed to rsvg-convert: \(reason(code))", .readWrite)
  }

  private struct StartFailure: Error { let code: Int32 }

  private static func start(input: Int32, output: Int32) -> Result<pid_t, StartFailure> {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    let words = ["rsvg-convert", "--zoom", "2", "--format", "png"]
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(&process, words[0], &actions, nil, &arguments, environ)
    return code == 0 ? .success(process) : .failure(StartFailure(code: code))
  }

  private static func readAll(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(descriptor, &part, part.count)
      if count > 0 { bytes += part[..<count] }
      if count == 0 || (count < 0 && errno != EINTR) { return bytes }
    }
  }

  private static func missing(_ error: StartFailure) -> CommandFailure {
    let what =
      error.code == ENOENT
      ? "rsvg-convert, which makes PNG files, is not installed"
      : "rsvg-convert cannot be run: \(reason(error.code))"
    return CommandFailure("\(what); apt install librsvg2-bin, or write an .svg file", .noDevice)
  }

  private static func reason(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
