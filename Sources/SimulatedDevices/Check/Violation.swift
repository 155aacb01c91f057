/// A promise that a run broke.
package struct Violation: Equatable, Sendable, CustomStringConvertible {
  package enum Kind: String, Sendable {
    /// A sample that is not a number.
    case notFinite
    /// A sample beyond full scale, or a negative gain.
    case tooLoud
    /// Channels of one frame that do not belong together.
    case torn
    /// A frame that was heard already, or one from before it.
    case order
    /// A jump of the gain where no stream had stopped.
    case jump
    /// A jump in the source's time at an audible gain.
    case splice
    /// A sample that is not what the chain makes of what came in.
    case wrongSound
    /// A latency outside its band for too long.
    case latency
    /// Frames that no counter accounts for.
    case account
    /// No sound although nothing is wrong any more.
    case silence
    /// No sound within its time after an xrun.
    case recovery
    /// An xrun that nothing but another one can have caused.
    case relapse
    /// A watchdog that would end a service that is well.
    case watchdog
    /// Steps without end in no time.
    case spin
  }

  package var kind: Kind
  /// Nanoseconds.
  package var time: Int
  package var text: String

  package var description: String { "\(Trace.seconds(time)) \(kind.rawValue): \(text)" }
}
