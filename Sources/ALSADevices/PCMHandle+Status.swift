internal import AudioDevices
internal import CALSA

extension PCMHandle {
  /// How many frames can be transferred, and the moment at which that became so; or why nothing moves.
  ///
  /// A device whose position moves once a period has a time stamp for the move, which tells more than
  /// the time of asking. Stamps of another clock, or none at all, are recognised by lying in the
  /// future or long ago. Wraps `snd_pcm_status`, whose stamps are switched on in `configure`.
  @_noLocks
  func position() -> (outcome: TransferOutcome, available: Int, nanoseconds: Int) {
    var status = calsa_status()
    let code = calsa_status(pcm, statusMemory, &status)
    if code < 0 { return (outcome(of: Int(code)), 0, Int(calsa_now())) }
    if let standstill = standstill() { return (standstill, 0, Int(status.now)) }
    let age = status.now &- status.stamp
    let isTold = age >= 0 && age < Self.oldestStamp
    return (.ready, Int(status.available), Int(isTold ? status.stamp : status.now))
  }

  /// 1 s: longer than any period.
  private static var oldestStamp: Int64 { @_noLocks get { 1_000_000_000 } }
}
