package import AudioDevices

extension SimulatedStream {
  /// Puts what came of a call into the trace, and gives it back.
  ///
  /// - Parameter number: of a frame, or how many, as the event has it.
  @discardableResult
  package func noted(
    _ event: Trace.Event, _ outcome: TransferOutcome, _ number: Int = 0
  ) -> TransferOutcome {
    world.trace.note(event, direction.rawValue, outcome.number, number)
    return outcome
  }
}
