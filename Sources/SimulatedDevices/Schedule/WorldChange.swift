package import AudioDevices

/// Something that happens to the world of a session.
package enum WorldChange: Equatable, Sendable {
  /// A thread, or each of them, does not run for so many nanoseconds.
  case stall(Scheduler.ProcessRole?, Int)
  /// A stream over- or underruns.
  case xrun(StreamDirection)
  /// The system sleeps for so many nanoseconds; the driver of that side cannot resume.
  case suspend(StreamDirection, Int, cannotResume: Bool)
  /// The card of that side is gone for so many nanoseconds.
  case unplug(StreamDirection, Int)
  /// It goes in the middle of that call from now on, for so many nanoseconds.
  case unplugInCall(StreamDirection, calls: Int, Int)
  case suspendInCall(StreamDirection, calls: Int, Int)
  /// The card is gone and comes back without the rate for the first so many nanoseconds.
  case replugOther(StreamDirection, Int)
  /// The card's clock stands still for so many nanoseconds.
  case freeze(StreamDirection, Int)
  /// The position stands still until the stream is prepared.
  case stick(StreamDirection)
  /// The clock goes wrong by so many parts per million from now on.
  case drift(StreamDirection, Double)
  case lie(StreamDirection, calls: Int, StreamFaults.Lie)
  case shorten(StreamDirection, calls: Int)
  case wakeEarly(StreamDirection, waits: Int)
  case failTransfers(StreamDirection, calls: Int, Int32)
  case failPrepare(StreamDirection, calls: Int, Int32)
  case failStart(StreamDirection, calls: Int, Int32)
  /// Another program opens it as soon as it is closed, and holds it for so many nanoseconds.
  case hold(StreamDirection, Int)
  case refuseOpen(StreamDirection, calls: Int, DeviceError.Kind)
  /// A close lasts so many nanoseconds.
  case hangClose(StreamDirection, Int)
  /// A drain never ends.
  case hangDrain
  /// What plays into the capture device goes on in another format.
  case changeSource
  /// The capture driver does not change its speed any more.
  case refuseSpeed
  /// The chain takes so many nanoseconds for a block from now on, for so many nanoseconds.
  case slowChain(Int, Int)
  /// The system has no thread for so many sessions.
  case refuseThreads(sessions: Int)
  /// Nothing is wrong any more.
  case heal
}

extension WorldChange {
  /// How long it lasts by itself; nanoseconds, 0 for what is over at once or is counted in calls.
  var duration: Int {
    switch self {
    case .stall(_, let time), .suspend(_, let time, _), .unplug(_, let time),
      .replugOther(_, let time), .freeze(_, let time), .hold(_, let time),
      .hangClose(_, let time), .slowChain(_, let time):
      time
    case .unplugInCall, .suspendInCall, .xrun, .stick, .drift, .lie, .shorten, .wakeEarly,
      .failTransfers, .failPrepare, .failStart, .refuseOpen, .hangDrain, .changeSource,
      .refuseSpeed, .refuseThreads, .heal:
      0
    }
  }
}

extension WorldChange {
  /// Whether a session that runs can have no sound because of it for as long as it lasts: not what
  /// concerns opening, closing or the service's own thread, nor a card that is gone, which ends it.
  var keepsSoundAway: Bool {
    switch self {
    case .stall(let role, _): role != .control
    case .suspend, .freeze, .slowChain: true
    default: false
    }
  }
}

extension WorldChange {
  /// Whether a clock or a position stands still from now on.
  var isStandstill: Bool {
    switch self {
    case .freeze, .stick: true
    default: false
    }
  }
}

/// A change and its moment.
package struct ScriptedChange: Equatable, Sendable, CustomStringConvertible {
  /// Nanoseconds.
  package var time: Int
  package var change: WorldChange
  /// Its place in the script it was drawn in, which stays when others are left out.
  package var number: Int

  package init(time: Int, change: WorldChange, number: Int) {
    self.time = time
    self.change = change
    self.number = number
  }

  package var description: String { "#\(number) at \(Trace.seconds(time)) s: \(change)" }
}
