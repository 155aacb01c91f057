internal import CRealtime

/// Denormal numbers on the calling thread.
public enum Denormals {
  /// Treats them as zero from now on, which makes decaying signals as fast as any and is what
  /// ``RealtimeThread`` does by itself. An offline renderer calls it so that its samples equal the
  /// live ones. Thread: any, for itself.
  @_noLocks
  public static func flushToZero() {
    crt_flush_to_zero_enable()
  }

  /// Keeps them from now on, as a thread does at first. Thread: any, for itself.
  @_noLocks
  public static func keep() {
    crt_flush_to_zero_disable()
  }

  /// Whether they are treated as zero. Thread: any, for itself.
  public static var areFlushedToZero: Bool {
    @_noLocks get { crt_flush_to_zero_is_enabled() }
  }
}
