internal import CALSA
internal import Glibc

/// A device that libasound knows by name.
public struct ALSADeviceDescription: Equatable, Sendable {
  /// What to write into the configuration.
  public let name: String
  /// What the driver calls it; lines joined by ", ".
  public let description: String
  /// Whether it can be opened for capture.
  public let canCapture: Bool
  /// Whether it can be opened for playback.
  public let canPlay: Bool
}

/// The devices that libasound knows by name.
public enum ALSADeviceList {
  /// All of them, in libasound's order: what the configuration defines, then what the cards have.
  ///
  /// Wraps `snd_device_name_hint`. Thread: control.
  public static func all() -> [ALSADeviceDescription] {
    calsa_capture_complaints()
    var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    guard snd_device_name_hint(-1, "pcm", &hints) >= 0, let hints else { return [] }
    defer { snd_device_name_free_hint(hints) }
    var devices: [ALSADeviceDescription] = []
    var index = 0
    while let hint = hints[index] {
      index += 1
      guard let name = text("NAME", of: hint) else { continue }
      let description = text("DESC", of: hint) ?? ""
      // No word about the direction means both.
      let direction = text("IOID", of: hint)
      devices.append(
        ALSADeviceDescription(
          name: name,
          description: description.split(separator: "\n").joined(separator: ", "),
          canCapture: direction != "Output", canPlay: direction != "Input"))
    }
    return devices
  }

  /// A few names for a sentence, hardware first: what a daemon should be given.
  static func names(for direction: StreamDirection) -> String {
    let names = all().filter { direction == .capture ? $0.canCapture : $0.canPlay }.map(\.name)
    if names.isEmpty { return "the devices of a sound card, once there is one" }
    let hardware = names.filter { $0.hasPrefix("hw:") }
    let sorted = hardware + names.filter { !$0.hasPrefix("hw:") }
    let shown = sorted.prefix(8).joined(separator: ", ")
    return sorted.count > 8 ? "\(shown) and \(sorted.count - 8) more" : shown
  }

  private static func text(_ key: String, of hint: UnsafeMutableRawPointer) -> String? {
    guard let value = snd_device_name_get_hint(hint, key) else { return nil }
    defer { free(value) }
    return String(cString: value)
  }
}

/// The sound library that this program runs with.
public enum ALSALibrary {
  /// Its version, such as "1.2.8". Wraps `snd_asoundlib_version`.
  public static var versionText: String {
    snd_asoundlib_version().map { String(cString: $0) } ?? "unknown"
  }
}
