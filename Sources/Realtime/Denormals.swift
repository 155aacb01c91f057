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

  /// Treats them as zero again if something has put an end to it, as a library that saves and restores
  /// the processor's flags can. True when it had to.
  ///
  /// Costs a look at one register. Always false on a processor without the flag. Thread: any, for
  /// itself.
  @_noLocks
  public static func restoreFlushToZero() -> Bool {
    if crt_flush_to_zero_is_enabled() { return false }
    crt_flush_to_zero_enable()
    return crt_flush_to_zero_is_enabled()
  }
}
