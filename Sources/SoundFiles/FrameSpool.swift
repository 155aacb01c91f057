internal import Glibc

/// Frames kept for a second look: a little in memory, more in a file without a name, which the system
/// removes with the process whatever ends it.
///
/// What is kept is what was written, bit for bit; it is read in the precision in which it was written.
///
/// - Thread: any one at a time; blocks on the disk.
public final class FrameSpool: FrameSink, FrameSource {
  /// Bytes kept in memory if not said otherwise.
  public static let usualMemoryBytes = 32 << 20

  public let channelCount: Int
  /// Frames written so far.
  public private(set) var frameCount = 0
  public var declaredFrameCount: Int { frameCount }

  private let path: String
  private let memoryBytes: Int
  private var memory: [UInt8] = []
  private var descriptor: Int32?
  /// 0 before the first frames.
  private var sampleBytes = 0
  /// Where ``read(into:)`` goes on.
  private var position = 0

  /// - Parameter path: the output that the frames are meant for; their file lies beside it.
  public init(
    channelCount: Int, beside path: String, memoryBytes: Int = FrameSpool.usualMemoryBytes
  ) {
    self.channelCount = channelCount
    self.path = path
    self.memoryBytes = memoryBytes
  }

  deinit { if let descriptor { close(descriptor) } }

  /// Appends frames. See ``FrameSink``.
  ///
  /// - Errors: `unwritable` when no file can be made, `diskFull`, `writeFailed`.
  public func write(_ samples: UnsafeBufferPointer<Float>) throws(SoundFileError) {
    try append(UnsafeRawBufferPointer(samples), stride: MemoryLayout<Float>.stride)
  }

  /// The same in double precision.
  ///
  /// - Precondition: all frames are written in the same precision.
  public func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError) {
    try append(UnsafeRawBufferPointer(samples), stride: MemoryLayout<Double>.stride)
  }

  private func append(_ bytes: UnsafeRawBufferPointer, stride: Int) throws(SoundFileError) {
    precondition(sampleBytes == 0 || sampleBytes == stride, "a spool has one precision")
    sampleBytes = stride
    if descriptor == nil, memory.count + bytes.count > memoryBytes { try spill() }
    if let descriptor {
      try store(bytes, in: descriptor, at: frameCount * channelCount * stride)
    } else {
      memory.append(contentsOf: bytes)
    }
    frameCount += bytes.count / (stride * channelCount)
  }

  private func spill() throws(SoundFileError) {
    let place = path == "-" ? TemporaryPlace.folder + "/-" : path
    let file = try TemporaryFile(beside: place, path: path, permissions: 0o600)
    // Nobody else ever needs its name.
    unlink(file.path)
    descriptor = file.descriptor
    let kept = memory
    memory = []
    try kept.withUnsafeBufferPointer { (bytes) throws(SoundFileError) in
      try store(UnsafeRawBufferPointer(bytes), in: file.descriptor, at: 0)
    }
  }

  private func store(
    _ bytes: UnsafeRawBufferPointer, in descriptor: Int32, at offset: Int
  ) throws(SoundFileError) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, offset + done)
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw SoundFileError.writing(path, "keep the result", code: count == 0 ? EIO : errno)
      }
    }
  }

  /// Has the next read begin at this frame.
  public func seek(toFrame frame: Int) { position = frame * channelCount * sampleBytes }

  /// Whether the frames were written in double precision.
  public var isDouble: Bool { sampleBytes == MemoryLayout<Double>.stride }

  /// Reads the next frames; 0 at the end.
  ///
  /// - Precondition: they were written in single precision.
  public func read(into samples: UnsafeMutableBufferPointer<Float>) throws(SoundFileError) -> Int {
    try fetch(UnsafeMutableRawBufferPointer(samples), stride: MemoryLayout<Float>.stride)
  }

  /// Reads the next frames; 0 at the end.
  ///
  /// - Precondition: they were written in double precision.
  public func read(into samples: UnsafeMutableBufferPointer<Double>) throws(SoundFileError) -> Int {
    try fetch(UnsafeMutableRawBufferPointer(samples), stride: MemoryLayout<Double>.stride)
  }

  private func fetch(
    _ room: UnsafeMutableRawBufferPointer, stride: Int
  ) throws(SoundFileError) -> Int {
    if frameCount == 0 { return 0 }
    precondition(sampleBytes == stride, "a spool is read in the precision it was written in")
    let frameBytes = channelCount * stride
    let rest = frameCount * frameBytes - position
    let count = min(room.count / frameBytes * frameBytes, rest)
    let place = UnsafeMutableRawBufferPointer(rebasing: room[..<count])
    if let descriptor {
      try load(place, from: descriptor, at: position)
    } else {
      memory.withUnsafeBytes {
        place.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
      }
    }
    position += count
    return count / frameBytes
  }

  private func load(
    _ room: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int
  ) throws(SoundFileError) {
    var done = 0
    while done < room.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: room[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, offset + done)
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw SoundFileError(
          kind: .writeFailed, path: path,
          message: "what was rendered could not be read back: "
            + "\(SoundFileError.text(of: count == 0 ? EIO : errno)); the old content is untouched")
      }
    }
  }
}
