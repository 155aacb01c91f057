/// A WAV file on its way through standard output, as it comes.
///
/// libsndfile writes no WAV to pipes, because its header says how long the sound is. Here the header
/// says so where it was announced, and "to the end" where not.
///
/// - Thread: any one at a time; blocks on the pipe.
public final class WavePipeWriter: SoundOutput {
  public let path = standardStreamPath
  public let channelCount: Int
  public let encoding: SoundEncoding
  public private(set) var frameCount = 0
  public var clippedSampleCount: Int { quantizer.clippedCount }
  public var clippedPeak: Double { quantizer.clippedPeak }
  public var nonFiniteSampleCount: Int { quantizer.nonFiniteCount }

  private let header: WaveHeader
  private var quantizer: SampleQuantizer
  private var announcedFrames: Int?
  private var hasBegun = false
  private var bytes: [UInt8] = []

  /// - Parameter sample: how samples lie in the stream.
  /// - Errors: `unsupported`; `unwritable` for a terminal.
  public init(
    sampleRate: Int, channelCount: Int, sample: SoundEncoding.Sample
  ) throws(SoundFileError) {
    encoding = SoundEncoding(container: .wav, sample: sample)
    var head = encoding.head(sampleRate: sampleRate, channelCount: channelCount)
    try encoding.demandRoom(
      StandardOutput.name, sampleRate: sampleRate, channelCount: channelCount, &head)
    try StandardOutput.demandNoTerminal()
    header = WaveHeader(
      sample: sample, channelCount: channelCount, sampleRate: sampleRate, form: .whenNeeded)
    self.channelCount = channelCount
    quantizer = SampleQuantizer(bits: sample.integerBits ?? 32)
  }

  /// Nothing: in a pipe, samples end the stream.
  public func carry(_ metadata: SoundMetadata) {}

  public func announce(frameCount: Int) { announcedFrames = frameCount }

  public func write(_ samples: UnsafeBufferPointer<Float>) throws(SoundFileError) {
    try send(samples)
  }

  public func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError) {
    try send(samples)
  }

  private func send<Sample: FileSample>(
    _ samples: UnsafeBufferPointer<Sample>
  ) throws(SoundFileError) {
    try begin()
    bytes.removeAll(keepingCapacity: true)
    bytes.reserveCapacity(samples.count * encoding.sample.byteCount)
    for sample in samples { append(sample) }
    try StandardOutput.write(bytes)
    frameCount += samples.count / channelCount
  }

  private func append<Sample: FileSample>(_ sample: Sample) {
    switch encoding.sample {
    case .int16, .int24, .int32:
      let left = quantizer.quantize(sample.double)
      let width = encoding.sample.byteCount
      append(UInt64(UInt32(bitPattern: left) >> UInt32(32 - 8 * width)), width)
    case .float32: append(UInt64(quantizer.passFinite(sample.float).bitPattern), 4)
    case .float64: append(quantizer.passFinite(sample.double).bitPattern, 8)
    }
  }

  /// The lowest byte first.
  private func append(_ number: UInt64, _ count: Int) {
    var rest = number
    for _ in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  private func begin() throws(SoundFileError) {
    if hasBegun { return }
    hasBegun = true
    let frameBytes = channelCount * encoding.sample.byteCount
    bytes = announcedFrames.map { header.bytes(sampleBytes: $0 * frameBytes) } ?? header.openBytes()
    try StandardOutput.write(bytes)
  }

  /// Sends what a file without frames has, and the pad byte; a disk behind it that is full says so.
  public func commit() throws(SoundFileError) {
    try begin()
    if announcedFrames != nil,
      !(frameCount * channelCount * encoding.sample.byteCount)
        .isMultiple(of: 2)
    {
      bytes = [0]
      try StandardOutput.write(bytes)
    }
    try StandardOutput.flush()
  }
}
