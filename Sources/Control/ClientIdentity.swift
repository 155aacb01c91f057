/// Who is at the other end of a connection, as the kernel says (SO_PEERCRED): it cannot be forged.
public struct ClientIdentity: Equatable, Sendable {
  public var user: UInt32
  /// 0 for a process that is not visible from ours.
  public var process: Int32

  public init(user: UInt32, process: Int32) {
    self.user = user
    self.process = process
  }
}
