import Glibc
import SoundFiles
import Testing
import TestSupport

/// What only a mount can show; skipped where none is allowed.
@Suite(.enabled(if: Mounts.areAllowed)) struct ConvolveMountTests {
  private let bench: ConvolveBench

  init() throws {
    bench = try ConvolveBench()
    try bench.write([noise(100_000, seed: 1)], as: "in.wav")
    try bench.write([[1, 0.5]], as: "ir.wav")
  }

  /// Runs a line of shell, in which `$0` is `convolve`, with mounts of its own.
  private func shell(
    _ command: String, within limit: Duration = .seconds(60)
  ) throws -> ProgramResult {
    try RunningProgram(
      "/bin/sh",
      ["-c", "exec unshare -m /bin/sh -c '\(command)' \"$0\"", try Products.path("convolve")],
      in: bench.folder.path
    ).result(within: limit)
  }

  @Test func `an output that is an input by a bind mount is refused`() throws {
    let before = try bench.folder.bytes("in.wav")
    try bench.folder.write([], as: "alias.wav")
    let result = try shell(
      #"mount --bind in.wav alias.wav && "$0" render in.wav --ir ir.wav -o alias.wav --force"#)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains("alias.wav: is also an input"))
    let isUnharmed = try bench.folder.bytes("in.wav") == before
    #expect(isUnharmed)
  }

  /// Disks of many sizes, each full at another place: of a hundred pages, every seventh or each.
  @Test func `a disk that is full anywhere leaves the old file and nothing else`() throws {
    let step = getenv("CONVOLVED_LONG_TESTS") == nil ? 28 : 4
    let result = try shell(
      """
      mkdir disk
      for size in $(seq 4 \(step) 388); do
        mount -t tmpfs -o size=${size}k none disk || exit 99
        echo old > disk/out.wav
        "$0" render in.wav --ir ir.wav -o disk/out.wav --force --quiet 2> said
        status=$?
        case "$status $(ls -A disk) $(head -c 3 disk/out.wav)" in
          "74 out.wav old") ;;
          *) echo "$size: $status $(ls -A disk)"; cat said ;;
        esac
        umount disk
      done
      mount -t tmpfs -o size=1M none disk
      "$0" render in.wav --ir ir.wav -o disk/out.wav --quiet && ls disk
      umount disk; rmdir disk; rm -f said
      """, within: .seconds(300))
    #expect(result.output == "out.wav\n", "\(result.errors)")
  }
}

private enum Mounts {
  /// Whether this process may mount something that only its children see.
  static let areAllowed: Bool = {
    let trial = try? RunningProgram(
      "/bin/sh", ["-c", "unshare -m mount -t tmpfs none /tmp"]
    ).result()
    return trial?.status == 0
  }()
}
