/// The bandwidth of a ``ClockLoop`` over the time since it began.
struct Gearbox: Sendable {
  private(set) var gear = 0
  private(set) var returnCount = 0
  private var seconds = 0.0

  /// Hz.
  var bandwidth: Double {
    @_noLocks get {
      switch gear {
      case 0: 1
      case 1: 0.2
      case 2: 0.05
      case 3: 0.01
      case 4: 0.005
      default: 0.003
      }
    }
  }

  /// When the present gear ends, in seconds since the beginning. Each lasts some four time constants
  /// of its loop, so that the next begins where it is good enough.
  private var end: Double {
    @_noLocks get {
      switch gear {
      case 0: 4
      case 1: 12
      case 2: 40
      case 3: 75
      case 4: 120
      default: .infinity
      }
    }
  }

  @_noLocks
  mutating func advance(_ seconds: Double) {
    self.seconds += seconds
    while self.seconds >= end { gear &+= 1 }
  }

  @_noLocks
  mutating func begin() {
    gear = 0
    seconds = 0
  }

  /// Begins again because the error has grown. In first gear nothing happens: it is the best there
  /// is, and the time in it counts.
  @_noLocks
  mutating func returnToFirst() {
    if gear == 0 { return }
    begin()
    returnCount &+= 1
  }
}
