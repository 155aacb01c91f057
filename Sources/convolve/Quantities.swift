public import ArgumentParser
internal import Glibc
internal import SignalProcessing
public import SoundFiles

/// A level in dB as it is typed: `-12`, `-12dB`, `-inf`.
struct Level: ExpressibleByArgument {
  let decibels: Double

  /// 0 dB.
  static let unity = Level(decibels: 0)

  private init(decibels: Double) { self.decibels = decibels }

  init?(argument: String) {
    let number = argument.lowercased().hasSuffix("db") ? String(argument.dropLast(2)) : argument
    guard let value = Double(number), !value.isNaN, value <= 60 else { return nil }
    decibels = value
  }

  /// Linear.
  var amplitude: Float { Float(Decibels(decibels).amplitude) }
}

/// A time as it is typed: `20ms`, `0.02s`, `960samples`; a bare number is milliseconds.
struct Time: ExpressibleByArgument {
  private let number: Double
  private let unit: Unit

  private enum Unit: String, CaseIterable { case ms, samples, s }

  init?(argument: String) {
    let unit = Unit.allCases.first { argument.hasSuffix($0.rawValue) }
    let digits = argument.dropLast(unit?.rawValue.count ?? 0)
    guard let value = Double(digits), value >= 0, value < 1e6 else { return nil }
    number = value
    self.unit = unit ?? .ms
  }

  /// Rounded to the nearest frame; at most ten minutes.
  func frames(at sampleRate: Int) -> Int? {
    let exact =
      switch unit {
      case .ms: number / 1000 * Double(sampleRate)
      case .s: number * Double(sampleRate)
      case .samples: number
      }
    return exact <= 600 * Double(sampleRate) ? Int(exact.rounded()) : nil
  }
}

extension SoundEncoding.Sample: ExpressibleByArgument {}
