extension Checker {
  /// What is promised of the sound.
  package struct Rules: Equatable, Sendable {
    /// The shortest fade from full gain to silence; a raised cosine's steepest step follows from it.
    package var fadeFrames: Int
    /// Whether the numbers that are heard are those of the source, or lie between them.
    package var numbering = Numbering.whole
    /// Whether a jump in the source's time must be hidden behind a fade.
    package var hidesSplices: Bool
    /// Frames between a sample in and the same sample out; `nil` for no promise.
    package var latency: ClosedRange<Double>?
    /// How long the latency may leave its band; nanoseconds.
    package var settlingNanoseconds: Int

    package init(
      fadeFrames: Int = 1, hidesSplices: Bool = false, latency: ClosedRange<Double>? = nil,
      settlingNanoseconds: Int = 2_000_000_000
    ) {
      self.fadeFrames = fadeFrames
      self.hidesSplices = hidesSplices
      self.latency = latency
      self.settlingNanoseconds = settlingNanoseconds
    }

    package enum Numbering: Equatable, Sendable { case whole, fractional }

    /// The steepest step of the gain from one frame to the next, and a little for rounding.
    var steepest: Float { Float(min(1.6 / Double(max(fadeFrames, 1)) + 1e-4, 1)) }

    /// The highest sample: a resampler's filter overshoots where numbers wrap.
    var loudest: Float { numbering == .whole ? 1 : 1.2 }

    /// A gain below which a jump in time cannot be heard as a click: two of the steepest steps.
    var inaudible: Float { max(2 * steepest, 0.02) }
  }
}
