internal import Batch
internal import Engine
internal import Offline
internal import OfflineDouble
internal import Rendering
internal import Session
internal import SoundFiles

extension FileRender {
  /// The impulse response laid over the sound's channels, in the precision asked for.
  func filter(
    _ task: RenderTask, for reader: SoundFileReader
  ) throws(CommandFailure) -> PreparedFilter {
    let key = FilterKey(
      response: task.response, responseChannels: task.responseChannels,
      sampleRate: reader.sampleRate, channelCount: reader.channelCount)
    return try filters.filter(key) { () throws(CommandFailure) in
      settings.filter.chain == nil ? try prepare(key) : try prepareChain(key, for: reader.path)
    }
  }

  private func prepare(_ key: FilterKey) throws(CommandFailure) -> PreparedFilter {
    let applied = applied([key.response])
    var (impulse, lead) = try response(key)
    if let early = try frames(settings.filter.early?.time, "--early", at: key.sampleRate) {
      impulse = impulse.early(frames: early)
    }
    if settings.filter.correlate { impulse = impulse.turned }
    let shift =
      settings.filter.correlate
      ? impulse.frameCount - 1 - lead : settings.span.align == .peak ? impulse.peakFrame : lead
    return PreparedFilter(
      convolution: try convolution(try request(impulse, shift: shift, key)),
      identities: [FileIdentity(input: key.response)].compactMap(\.self), applied: applied,
      shiftFrames: shift, leadFrames: settings.filter.correlate ? 0 : lead, ceiling: nil,
      notes: impulse.notes)
  }

  /// What files hold, for the manifest of a batch.
  ///
  /// Asked for before a file is used: one that is replaced in that moment then counts as changed, and
  /// not as what it was.
  func applied(_ paths: [String]) -> [AppliedFile] {
    switch filters.reuse {
    case .once: []
    case .often: paths.compactMap { AppliedFile(path: $0) }
    }
  }

  /// The channels that are used, at the sound's rate, and how many frames come before their time.
  ///
  /// A file can be rendered from before its beginning on, and has all the ringing of what is resampled.
  /// The daemon cannot; blocks and partitions are asked for to have its samples.
  private func response(
    _ key: FilterKey
  ) throws(CommandFailure) -> (impulse: ImpulseResponse, leadFrames: Int) {
    let isLive = settings.filter.block != nil || settings.filter.partitions != nil
    var impulse = try known { () throws(SoundFileError) in
      try ImpulseResponse.load(path: key.response)
    }
    if let channels = key.responseChannels { impulse = try channels.pick(from: impulse) }
    return try known { () throws(SoundFileError) in
      if isLive { return (try impulse.resampled(to: key.sampleRate), 0) }
      let (whole, span) = try impulse.resampledWithRinging(to: key.sampleRate)
      return (whole, span.lowerBound)
    }
  }

  private func convolution(
    _ request: OfflineRequest
  ) throws(CommandFailure) -> any OfflineConvolution {
    do throws(OfflineRequestError) {
      switch settings.filter.precision {
      case .single: return try Offline.FileConvolution(request)
      case .double: return try OfflineDouble.FileConvolution(request)
      }
    } catch {
      throw CommandFailure(error.description, .badSound)
    }
  }

  private func request(
    _ impulse: ImpulseResponse, shift: Int, _ key: FilterKey
  ) throws(CommandFailure) -> OfflineRequest {
    let levels = settings.levels
    var request = OfflineRequest(
      impulse: impulse, layout: settings.filter.layout.rawValue, channelCount: key.channelCount)
    request.wetDecibels = levels.wet.decibels
    request.dryDecibels = levels.dry?.decibels
    request.predelayFrames = try frames(levels.predelay, "--predelay", at: key.sampleRate) ?? 0
    request.dryDelayFrames = settings.filter.correlate ? 0 : shift
    request.reuse = filters.reuse
    request.tail = settings.filter.correlate ? .frames(shift) : tail(after: shift)
    if let partitions = settings.filter.partitions {
      request.plan = .given(partitions, blockFrames: settings.filter.block)
    } else if let block = settings.filter.block {
      request.plan = .live(blockFrames: block)
    }
    return request
  }

  /// What is rendered behind the input's end; what is cut in front is made up for there.
  func tail(after shift: Int) -> OfflineTail {
    settings.span.end == .cut ? .frames(shift) : .full
  }

  /// A time in frames; `nil` when it was not given.
  private func frames(
    _ time: Time?, _ option: String, at sampleRate: Int
  ) throws(CommandFailure) -> Int? {
    guard let time else { return nil }
    guard let frames = time.frames(at: sampleRate) else {
      throw CommandFailure("\(option) is \(time.text); allowed is up to 600s", .usage)
    }
    return frames
  }
}
