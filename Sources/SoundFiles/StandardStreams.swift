internal import CSndfile
internal import Glibc

/// The name that stands for standard input or output.
public let standardStreamPath = "-"

/// What comes in through standard input.
enum StandardInput {
  /// The name in messages.
  static let name = "standard input"

  /// A regular file, as by `< in.wav`, a WAV file that can be read as it comes, or what had to be kept
  /// in a file first.
  enum Content {
    case file(InputFile)
    case wave(PipeInput, WaveStream)
  }

  /// - Errors: `unreadable`, `notSound`, `malformed`, `unsupported`; `diskFull`, `writeFailed` for
  ///   what had to be kept first.
  static func open() throws(SoundFileError) -> Content {
    var status = stat()
    guard fstat(STDIN_FILENO, &status) == 0 else {
      throw SoundFileError.reading(name, code: errno)
    }
    if status.st_mode & S_IFMT == S_IFREG {
      return .file(try InputFile(duplicating: STDIN_FILENO, path: name))
    }
    try demandNoTerminal()
    let pipe = PipeInput(STDIN_FILENO)
    let start = pipe.bytes(12)
    if start.count == 12, Array(start[0..<4]) == Array("RIFF".utf8),
      Array(start[8..<12]) == Array("WAVE".utf8)
    {
      let wave = try WaveStream(pipe, path: name)
      pipe.begin(byteCount: wave.sampleBytes)
      return .wave(pipe, wave)
    }
    return .file(try kept(start, then: pipe))
  }

  /// All bytes that come.
  ///
  /// - Errors: `unreadable`; `tooLarge` beyond `limit`.
  static func whole(limit: Int) throws(SoundFileError) -> [UInt8] {
    try demandNoTerminal()
    let pipe = PipeInput(STDIN_FILENO)
    var bytes: [UInt8] = []
    while true {
      let more = pipe.bytes(1 << 16)
      if let code = pipe.failure { throw SoundFileError.reading(name, code: code) }
      if more.isEmpty { return bytes }
      bytes += more
      guard bytes.count <= limit else { throw WholeFile.tooLarge(name, "does not end") }
    }
  }

  private static func demandNoTerminal() throws(SoundFileError) {
    guard isatty(STDIN_FILENO) != 0 else { return }
    throw SoundFileError(
      kind: .unreadable, path: name, message: "is a terminal; send a sound file through a pipe")
  }

  /// Other formats are read forward and back, so all of them is put into a file without a name.
  private static func kept(
    _ start: [UInt8], then pipe: PipeInput
  ) throws(SoundFileError) -> InputFile {
    let folder = TemporaryPlace.folder
    let file = try TemporaryFile(beside: folder + "/-", path: name, permissions: 0o600)
    unlink(file.path)
    defer { close(file.descriptor) }
    var bytes = start
    while !bytes.isEmpty {
      try store(bytes, in: file.descriptor)
      bytes = pipe.bytes(1 << 16)
    }
    if let code = pipe.failure { throw SoundFileError.reading(name, code: code) }
    return try InputFile(duplicating: file.descriptor, path: name)
  }

  private static func store(_ bytes: [UInt8], in descriptor: Int32) throws(SoundFileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 || errno != EINTR {
        throw SoundFileError.writing(name, "keep it in a file", code: count == 0 ? EIO : errno)
      }
    }
  }
}
