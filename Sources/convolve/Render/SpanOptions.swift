internal import ArgumentParser

/// Where the result begins and ends.
struct SpanOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init(
      """
      full: let it ring out; cut: as long as the input; trim:-90dB: end where all that follows lies \
      so far below the largest sample. full if not given.
      """, valueName: "tail"),
    transform: Tail.init(typed:))
  var tail: Tail?
  @Option(
    parsing: .unconditional,
    help: .init("The same as --tail trim: with this level.", valueName: "dB"),
    transform: Level.init(typed:))
  var trim: Level?
  @Option(help: "same: exactly as long as the input, whatever --trim says.")
  var length: LengthChoice?
  @Option(
    help: """
      peak: begin with the impulse response's main peak, so that what is in the sound stays where \
      it is in time; the untouched sound then meets the peak.
      """)
  var align: AlignChoice?

  enum LengthChoice: String, ExpressibleByArgument, CaseIterable { case same }
  enum AlignChoice: String, ExpressibleByArgument, CaseIterable { case peak }

  func validate() throws {
    if let trim, !trim.isBelowFullScale {
      throw ValidationError("--trim is \(trim.decibels); allowed is a level below 0 dB.")
    }
    if tail != nil && trim != nil {
      throw ValidationError("--trim is --tail trim: with a level; give one of them.")
    }
    if length == .same && tail == .full {
      throw ValidationError("--length same ends with the input and --tail full after it; give one.")
    }
  }

  /// What becomes of the sound after the input's end.
  var end: Tail {
    if length == .same { return .cut }
    if let trim { return .trim(decibels: trim.decibels) }
    return tail ?? .full
  }
}

/// Where a result ends, as it is typed.
enum Tail: Equatable {
  case full
  case cut
  /// Below the largest sample.
  case trim(decibels: Double)

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    switch text {
    case "full": self = .full
    case "cut": self = .cut
    default:
      guard text.hasPrefix("trim:"), let level = try? Level(typed: String(text.dropFirst(5))),
        level.isBelowFullScale
      else {
        throw ValidationError("a tail is full, cut, or trim: and a level below 0, as in trim:-90dB")
      }
      self = .trim(decibels: level.decibels)
    }
  }
}

extension Level {
  /// Finite and below 0 dB.
  fileprivate var isBelowFullScale: Bool { decibels < 0 && decibels.isFinite }
}
