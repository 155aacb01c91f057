import ALSADevices
import AudioDevices
import Glibc
import SignalProcessing
import Testing
import TestSupport

/// Everything that opens sound devices: one after the other, because the bench is one place.
@Suite(.serialized) enum ALSADevicesTests {}

/// A directory with an ALSA configuration of virtual cards and the files they play and capture.
///
/// It is made before the first call of libasound, which reads its configuration only once.
struct CardBench {
  static let shared = CardBench()

  static let loopFormats: [SampleFormat] = [
    .int16, .int24Packed, .int24, .int32, .float32, .float64,
  ]
  static let loopFrames = 46 * 1024

  /// The directory, with a slash at its end.
  let directory: String
  private let folder: TemporaryFolder

  private init() {
    guard let folder = try? TemporaryFolder() else { fatalError("no temporary folder") }
    self.folder = folder
    directory = folder.path + "/"
    for format in Self.loopFormats {
      write(Self.material(format), to: "in.\(format.rawValue)")
    }
    write(Array(configuration().utf8), to: "asound.conf")
    setenv("ALSA_CONFIG_PATH", directory + "asound.conf", 1)
    atexit { CardBench.shared.folder.remove() }
  }

  private func configuration() -> String {
    var text = """
      </usr/share/alsa/alsa.conf>
      pcm_type.virtualcard { lib "\(Self.programDirectory)libVirtualCard.so" }
      ctl_type.virtualcontrols { lib "\(Self.programDirectory)libVirtualControls.so" }
      ctl.cable { type virtualcontrols file "\(directory)cable.controls" }
      ctl.gadget { type virtualcontrols file "\(directory)gadget.controls" }

      """
    for (name, fields) in cards() {
      let hint = "hint { show on description \"Virtual card \(name)\" }"
      text += "pcm.\(name) { type virtualcard \(fields) \(hint) }\n"
    }
    return text
  }

  /// Fast and patient: many times real time, and no xrun that nobody asked for.
  private static let fast = "rate 48000 speed 20 patient true"

  private func cards() -> [(name: String, fields: String)] {
    let faulty = "\(Self.fast) format S32_LE infile \"\(directory)in.S32_LE\""
    var cards = [
      ("dac", "rate \"44100 48000\" format \"S16_LE S32_LE FLOAT_LE\" channels 2 period_min 32"),
      ("floating", "format \"S16_LE FLOAT_LE\""),
      ("foreign", "format \"S20_3LE MU_LAW\""),
      ("stiff", "format S32_LE period_min 32 period_max 64 buffer_max 128"),
      ("taken", "refuse \(EBUSY)"), ("locked", "refuse \(EACCES)"), ("broken", "refuse \(EIO)"),
      ("mistaken", "infil none"),
      ("late", "rate 48000 speed 1000 format S32_LE"),
      ("plugged", "\(faulty) present \"\(directory)present\""),
      ("heard", "\(Self.fast) format S16_LE outfile \"\(directory)heard\""),
      ("heardwav", "\(Self.fast) format S24_3LE outfile \"\(directory)heard.wav\""),
      ("playedwav", "speed 20 patient true infile \"\(directory)heard.wav\""),
    ]
    for kind in ["xrun", "suspend", "enodev", "stall", "early", "jump"] {
      cards.append((kind, "\(faulty) fault \"\(kind)@4096\" outfile \"\(directory)\(kind).out\""))
    }
    cards.append(("restless", "\(faulty) fault \"early@4096,stall@4096\""))
    for format in Self.loopFormats {
      let fields = "\(Self.fast) format \(format.rawValue)"
      cards.append(("in\(format)", "\(fields) infile \"\(directory)in.\(format.rawValue)\""))
      cards.append(("out\(format)", "\(fields) outfile \"\(directory)out.\(format.rawValue)\""))
    }
    return cards
  }

  /// Random samples of two channels that a `Float` holds exactly.
  private static func material(_ format: SampleFormat) -> [UInt8] {
    var state: UInt64 = 0x2545_f491_4f6c_dd1d
    var bytes: [UInt8] = []
    for _ in 0..<2 * loopFrames {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let sample = Int64(bitPattern: state) >> 40  // 24 bits
      let bits: UInt64 =
        switch format {
        case .int16: UInt64(bitPattern: sample >> 8)
        case .int24Packed, .int24: UInt64(bitPattern: sample)
        case .int32: UInt64(bitPattern: sample << 8)
        case .float32: UInt64((Float(sample) * 0x1p-23).bitPattern)
        case .float64: (Double(sample) * 0x1p-23).bitPattern
        }
      bytes += (0..<format.byteCount).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
    }
    return bytes
  }

  // MARK: - Devices

  func request(
    period: Int = 1024, buffer: Int = 4096, format: SampleFormat? = nil
  ) -> StreamRequest {
    StreamRequest(
      sampleRate: 48_000, channelCount: 2, periodFrames: period, bufferFrames: buffer,
      sampleFormat: format)
  }

  func capture(_ name: String) throws -> ALSACapture {
    try ALSACapture(name: name, request: request())
  }

  func playback(_ name: String) throws -> ALSAPlayback {
    try ALSAPlayback(name: name, request: request())
  }

  // MARK: - Files

  func read(_ name: String) -> [UInt8] {
    guard let file = fopen(directory + name, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block[..<count]
    }
    return bytes
  }

  func write(_ bytes: [UInt8], to name: String) {
    guard let file = fopen(directory + name, "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  func remove(_ name: String) { unlink(directory + name) }

  /// Where the test program lies, and SwiftPM's dynamic libraries beside it.
  private static var programDirectory: String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count)
    let text = String(decoding: path[..<max(count, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.lastIndex(of: "/").map { String(text[...$0]) } ?? ""
  }
}
