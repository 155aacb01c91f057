/// Where frames come from, a piece at a time: a file, a pipe, a spool.
///
/// - Thread: any one at a time.
public protocol FrameSource: AnyObject {
  var channelCount: Int { get }
  /// The frames that are claimed to come, 0 when that is not known; never size memory by it.
  var declaredFrameCount: Int { get }

  /// Reads the next frames, `[frame][channel]`, as many as fit; 0 at the end.
  ///
  /// - Returns: frames read.
  func read(into samples: UnsafeMutableBufferPointer<Float>) throws(SoundFileError) -> Int
  /// The same in double precision.
  func read(into samples: UnsafeMutableBufferPointer<Double>) throws(SoundFileError) -> Int
}

/// Where frames go, a piece at a time.
///
/// - Thread: any one at a time.
public protocol FrameSink: AnyObject {
  var channelCount: Int { get }

  /// Appends frames, `[frame][channel]`, full scale 1.
  ///
  /// - Precondition: `samples.count` is a multiple of ``channelCount``.
  func write(_ samples: UnsafeBufferPointer<Float>) throws(SoundFileError)
  /// The same in double precision.
  func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError)
}

extension SoundFileReader: FrameSource {}
extension SoundFileWriter: FrameSink {}
