public import Engine
public import SoundFiles

/// Renders one sound file through a chain into another, in constant memory.
public struct OfflineRender: ~Copyable {
  /// What becomes of the sound after the input's end.
  public enum Tail: Equatable, Sendable {
    /// It rings out.
    case full
    /// It is cut: as many frames out as in.
    case cut
  }

  private var engine: RenderEngine
  private let tailFrames: Int
  private let blockFrames: Int
  /// Interleaved, one block.
  private var interleaved: [Float]
  private var input: [Float]
  private var output: [Float]

  /// - Parameter engine: fresh; its chain's tail is `tailFrames` long.
  public init(_ engine: consuming RenderEngine, tailFrames: Int, tail: Tail = .full) {
    self.tailFrames = tail == .full ? tailFrames : 0
    let block = engine.blockFrames
    blockFrames = block
    interleaved = [Float](
      repeating: 0, count: block * max(engine.inputCount, engine.outputCount))
    input = [Float](repeating: 0, count: block * engine.inputCount)
    output = [Float](repeating: 0, count: block * engine.outputCount)
    self.engine = engine
  }

  /// Reads to the input's end and writes all that follows from it.
  ///
  /// The samples depend on the input's samples alone, not on how the file hands them out. A file
  /// without frames has no tail either.
  ///
  /// - Parameter progress: called after each block, those of the tail included, with the frames read
  ///   so far; returns whether to go on.
  /// - Returns: frames read, or `nil` when `progress` ended it.
  /// - Precondition: the files have the engine's channels.
  public mutating func run(
    from reader: SoundFileReader, to writer: SoundFileWriter,
    progress: (_ framesRead: Int) -> OfflineStep = { _ in .proceed }
  ) throws(SoundFileError) -> Int? {
    precondition(reader.channelCount == engine.inputCount)
    precondition(writer.channelCount == engine.outputCount)
    var framesRead = 0
    while true {
      let frames = try fill(from: reader)
      framesRead += frames
      render(frames)
      try write(frames, to: writer)
      if progress(framesRead) == .cancel { return nil }
      if frames < blockFrames { break }
    }
    if framesRead == 0 { return 0 }
    return try ringOut(after: framesRead, to: writer, progress) == .proceed ? framesRead : nil
  }

  /// A whole block, unless the file ends: a reader may give less at any time.
  private mutating func fill(from reader: SoundFileReader) throws(SoundFileError) -> Int {
    var frames = 0
    while frames < blockFrames {
      let first = frames * reader.channelCount
      let count = (blockFrames - frames) * reader.channelCount
      let got = try interleaved.withUnsafeMutableBufferPointer {
        (all) throws(SoundFileError) -> Int in
        try reader.read(into: UnsafeMutableBufferPointer(rebasing: all[first..<first + count]))
      }
      if got == 0 { break }
      frames += got
    }
    return frames
  }

  /// Renders `frames` frames of `interleaved` and silence behind them.
  private mutating func render(_ frames: Int) {
    let channels = engine.inputCount
    for channel in 0..<channels {
      for frame in 0..<blockFrames {
        input[channel * blockFrames + frame] =
          frame < frames ? interleaved[frame * channels + channel] : 0
      }
    }
    engine.render(input, into: &output)
  }

  private mutating func write(
    _ frames: Int, from first: Int = 0, to writer: SoundFileWriter
  ) throws(SoundFileError) {
    if frames == 0 { return }
    let channels = engine.outputCount
    for channel in 0..<channels {
      for frame in 0..<frames {
        interleaved[frame * channels + channel] = output[channel * blockFrames + first + frame]
      }
    }
    try interleaved.withUnsafeBufferPointer { (all) throws(SoundFileError) in
      try writer.write(UnsafeBufferPointer(rebasing: all[..<(frames * channels)]))
    }
  }

  /// The tail begins in the block that the input ended in.
  private mutating func ringOut(
    after framesRead: Int, to writer: SoundFileWriter, _ progress: (Int) -> OfflineStep
  ) throws(SoundFileError) -> OfflineStep {
    var left = tailFrames
    var first = framesRead % blockFrames
    while left > 0 {
      let frames = min(left, blockFrames - first)
      try write(frames, from: first, to: writer)
      left -= frames
      first = 0
      if progress(framesRead) == .cancel { return .cancel }
      if left > 0 { render(0) }
    }
    return .proceed
  }
}

/// Whether a render goes on.
public enum OfflineStep: Sendable {
  case proceed
  case cancel
}
