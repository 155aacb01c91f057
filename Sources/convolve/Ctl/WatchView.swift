internal import Glibc
internal import JSON
internal import SignalProcessing

/// The picture that a watcher sees.
struct WatchView {
  /// Numbers tell all that colours do.
  enum Colour {
    case on, off

    /// Not with NO_COLOR, whatever its value.
    static var wanted: Colour {
      guard let value = unsafe getenv("NO_COLOR") else { return .on }
      return unsafe value.pointee == 0 ? .on : .off
    }
  }

  private let state: WatchState
  private let columns: Int
  private let colour: Colour

  /// The lowest level that has a bar, in dB.
  private static let floor = -60.0

  init(_ state: WatchState, columns: Int, colour: Colour) {
    self.state = state
    self.columns = columns
    self.colour = colour
  }

  var lines: [String] {
    let head = CtlText.state(state.status).split(separator: "\n").map(String.init)
    let foot = [CtlText.sound(merged)] + lost + ["q ends"]
    return cropped(head) + [""] + state.channels.map { meter($0.channel, $0.reading) } + [""] + load
      + cropped(foot)
  }

  private func cropped(_ lines: [String]) -> [String] { lines.map { String($0.prefix(columns)) } }

  /// The newest meters, with the rate that the status knows.
  private var merged: CtlReply {
    let rate = state.status["rate"].map { [JSONValue.Member("rate", $0)] } ?? []
    return CtlReply(json: .object(state.meters.members + rate))
  }

  private var lost: [String] {
    let counts = state.status["counts"]?.members ?? []
    let lost = counts.filter { $0.key.hasSuffix("_frames") && $0.value.integer ?? 0 > 0 }
    guard !lost.isEmpty else { return [] }
    let parts = lost.map { "\($0.key.dropLast("_frames".count)) \($0.value.plain)" }
    return ["frames missing or added: \(parts.joined(separator: ", "))"]
  }

  // MARK: - Levels

  private func meter(_ channel: WatchState.Channel, _ reading: JSONValue) -> String {
    let peak = reading["peak"]?.number ?? -.infinity
    let held = state.held(channel)
    let name = channel.name.prefix(8)
    let title =
      Self.padded(channel.side, 4) + Self.padded(String(name), 9)
    let numbers =
      " " + Self.aligned(peak.text(decimals: 1), 6) + "  hold"
      + Self.aligned(held.text(decimals: 1), 7)
    let width = min(60, max(10, columns - title.count - numbers.count - 1))
    return title + painted(bar(peak, held, width: width), held) + numbers
  }

  private func bar(_ peak: Double, _ held: Double, width: Int) -> String {
    let filled = steps(peak, width), mark = steps(held, width)
    return (1...width).map { step in
      if step <= filled { return "█" }
      return step == mark ? "│" : "·"
    }.joined()
  }

  private func steps(_ level: Double, _ width: Int) -> Int {
    guard level > Self.floor else { return 0 }
    return min(width, Int(((level - Self.floor) / -Self.floor * Double(width)).rounded(.up)))
  }

  private func painted(_ bar: String, _ held: Double) -> String {
    guard colour == .on else { return bar }
    let code = held >= -1 ? 31 : held >= -9 ? 33 : 32
    return "\u{1B}[\(code)m\(bar)\u{1B}[0m"
  }

  // MARK: - Load

  /// One line of figures, and a line for each range of the histogram that holds anything.
  private var load: [String] {
    let figures = String(CtlText.load(state.meters).prefix(columns))
    guard !figures.isEmpty else { return [] }
    let load = state.meters["load"]
    let bounds = (load?["bounds"]?.elements ?? []).compactMap(\.number)
    let counts = (load?["counts"]?.elements ?? []).compactMap(\.integer)
    let total = counts.reduce(0, +)
    guard counts.count == bounds.count + 1, total > 0 else { return [figures] }
    let ranges = zip(bounds.map { "≤ \((100 * $0).text(decimals: 0)) %" } + ["more"], counts)
    return [figures]
      + ranges.filter { $0.1 > 0 }.map { name, count in
        let share = Double(count) / Double(total)
        let width = min(60, max(10, columns - 30))
        let steps = max(1, Int((share * Double(width)).rounded()))
        return "    " + Self.aligned(name, 8) + " " + String(repeating: "▪", count: steps)
          + " \((100 * share).text(decimals: 3)) %"
      }
  }

  // MARK: - Columns

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
