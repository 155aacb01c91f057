internal import CRealtime

/// The processors of the machine.
public enum Processors {
  /// How many this process may run on, at least 1: what `taskset` or a service's limits leave it.
  public static var availableCount: Int { Int(crt_processor_count()) }
}
