public import ArgumentParser
public import Acoustics

/// What a picture of a response can show.
enum PanelKind: String, CaseIterable {
  case waveform
  /// Energy over time.
  case etc
  /// What is left of the energy, with the line of the reverberation time.
  case decay
  case magnitude
  case phase
  /// The phase beyond what the magnitude demands.
  case excess
  /// Group delay.
  case delay
  case spectrogram
}

/// A list as it is typed: `decay,magnitude`.
struct PanelList: ExpressibleByArgument, CustomStringConvertible {
  let kinds: [PanelKind]

  init(_ kinds: PanelKind...) { self.kinds = kinds }

  init?(argument: String) {
    var kinds: [PanelKind] = []
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = PanelKind(rawValue: String(word)), !kinds.contains(kind) else { return nil }
      kinds.append(kind)
    }
    self.kinds = kinds
  }

  var description: String { kinds.map(\.rawValue).joined(separator: ",") }
}

extension Smoothing: ExpressibleByArgument {
  /// As it is typed.
  public var defaultValueDescription: String {
    switch self {
    case .none: "none"
    case .octaves(let width): "1/\(Int((1 / width).rounded()))"
    }
  }

  /// `1/6`, `1/1`, `none`.
  public init?(argument: String) {
    if argument == "none" {
      self = .none
      return
    }
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "1", let part = Int(parts[1]), (1...96).contains(part)
    else {
      return nil
    }
    self = .octaves(1 / Double(part))
  }
}
