public import SoundFiles

/// A request made ready to render, in one precision or the other.
///
/// Thread: any, and several at a time.
public protocol OfflineConvolution: Sendable {
  /// Channels that come out.
  var outputCount: Int { get }

  /// Frames that come out beyond those that go in.
  var tailFrames: Int { get }

  /// What it keeps between renders, about.
  var memoryBytes: Int { get }

  /// The partitions, as one line.
  var partitions: String { get }

  /// Reads to the input's end and writes all that follows from it.
  ///
  /// - Parameter jobs: threads that may render at the same time; the samples are the same for any
  ///   number.
  /// - Parameter progress: called several times a second with the input's frames that are done;
  ///   returns whether to go on.
  /// - Returns: frames read, or `nil` when `progress` ended it.
  func render(
    from source: any FrameSource, to sink: any FrameSink, jobs: Int,
    progress: (_ framesDone: Int) -> OfflineStep
  ) throws(SoundFileError) -> Int?
}
