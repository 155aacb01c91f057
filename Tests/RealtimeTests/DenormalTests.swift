import Realtime
import Testing

/// The processor's flag for denormals, and its loss. Each test sets it for its own thread only, and
/// puts it back: no suspension lies between.
@Suite struct DenormalTests {
  @Test("with the flag a denormal result is zero, without it is not")
  func flag() {
    defer { Denormals.keep() }
    Denormals.flushToZero()
    #expect(Denormals.areFlushedToZero)
    #expect(halved(.leastNormalMagnitude).bitPattern == 0)
    Denormals.keep()
    #expect(!Denormals.areFlushedToZero)
    #expect(halved(.leastNormalMagnitude).bitPattern != 0)
  }

  @Test("B5: a lost flag is set again, and told once")
  func loss() {
    defer { Denormals.keep() }
    Denormals.flushToZero()
    for _ in 0..<3 { #expect(!Denormals.restoreFlushToZero()) }
    // What a library does that puts back the flags it knows.
    Denormals.keep()
    #expect(Denormals.restoreFlushToZero())
    #expect(!Denormals.restoreFlushToZero())
    #expect(halved(.leastNormalMagnitude).bitPattern == 0)
  }

  /// Computed at run time, by the flags of this thread.
  @inline(never)
  private func halved(_ number: Float) -> Float { number * 0.5 }
}
