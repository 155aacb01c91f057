internal import Drawing

/// Seconds, or milliseconds where all is over in half a second.
struct Clock {
  let axis: Axis
  private let scale: Double

  init(seconds: Double) {
    let isShort = seconds < 0.5
    scale = isShort ? 1000 : 1
    axis = .linear(
      0...max(seconds, 1e-6) * scale, label: isShort ? "time, ms" : "time, s", about: 8)
  }

  func time(_ seconds: Double) -> Double { seconds * scale }
}
