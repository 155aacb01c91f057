import Glibc
import SoundFiles
import Testing
import TestSupport

/// A folder with two sound cards in user space, a configuration, and `convolved` run on them.
final class DaemonBench {
  let folder: TemporaryFolder
  var capture: DaemonCard
  var playback: DaemonCard
  var periodFrames = 256
  /// Above two periods, so that a fast card on a busy machine finds frames.
  var latencyFrames = 16_384
  /// Further keys of `audio`, each behind a comma.
  var audioKeys = ""
  /// A line of further keys.
  var topKeys = ""
  /// The stages of the chain, a line each.
  var chain = ["- gain: {on: [L, R], gain: 0}"]

  init() throws {
    folder = try TemporaryFolder()
    capture = DaemonCard(channels: ["L", "R"], file: folder.path("in.raw"))
    playback = DaemonCard(channels: ["L", "R"], file: folder.path("out.raw"))
    // Silence, for ever.
    try folder.write([], as: "in.raw")
  }

  /// Both cards follow the clock, and do not wait for the daemon.
  func useRealTime() {
    latencyFrames = 2048
    for card in [\DaemonBench.capture, \.playback] {
      self[keyPath: card].speed = 1
      self[keyPath: card].isPatient = false
    }
  }

  var configurationPath: String { folder.path("room.yaml") }

  /// Starts the daemon with this configuration.
  func start(
    _ arguments: [String] = [], environment: [String: String] = [:], through wrapper: [String] = []
  ) throws -> RunningProgram {
    try writeConfiguration()
    return try restart(arguments, environment: environment, through: wrapper)
  }

  /// Starts the daemon with the configuration as it stands.
  func restart(
    _ arguments: [String] = [], environment: [String: String] = [:], through wrapper: [String] = []
  ) throws -> RunningProgram {
    let command = wrapper + [try Products.path("convolved")] + arguments + [configurationPath]
    return try RunningProgram(
      command[0], Array(command.dropFirst()),
      environment: environment.merging([
        "ALSA_CONFIG_PATH": folder.path("asound.conf"), "XDG_CACHE_HOME": folder.path("cache"),
      ]) { own, _ in own })
  }

  /// Runs the daemon for so many seconds of sound, or to an earlier end.
  func run(
    seconds: Double, environment: [String: String] = [:], through wrapper: [String] = []
  ) throws -> ProgramResult {
    try start(["--for", "\(seconds)"], environment: environment, through: wrapper).result()
  }

  func writeConfiguration() throws {
    let devices = """
      </usr/share/alsa/alsa.conf>
      pcm_type.virtualcard { lib "\(try Products.path("libVirtualCard.so"))" }
      pcm.in { type virtualcard infile "\(capture.file)" \(capture.fields) }
      pcm.out { type virtualcard outfile "\(playback.file)" \(playback.fields) }

      """
    let configuration = """
      version: 1
      audio: {rate: 48000, period: \(periodFrames), latency: \(latencyFrames)\(audioKeys)}
      capture: {device: \(capture.device), channels: [\(capture.names)]}
      playback: {device: \(playback.device), channels: [\(playback.names)], \(playback.keys)}
      chain:
      \(chain.map { "  \($0)\n" }.joined())\(topKeys)
      """
    try folder.write(Array(devices.utf8), as: "asound.conf")
    try folder.write(Array(configuration.utf8), as: "room.yaml")
    // What an earlier run has played; a card appends.
    unlink(playback.file)
  }

  /// Five seconds of noise on two channels, made once: it takes longer than most tests.
  static let noise = [TestSupport.noise(240_000, seed: 1), TestSupport.noise(240_000, seed: 2)]

  /// The hall that `convolve` synthesises, 2.7 s on two channels, as a WAV file.
  static func hall() throws -> [UInt8] { try madeHall.get() }

  private static let madeHall = Result {
    let folder = try TemporaryFolder()
    let synthesis = try RunningProgram(
      try Products.path("convolve"), ["synth", "hall", "-o", folder.path("hall.wav")]
    ).result()
    guard synthesis.status == 0 else { throw ProgramFailure.timeout(errors: synthesis.errors) }
    return try folder.bytes("hall.wav")
  }

  /// Writes channels as what the capture card hears.
  func writeCapture(_ channels: [[Float]]) throws {
    try folder.write(interleaved(channels).withUnsafeBytes { Array($0) }, as: "in.raw")
  }

  /// Writes channels of equal length as a sound file of floats.
  func writeSound(_ channels: [[Float]], as name: String) throws {
    let writer = try SoundFileWriter(
      path: folder.path(name), sampleRate: 48_000, channelCount: channels.count,
      encoding: SoundEncoding(container: .wav, sample: .float32))
    try writer.write(interleaved(channels).span)
    try writer.commit()
  }

  /// The channels of a sound file.
  func readSound(_ name: String) throws -> [[Float]] {
    try WholeSound(path: folder.path(name)).channels.map { $0.map { Float($0) } }
  }

  /// What the playback card has played, by channel; its format must be FLOAT_LE.
  func heard() throws -> [[Float]] {
    let bytes = try folder.bytes("out.raw")
    let width = playback.channels.count
    let frames = bytes.count / (4 * width)
    return (0..<width).map { channel in
      [Float](unsafeUninitializedCapacity: frames) { samples, count in
        bytes.withUnsafeBytes { memory in
          var frame = 0
          while frame < frames {
            let at = 4 * (frame * width + channel)
            samples[frame] = memory.load(fromByteOffset: at, as: Float.self)
            frame += 1
          }
        }
        count = frames
      }
    }
  }

  /// Frames that were written before the fade at the end began: whole periods.
  func framesBeforeEnd(_ heard: [[Float]]) throws -> Int {
    let written = try #require(heard.first).count - latencyFrames
    return (written - fadeFrames) / periodFrames * periodFrames
  }

  /// The last frames that the playback card has played until now, channel after channel; `nil` while
  /// there are fewer.
  func heardLast(frames: Int) -> [Float]? {
    let width = playback.channels.count
    let file = open(playback.file, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let end = lseek(file, 0, SEEK_END) / (4 * width) * (4 * width)
    var samples = [Float](repeating: .nan, count: frames * width)
    let byteCount = samples.count * 4
    guard end >= byteCount, pread(file, &samples, byteCount, end - byteCount) == byteCount else {
      return nil
    }
    return samples
  }

  /// Where a heard channel first differs from these samples, which rise out of silence, before the
  /// fade at its end.
  func firstDifference(_ heard: [Float], _ wanted: [Float], _ report: DaemonReport) -> Int? {
    let held = report.latencyFrames - report.filterFrames - latencyFrames
    let written = DaemonReference.written(wanted, heldFrames: held)
    guard let whole = try? framesBeforeEnd([heard]), whole > fadeFrames else { return heard.count }
    return ProgramTests.firstDifference(
      heard, from: latencyFrames, written[..<min(whole, written.count)])
  }

  /// Waits until the playback card has played so many frames.
  func awaitHeard(frames: Int) throws {
    try FolderWatch(folder).wait { folder in
      var status = stat()
      let frameBytes = playback.channels.count * playback.sampleBytes
      return stat(folder.path("out.raw"), &status) == 0
        && Int(status.st_size) >= frames * frameBytes
    }
  }
}

/// A card in user space, as its fields in libasound's configuration.
struct DaemonCard {
  var device: String
  var channels: [String]
  var file: String
  var format = "FLOAT_LE"
  var sampleBytes = 4
  var rates = "48000"
  /// Seconds of sound in one second.
  var speed = 20
  /// Whether the clock, with that of the other card, waits for a daemon that is late.
  var isPatient = true
  /// Whether what a card hears begins anew at its end.
  var repeats = false
  /// "KIND@FRAME".
  var fault = ""
  /// The one number of channels that the card has; as many as are asked for if not given.
  var fixedChannels: Int?
  /// Millionths by which its clock is fast.
  var ppm = 0
  /// Further keys of the configuration.
  var keys = "ceiling: 0, dither: off"
  /// A file without which the card is unplugged.
  var present = ""
  /// An errno with which opening fails.
  var refusal: Int32 = 0

  init(channels: [String], file: String) {
    device = file.hasSuffix("in.raw") ? "in" : "out"
    self.channels = channels
    self.file = file
  }

  var names: String { channels.joined(separator: ", ") }

  var fields: String {
    var text = """
      rate "\(rates)" format \(format) channels \(fixedChannels ?? channels.count) \
      speed \(speed) patient \(isPatient) coupled \(isPatient)
      """
    if repeats { text += " loop true" }
    if ppm != 0 { text += " ppm \(ppm)" }
    if !fault.isEmpty { text += " fault \"\(fault)\"" }
    if !present.isEmpty { text += " present \"\(present)\"" }
    if refusal != 0 { text += " refuse \(refusal)" }
    return text
  }
}
