internal import ArgumentParser
internal import Convolution

/// Values of the command line that are types of this program or of the engine.
enum Values {
  static func routing(_ text: String) throws -> Routing {
    guard let routing = Routing(text) else {
      throw ValidationError(
        "The routing '\(text)' is none of mono, stereo, true-stereo, 8x8-diagonal or 2x6-full.")
    }
    return routing
  }

  static func goal(_ text: String) throws -> Planner.Goal {
    switch text {
    case "live": return .live
    case "economy": return .economy
    default: throw ValidationError("The goal '\(text)' is neither live nor economy.")
    }
  }

  static func level(_ text: String) throws -> ProcessorLevel {
    guard let level = ProcessorLevel(rawValue: text) else {
      throw ValidationError("The kernel build '\(text)' is neither v3 nor baseline.")
    }
    guard ProcessorLevel.available.contains(level) else {
      throw ValidationError("This processor does not run the kernel build '\(text)'.")
    }
    return level
  }
}

extension CallbackMeasurement.Cache: ExpressibleByArgument {}
