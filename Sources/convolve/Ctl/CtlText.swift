internal import JSON
internal import SignalProcessing

/// Answers in words. What an older daemon does not tell is left out.
enum CtlText {
  static func volume(_ reply: CtlReply) -> String {
    let level = reply["volume"].map { "volume \(decibels($0))" }
    let mute = reply["muted"]?.bool.map { $0 ? "muted" : "not muted" }
    return [level, mute].compactMap(\.self).joined(separator: ", ")
  }

  static func path(_ reply: CtlReply) -> String {
    reply["path"]?.text == "bypass" ? "bypass: the inputs are heard" : "the chain is heard"
  }

  static func side(_ reply: CtlReply) -> String {
    guard reply["side"]?.text == "b" else { return "a: the chain" }
    guard reply["matched"]?.bool == true else {
      return "b: bypass, not yet matched in loudness: there was no sound to compare"
    }
    return "b: bypass, as loud as the chain (\(decibels(reply["bypass_gain"])))"
  }

  static func change(_ reply: CtlReply) -> String {
    let head = [
      reply["generation"].map { "generation \($0.plain)" }, reply["effect"]?.plain,
    ].compactMap(\.self).joined(separator: ": ")
    return ([head] + (reply["notes"]?.elements ?? []).map(\.plain)).joined(separator: "\n")
  }

  static func meters(_ reply: CtlReply) -> String {
    let channels = ["inputs", "outputs"].flatMap { key in
      (reply[key]?.elements ?? []).map { channel in
        [
          key == "inputs" ? "in" : "out", channel["name"]?.plain ?? "",
          decibels(channel["peak"]), decibels(channel["rms"]),
        ]
      }
    }
    return Table.text([["", "channel", "peak", "rms"]] + channels)
  }

  static func devices(_ reply: CtlReply) -> String {
    ["capture", "playback"].compactMap { role in
      reply[role].map { "\(role) \(device($0))" }
    }.joined(separator: "\n")
  }

  static func status(_ reply: CtlReply) -> String {
    [
      state(reply), devices(reply), sound(reply), load(reply), counts(reply["counts"]),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  // MARK: - Parts

  static func state(_ reply: CtlReply) -> String {
    let time = reply["uptime"]?.number.map { "for \(duration($0))" }
    let head = [
      reply["configuration"]?.plain, reply["phase"]?.plain,
      reply["generation"].map { "generation \($0.plain)" }, time,
    ].compactMap(\.self).joined(separator: ", ")
    let marks = [
      ("muted_for_safety", "muted for safety: convolve ctl mute off"),
      ("input_stands_in", "the untouched input in place of the chain: convolve ctl mute off"),
      ("held_back", "held back"),
    ].compactMap { key, words in reply[key]?.bool == true ? words : nil }
    let priority = reply["realtime"]?.bool == false ? ["at normal priority: see the log"] : []
    return ([head, "\(volume(reply)), \(path(reply))"] + marks + priority)
      .joined(separator: "\n")
  }

  private static func device(_ device: JSONValue) -> String {
    let name = device["device"]?.plain ?? "?"
    guard device["state"]?.text == "open" else {
      return "\(name): waiting" + (device["reason"]?.text.map { ": \($0.printable)" } ?? "")
    }
    let figures = [
      device["rate"].map { "\($0.plain) Hz" }, device["channels"].map { "\($0.plain) channels" },
      device["format"]?.plain, device["period"].map { "period \($0.plain)" },
      device["buffer"].map { "buffer \($0.plain) frames" },
    ]
    return "\(name): " + figures.compactMap(\.self).joined(separator: ", ")
  }

  static func sound(_ reply: CtlReply) -> String {
    let latency = reply["latency_frames"]?.integer.map { frames in
      let rate = reply["rate"]?.number ?? 0
      let time = rate > 0 ? " (\((1000 * Double(frames) / rate).text(decimals: 1)) ms)" : ""
      return "latency \(frames) frames\(time)"
    }
    let drift = reply["clock_ppm"]?.number.map { ppm in
      "clocks differ by \(ppm.text(decimals: 1)) ppm"
    }
    return [
      latency, drift, reply["xruns"].map { "xruns \($0.plain)" },
      reply["clipped"].map { "clipped samples \($0.plain)" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  static func load(_ reply: CtlReply) -> String {
    guard let load = reply["load"] else { return "" }
    let shares = ["mean", "p99", "worst"].compactMap { key in
      load[key]?.number.map { "\(key) \((100 * $0).text(decimals: 1)) %" }
    }
    let period = load["period_us"]?.number.map { " of \($0.text(decimals: 0)) µs" } ?? ""
    let late = load["late"].map { ", late blocks \($0.plain)" } ?? ""
    return "load \(shares.joined(separator: ", "))\(period)\(late)"
  }

  private static func counts(_ counts: JSONValue?) -> String {
    let unusual = (counts?.members ?? []).filter { $0.key != "blocks" && $0.value.integer != 0 }
    return unusual.map { member in
      "\(member.key.map { $0 == "_" ? " " : String($0) }.joined()) \(member.value.plain)"
    }.joined(separator: ", ")
  }

  /// In dB; silence is null on the wire.
  static func decibels(_ value: JSONValue?) -> String {
    value?.number.map { "\($0.text(decimals: 1)) dB" } ?? "-inf dB"
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds)
    let clock = [whole / 3600, whole / 60 % 60, whole % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return clock.joined(separator: ":")
  }
}

extension JSONValue {
  /// A text without its quotes, any other value as JSON has it.
  var plain: String { text?.printable ?? description }
}

extension String {
  /// Without what a terminal would obey: names of files can hold anything.
  var printable: String {
    var text = ""
    for scalar in unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      text.unicodeScalars.append(
        isControl && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar)
    }
    return text
  }
}
