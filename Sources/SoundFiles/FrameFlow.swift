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

/// Where a sound is stored or sent.
public protocol SoundOutput: FrameSink {
  /// Its name as it was given.
  var path: String { get }
  var encoding: SoundEncoding { get }
  /// Frames written so far.
  var frameCount: Int { get }
  /// Samples beyond full scale in an integer encoding, written as full scale.
  var clippedSampleCount: Int { get }
  /// The largest magnitude among them, linear; 0 without one.
  var clippedPeak: Double { get }
  /// NaN and infinite samples, written as silence in every encoding.
  var nonFiniteSampleCount: Int { get }

  /// Gives it what another file carries beside its samples, before the first frame.
  func carry(_ metadata: SoundMetadata)
  /// Says how many frames will come, before the first one, where that is known.
  func announce(frameCount: Int)
  /// Finishes it. Only then does a file have its name.
  func commit() throws(SoundFileError)
}

extension SoundFileReader: FrameSource {}

extension SoundFileWriter: SoundOutput {
  /// Nothing: the header is written last.
  public func announce(frameCount: Int) {}
}
