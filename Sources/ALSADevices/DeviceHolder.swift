internal import AudioDevices
internal import CALSA
internal import Glibc

/// The process that holds a device of a card, as the kernel shows it in /proc/asound.
struct DeviceHolder: Equatable {
  let process: Int
  /// The process's own name; empty when it cannot be seen.
  let name: String

  /// Who holds the device that a name such as "hw:CARD=USB,DEV=0" means; `nil` when that cannot be
  /// seen, as for a plugin that mixes or converts.
  ///
  /// - Parameter index: the card's number for its name; below 0 when there is none.
  init?(
    of device: String, _ direction: StreamDirection, root: String = "/proc",
    index: (String) -> Int32 = { snd_card_get_index($0) }
  ) {
    guard let place = Self.place(device) else { return nil }
    let card = index(place.card)
    guard card >= 0 else { return nil }
    let letter = direction == .capture ? "c" : "p"
    let stream = "\(root)/asound/card\(card)/pcm\(place.device)\(letter)"
    // A card that mixes by itself has several, and is busy when all of them are.
    for subdevice in 0..<32 {
      guard let status = Self.text("\(stream)/sub\(subdevice)/status") else { return nil }
      guard let process = Self.owner(status) else { continue }
      self.process = process
      name = (Self.text("\(root)/\(process)/comm") ?? "").filter { $0 != "\n" }
      return
    }
    return nil
  }

  /// "pid 812 (pipewire)".
  var description: String { "pid \(process)" + (name.isEmpty ? "" : " (\(name))") }

  /// The card and device of "hw:1,0", "plughw:USB" or "hw:CARD=USB,DEV=0".
  private static func place(_ name: String) -> (card: String, device: Int)? {
    guard let colon = name.firstIndex(of: ":"), name[..<colon].hasSuffix("hw") else { return nil }
    var card: String?
    var device = 0
    for (position, word) in name[name.index(after: colon)...].split(separator: ",").enumerated() {
      let parts = word.split(separator: "=", maxSplits: 1)
      let value = String(parts.last ?? "")
      switch (parts.count == 2 ? String(parts[0]) : "", position) {
      case ("CARD", _), ("", 0): card = value
      case ("DEV", _), ("", 1): device = Int(value) ?? 0
      default: break
      }
    }
    return card.map { ($0, device) }
  }

  private static func owner(_ status: String) -> Int? {
    let line = status.split(separator: "\n").first { $0.hasPrefix("owner_pid") }
    return line.flatMap { Int($0.filter(\.isNumber)) }
  }

  private static func text(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { Glibc.close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &bytes, bytes.count)
    return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
