internal import Convolution
internal import Glibc

extension CostRecord.Subject {
  /// This machine, the best kernels it runs, and this program.
  public static var current: CostRecord.Subject {
    CostRecord.Subject(
      processor: processorModel(in: readText("/proc/cpuinfo", byteLimit: 1 << 16) ?? ""),
      level: .detected, version: ProgramVersion.current)
  }

  /// The first processor's name and numbers, from the text of /proc/cpuinfo.
  ///
  /// - Returns: "unknown" where it says nothing.
  static func processorModel(in text: String) -> String {
    let names = [
      "model name", "vendor_id", "cpu family", "model", "stepping", "CPU implementer",
      "CPU variant", "CPU part", "CPU revision",
    ]
    // An empty line ends the first processor's part.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }
    let fields = lines.compactMap { line -> (name: String, value: String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let name = line[..<colon].filter { $0 != "\t" }
      let value = line[colon...].dropFirst().drop { $0 == " " }
      return (trimmed(name), String(value))
    }
    let values = names.compactMap { name in fields.first { $0.name == name }?.value }
    return values.isEmpty ? "unknown" : values.joined(separator: " ")
  }

  private static func trimmed(_ name: String) -> String {
    var name = name
    while name.last == " " { name.removeLast() }
    return name
  }
}

/// A small regular file's text; `nil` when it cannot be read, is larger, or is not UTF-8.
///
/// - Thread: control; a FIFO or a device in its place is refused instead of waited for.
func readText(_ path: String, byteLimit: Int) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  var bytes = [UInt8](repeating: 0, count: byteLimit + 1)
  var count = 0
  while count < bytes.count {
    let got = bytes.withUnsafeMutableBytes { all in
      read(descriptor, all.baseAddress.map { $0 + count }, all.count - count)
    }
    if got < 0 && errno == EINTR { continue }
    guard got >= 0 else { return nil }
    if got == 0 { return String(validating: bytes[..<count], as: UTF8.self) }
    count += got
  }
  return nil
}
