import RateMatching

/// Two devices with buffers, periods and pointers that move in steps, a ring, the resampler and the
/// loop, in virtual time: all of rate matching, joined as a session joins it.
struct DuplexModel: ~Copyable {
  /// How a device's pointer is seen.
  struct Pointer {
    /// It moves so many frames at once.
    var stepFrames = 1
    /// Whether a reading says when the pointer moved.
    var isStamped = true
  }

  static let rate = 48_000.0
  static let period = 256
  static let bufferFrames = 2_048

  var drift = 0.0
  var pointer = Pointer()
  /// Every so many playback wake-ups a device lies; 0 for never.
  var lieInterval = 0
  /// The frames between the converters that the loop aims at; `nil` until the first reading.
  private(set) var target: Double?
  private(set) var xruns = 0
  /// Largest distance of the true level from the target since the last look.
  private(set) var peakFrames = 0.0
  private(set) var loop = ClockLoop(sampleRate: 48_000, periodFrames: DuplexModel.period)
  private(set) var captureCheck = ReadingCheck(bufferFrames: DuplexModel.bufferFrames)
  private(set) var playbackCheck = ReadingCheck(bufferFrames: DuplexModel.bufferFrames)
  private(set) var correctionSum = 0.0
  private(set) var correctionCount = 0.0

  private var seconds = 1.0
  private var random: SeededGenerator
  private var resampler = VariableResampler(channelCount: 1, maximumInputFrames: 1_024)
  private let sensor = LevelSensor(sampleRate: 48_000)
  private let cell = CapturePointCell()
  private var (readFrames, takenFrames, writtenFrames, wakeUps) = (
    0, 0, DuplexModel.bufferFrames, 0
  )
  private var lastUpdate = 1.0
  private let silence = [Float](repeating: 0, count: 4_096)
  private var output = [Float](repeating: 0, count: 4_096)

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  // MARK: - The devices: exact and as seen

  private var captured: Double { (seconds - 1) * Self.rate * (1 + drift * 1e-6) }
  private var played: Double { (seconds - 1) * Self.rate }

  /// Where a pointer seems to be, and when it got there.
  private func seen(_ exact: Double, rate: Double) -> (frames: Int, stamp: Int64) {
    let frames = Int(exact) / pointer.stepFrames * pointer.stepFrames
    guard pointer.isStamped else { return (frames, 0) }
    return (frames, Int64((1 + Double(frames) / rate) * 1e9))
  }

  private var now: Int64 { Int64(seconds * 1e9) }

  private mutating func isLying() -> Bool {
    lieInterval > 0 && Int.random(in: 0..<lieInterval, using: &random) == 0
  }

  // MARK: - The threads

  mutating func run(seconds duration: Double) {
    let end = seconds + duration
    (peakFrames, correctionSum, correctionCount) = (0, 0, 0)
    while seconds < end {
      // A scheduler wakes threads when it likes, 0.1 to 0.5 ms later.
      seconds += Double.random(in: 0.0001...0.0005, using: &random)
      capture()
      playback()
    }
  }

  private mutating func capture() {
    let (frames, stamp) = seen(captured, rate: Self.rate * (1 + drift * 1e-6))
    if frames - readFrames < Self.period { return }
    if frames - readFrames > Self.bufferFrames { xruns += 1 }
    readFrames += Self.period
    let delay = isLying() ? -frames : frames - readFrames
    let time = captureCheck.time(delayFrames: delay, stamp: stamp, now: now)
    if let time { cell.set(CapturePoint(frames: readFrames + delay, nanoseconds: time)) }
  }

  private mutating func playback() {
    let (frames, stamp) = seen(played, rate: Self.rate)
    if writtenFrames < frames { xruns += 1 }
    if writtenFrames + Self.period - frames > Self.bufferFrames { return }
    let needed = resampler.inputFrames(forOutput: Self.period)
    if readFrames - takenFrames < needed { return }
    steer(queued: writtenFrames - frames, stamp)
    let transfer = resampler.process(
      silence, inputFrames: needed, into: &output, outputFrames: Self.period)
    takenFrames += transfer.takenFrames
    writtenFrames += transfer.madeFrames
    observe()
  }

  private mutating func steer(queued: Int, _ stamp: Int64) {
    wakeUps += 1
    let duration = seconds - lastUpdate
    lastUpdate = seconds
    let delay = isLying() ? 1 << 40 : queued
    guard let time = playbackCheck.time(delayFrames: delay, stamp: stamp, now: now),
      let capture = cell.point,
      let level = sensor.level(
        capture: capture,
        playback: PlaybackPoint(
          sourceFrames: Double(takenFrames) - resampler.heldFrames, delayFrames: delay,
          nanoseconds: time))
    else {
      resampler.correctionPPM = loop.hold(seconds: duration)
      return
    }
    if target == nil && wakeUps > 20 { target = level }
    guard let target else { return }
    resampler.correctionPPM = loop.update(errorFrames: level - target, seconds: duration)
  }

  /// The true level at this moment against the target.
  private mutating func observe() {
    guard let target else { return }
    let level =
      captured - Double(takenFrames) + resampler.heldFrames + Double(writtenFrames) - played
    peakFrames = max(peakFrames, (level - target).magnitude)
    correctionSum += loop.correctionPPM
    correctionCount += 1
  }
}
