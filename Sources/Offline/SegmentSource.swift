internal import Convolution
internal import SoundFiles

/// Cuts a sound, and the silence that its tail rings out in, into segments.
struct SegmentSource {
  private let source: any FrameSource
  private(set) var framesRead = 0
  private var tailFrames: Int
  private var hasEnded = false

  init(_ source: any FrameSource, tailFrames: Int) {
    self.source = source
    self.tailFrames = tailFrames
  }

  /// Whether all segments were handed out.
  var isExhausted: Bool { hasEnded && tailFrames == 0 }

  /// Fills the input with what comes next, and with silence behind it.
  ///
  /// - Returns: frames that are to be rendered, of the file and of the tail.
  mutating func fill(
    _ input: UnsafeMutableBufferPointer<Sample>
  ) throws(SoundFileError) -> Int {
    let channels = source.channelCount
    let room = input.count / channels
    let frames = hasEnded ? 0 : try read(into: input)
    framesRead += frames
    if frames == room { return frames }
    if !hasEnded {
      hasEnded = true
      // A file without frames has no tail either.
      if framesRead == 0 { tailFrames = 0 }
    }
    for index in (frames * channels)..<input.count { input[index] = 0 }
    let tail = min(room - frames, tailFrames)
    tailFrames -= tail
    return frames + tail
  }

  /// As many frames as fit, unless the file ends: a reader may give less at any time.
  private func read(
    into input: UnsafeMutableBufferPointer<Sample>
  ) throws(SoundFileError) -> Int {
    let channels = source.channelCount
    var frames = 0
    while frames * channels < input.count {
      let rest = UnsafeMutableBufferPointer(rebasing: input[(frames * channels)...])
      let got = try source.read(into: rest)
      if got == 0 { break }
      frames += got
    }
    return frames
  }
}
