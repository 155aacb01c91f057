/// Measures how soon there is sound after an xrun, and whether one xrun leads to another (R4).
///
/// The time begins when the session is told of the xrun, so that its thread runs and the device can be
/// prepared, and when nothing of before is heard any more. It begins anew whenever the device refuses a
/// call or lies, and stands still while the scheduler keeps a thread from running. It ends with the
/// first frame that is heard of what was captured since. It may last for the latency and two periods,
/// or 10 ms where those are shorter: the sound falls for 5 ms before it can rise. What playback holds
/// beyond its share of the latency has to be heard first.
///
/// Where anything else is wrong, or goes wrong, the time begins with the last thing that happens, or
/// with the end of what keeps the sound away, as a stall; and it may last for 10 ms more, after which
/// the session asks a driver again that has refused. Not judged are xruns that another one follows
/// before there is sound, for that one is; those that the end of a session follows; and those beside a
/// clock or a position that stands still, for which no bound is known.
package final class RecoveryWatch {
  /// What has been measured.
  package struct Tally: Equatable, Sendable {
    /// Xruns with nothing else wrong.
    package var alone = Share()
    /// Xruns with more wrong.
    package var amid = Share()
    /// Xruns that another one followed before there was sound.
    package var repeated = 0
    /// Those that a session's end followed before there was sound.
    package var ended = 0
    /// Those beside a clock or a position that stood still.
    package var stuck = 0

    package init() {}

    package static func += (sum: inout Tally, other: Tally) {
      sum.alone += other.alone
      sum.amid += other.amid
      sum.repeated += other.repeated
      sum.ended += other.ended
      sum.stuck += other.stuck
    }
  }

  /// How much of the time that they have some xruns have taken.
  package struct Share: Equatable, Sendable {
    package var count = 0
    /// The most that one has taken.
    package var worst = 0.0

    mutating func note(_ share: Double) {
      count += 1
      worst = max(worst, share)
    }

    static func += (sum: inout Share, other: Share) {
      sum.count += other.count
      sum.worst = max(sum.worst, other.worst)
    }
  }

  /// An xrun after which there was no sound yet.
  private struct Episode {
    var since: Int
    var stolenBefore: Int
    /// Whether nothing else was wrong until now.
    var isAlone: Bool
    /// Whether a clock or a position has stood still.
    var hasStoodStill: Bool
    /// Whether nothing was heard since.
    var isSilent: Bool
    /// The first frame that was read since; `nil` before that, 0 where any frame will do.
    var awaited: Int?
    /// Frames that playback held beyond what the latency leaves to it.
    let excessFrames: Int
  }

  private let world: SimulatedWorld
  private let source: SimulatedCard
  private let sink: SimulatedCard
  private let periodFrames: Int
  /// Of that time, how much is allowed.
  package var allowedShare = 1.0
  /// What the session's latency is; frames, `nil` while there is none.
  package var latencyFrames: () -> Int? = { nil }
  package private(set) var tally = Tally()
  private var episodes: [Episode?] = [nil, nil]
  private var last: (time: Int, stolen: Int, changeCount: Int)?

  /// Two xruns further apart are two troubles; nanoseconds.
  private static let kinship = 1_000_000_000

  package init(
    world: SimulatedWorld, source: SimulatedCard, sink: SimulatedCard, periodFrames: Int
  ) {
    self.world = world
    self.source = source
    self.sink = sink
    self.periodFrames = periodFrames
  }

  var isWaiting: Bool { episodes[0] != nil || episodes[1] != nil }

  private var periodNanoseconds: Double {
    Double(periodFrames) * 1e9 / Double(sink.clock.nominalRate)
  }

  /// Whether nothing is wrong with the world but what has happened.
  private var isCalm: Bool {
    world.troubleUntil <= world.time.now && source.isWell && sink.isWell
      && source[.capture].faults.areOver && sink[.playback].faults.areOver
  }

  private var standsStill: Bool {
    source[.capture].faults.isStuck || sink[.playback].faults.isStuck || source.clock.isFrozen
      || sink.clock.isFrozen
  }

  // MARK: What happens

  /// A session was told that its stream has xrun.
  ///
  /// - Parameter moment: when it did; nanoseconds.
  /// - Parameter isSilent: whether nothing is heard.
  /// - Returns: what is wrong with that; `nil` for nothing.
  func noteXrun(_ direction: StreamDirection, at moment: Int, isSilent: Bool) -> String? {
    if take(direction) != nil { tally.repeated += 1 }
    let before = last
    last = nil
    let isAlone = isCalm && moment >= world.changeTime
    episodes[direction.rawValue] = Episode(
      since: world.time.now, stolenBefore: world.stolenNanoseconds, isAlone: isAlone,
      hasStoodStill: standsStill,
      isSilent: isSilent || direction == .playback,
      awaited: direction == .playback ? 0 : nil, excessFrames: excessFrames)
    guard isAlone else { return nil }
    last = (world.time.now, world.stolenNanoseconds, world.changeCount)
    guard let before, before.changeCount == world.changeCount, moment > before.time,
      moment - before.time < Self.kinship,
      Double(world.stolenNanoseconds - before.stolen) < periodNanoseconds / 2
    else { return nil }
    return "\(direction) again \(moment - before.time) ns after an xrun, with nothing else wrong"
  }

  private var excessFrames: Int {
    guard let stream = sink[.playback].stream, let latency = latencyFrames() else { return 0 }
    return max(stream.application - stream.hardware - (latency - periodFrames), 0)
  }

  /// A device does not do what it was asked for, or does not say the truth.
  func noteUnable() {
    last = nil
    beginAnew()
  }

  /// Something is done to the world.
  func noteChange(isStandstill: Bool) {
    for index in episodes.indices {
      episodes[index]?.isAlone = false
      if isStandstill || standsStill { episodes[index]?.hasStoodStill = true }
    }
    beginAnew()
  }

  private func beginAnew() {
    for index in episodes.indices where episodes[index] != nil {
      episodes[index]?.since = world.time.now
      episodes[index]?.stolenBefore = world.stolenNanoseconds
    }
  }

  /// What is awaited will not come: the session begins or ends.
  package func cancel() {
    for direction in [StreamDirection.capture, .playback] where take(direction) != nil {
      tally.ended += 1
    }
    last = nil
  }

  private func take(_ direction: StreamDirection) -> Episode? {
    defer { episodes[direction.rawValue] = nil }
    return episodes[direction.rawValue]
  }

  /// A period was read, with frames missing before it or without.
  func noteRead(from number: Int, isAfterLoss: Bool) {
    guard let episode = episodes[StreamDirection.capture.rawValue], episode.awaited == nil else {
      return
    }
    // Nothing is missing: the sound will not be interrupted.
    if !isAfterLoss { return episodes[StreamDirection.capture.rawValue] = nil }
    episodes[StreamDirection.capture.rawValue]?.awaited = number
  }

  /// A frame too soft to be heard has been played, at that moment; nanoseconds.
  func noteSilence(at moment: Int) {
    for index in episodes.indices {
      guard let episode = episodes[index], !episode.isSilent else { continue }
      episodes[index]?.isSilent = true
      if moment <= episode.since { continue }
      episodes[index]?.since = moment
      episodes[index]?.stolenBefore = world.stolenNanoseconds
    }
  }

  /// A frame was heard.
  ///
  /// - Parameter number: of the source.
  /// - Parameter moment: when it was; nanoseconds.
  /// - Returns: what is wrong with that; `nil` for nothing.
  func noteSound(_ number: Int, at moment: Int) -> String? {
    var complaint: String?
    for index in episodes.indices {
      guard let episode = episodes[index], episode.isSilent, let awaited = episode.awaited,
        number >= awaited
      else { continue }
      episodes[index] = nil
      complaint = judge(episode, at: moment) ?? complaint
    }
    return complaint
  }

  private func judge(_ episode: Episode, at moment: Int) -> String? {
    if episode.hasStoodStill || standsStill {
      tally.stuck += 1
      return nil
    }
    guard let latency = latencyFrames() else { return nil }
    let since = episode.isAlone ? episode.since : max(episode.since, world.soundTroubleUntil)
    let stolen = world.stolenNanoseconds - episode.stolenBefore
    let rate = sink.clock.nominalRate
    let frames = Double(max(moment - since - stolen, 0)) * Double(rate) * 1e-9
    let pause = episode.isAlone ? 0 : rate / 100
    let limit = latency + max(2 * periodFrames, rate / 100) + pause + episode.excessFrames
    let share = frames / Double(limit)
    if episode.isAlone { tally.alone.note(share) } else { tally.amid.note(share) }
    if share <= allowedShare { return nil }
    return "\(frames) frames, not \(limit), until there was sound again"
  }
}

extension SimulatedCard {
  /// Whether it is there, awake and moving.
  fileprivate var isWell: Bool { isPresent && !isAsleep && !clock.isFrozen }
}

extension StreamFaults {
  /// Whether all that was going to fail has failed.
  fileprivate var areOver: Bool {
    prepare.calls == 0 && start.calls == 0 && resume.calls == 0 && transfer.calls == 0
      && shortTransfers == 0 && spuriousWakes == 0 && lies == 0 && !isStuck
      && callsToUnplug == 0 && callsToSuspend == 0
  }
}
