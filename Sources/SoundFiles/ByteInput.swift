/// Bytes of a sound, as libsndfile asks for them.
///
/// - Thread: any one at a time.
protocol ByteInput: AnyObject {
  /// How many there are, or more than there will ever be where that is not known.
  var byteCount: Int { get }
  /// Where ``read(_:)`` goes on.
  var position: Int { get }
  /// The first error of a read.
  var failure: Int32? { get }

  /// Reads up to `bytes.count` bytes at ``position`` and moves on.
  ///
  /// - Returns: bytes read: all of them, fewer at the end or with ``failure`` set.
  func read(_ bytes: UnsafeMutableRawBufferPointer) -> Int
  /// Sets ``position``.
  func move(to newPosition: Int)
}

extension InputFile: ByteInput {}
