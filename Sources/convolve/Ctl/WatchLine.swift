internal import SignalProcessing

/// What a watcher prints once a second where nothing can be drawn.
enum WatchLine {
  static func text(_ second: (state: WatchState, peaks: [WatchState.Channel: Double])) -> String {
    let (state, peaks) = second
    let sides = ["in", "out"].compactMap { side -> String? in
      let levels = state.channels.filter { $0.channel.side == side }.map { channel, _ in
        "\(channel.name) \((peaks[channel] ?? -.infinity).text(decimals: 1))"
      }
      return levels.isEmpty ? nil : "\(side) \(levels.joined(separator: " "))"
    }
    let words =
      [state.status["phase"]?.plain ?? ""] + sides
      + [CtlText.load(state.meters), CtlText.sound(state.meters)]
    return words.filter { !$0.isEmpty }.joined(separator: "; ")
  }
}
