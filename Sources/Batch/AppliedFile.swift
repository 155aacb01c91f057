internal import JSON

/// A file that many results are made with, and what it held: an impulse response, a chain and all that
/// it names, noise.
public struct AppliedFile: Equatable, Sendable {
  /// Its name.
  public let path: String
  /// What it held.
  public let digest: ContentDigest

  /// - Parameter digest: what it held.
  public init(path: String, digest: ContentDigest) {
    self.path = path
    self.digest = digest
  }

  /// Its name, and the length and the checksum of what it held.
  var member: JSONValue.Member {
    .init(
      path, ["bytes": .integer(digest.byteCount), "crc32": .string(digest.hexadecimal)])
  }

  /// `nil` for what is none.
  init?(_ member: JSONValue.Member) {
    guard let byteCount = member.value["bytes"]?.integer,
      let checksum = member.value["crc32"]?.text,
      let digest = ContentDigest(byteCount: byteCount, hexadecimal: checksum)
    else { return nil }
    self.init(path: member.key, digest: digest)
  }
}
