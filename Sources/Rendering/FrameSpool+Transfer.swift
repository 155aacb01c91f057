public import SoundFiles

extension FrameSpool {
  private static let stepFrames = 8192

  /// Hands its first frames on to a sink.
  ///
  /// - Parameter frames: how many.
  /// - Parameter step: asked after each piece whether to go on.
  /// - Returns: whether all were handed on.
  public func transfer(
    frames: Int, to sink: any FrameSink, step: () -> OfflineStep
  ) throws(SoundFileError) -> Bool {
    seek(toFrame: 0)
    var left = frames
    func pass<Value>(
      _ room: UnsafeMutableBufferPointer<Value>,
      _ read: (UnsafeMutableBufferPointer<Value>) throws(SoundFileError) -> Int,
      _ write: (UnsafeBufferPointer<Value>) throws(SoundFileError) -> Void
    ) throws(SoundFileError) -> Bool {
      defer { room.deallocate() }
      while left > 0 {
        let count = min(left, Self.stepFrames) * channelCount
        let got = try read(UnsafeMutableBufferPointer(rebasing: room[..<count]))
        try write(UnsafeBufferPointer(rebasing: room[..<(got * channelCount)]))
        left -= got
        if step() == .cancel { return false }
      }
      return true
    }
    let room = Self.stepFrames * channelCount
    return isDouble
      ? try pass(
        UnsafeMutableBufferPointer<Double>.allocate(capacity: room),
        { (room) throws(SoundFileError) in try read(into: room) },
        { (samples) throws(SoundFileError) in try sink.write(samples) })
      : try pass(
        UnsafeMutableBufferPointer<Float>.allocate(capacity: room),
        { (room) throws(SoundFileError) in try read(into: room) },
        { (samples) throws(SoundFileError) in try sink.write(samples) })
  }

  /// How many frames there are up to the last one that has a sample of at least this magnitude.
  ///
  /// - Parameter step: asked after each piece whether to go on.
  /// - Returns: `nil` when `step` ended it.
  public func frameCount(
    audibleAbove magnitude: Double, step: () -> OfflineStep
  ) throws(SoundFileError) -> Int? {
    let search = LastLoudFrame(channelCount: channelCount, magnitude: magnitude)
    guard try transfer(frames: frameCount, to: search, step: step) else { return nil }
    return search.end
  }
}

/// Looks for the last frame above a magnitude.
private final class LastLoudFrame: FrameSink {
  let channelCount: Int
  /// One beyond that frame.
  private(set) var end = 0
  private let magnitude: Double
  private var frameCount = 0

  init(channelCount: Int, magnitude: Double) {
    self.channelCount = channelCount
    self.magnitude = magnitude
  }

  func write(_ samples: UnsafeBufferPointer<Float>) { search(samples) }
  func write(_ samples: UnsafeBufferPointer<Double>) { search(samples) }

  private func search<Value: BinaryFloatingPoint>(_ samples: UnsafeBufferPointer<Value>) {
    if let last = samples.lastIndex(where: { Double($0.magnitude) >= magnitude }) {
      end = frameCount + last / channelCount + 1
    }
    frameCount += samples.count / channelCount
  }
}
