internal import AudioDevices
internal import Convolution
internal import Engine
internal import JSON
internal import Session
internal import Settings
internal import SignalProcessing

extension ChainReport {
  /// What `--json` prints, as `check --help` explains it. Programs rely on the keys: new ones may
  /// come, but none is renamed, and none changes its meaning.
  static let jsonKeys = """
    v (1), file, ok; when not ok: status (what it exits with) and error. sample_rate, period_frames, \
    block_frames; capture, playback: device and channels. stages: for each kind, name, summary, \
    latency_frames, plans, memory_bytes, mean_load. latency: frames, ms, and its parts \
    period_frames, queued_frames, adapter_frames, filter_frames. outputs: for each channel, \
    worst_case_db, peak_db, peak_hz and ceiling_db (null without a limiter). notes. memory_bytes, \
    memory_limit_bytes. predicted: mean_load (share of a core, 1 is all of it), worst_block_ns, \
    worst_block_load (its share of the block's time). devices: for each role, device, ok, and error \
    or sample_rate, channels, format, period_frames, buffer_frames.
    """

  func json(file: String, devices: [DeviceProbe]) -> JSONValue {
    let audio = configuration.audio
    let failure = devices.compactMap(\.failure).first
    return .object(
      [
        .init("v", 1), .init("file", .string(file)), .init("ok", .bool(failure == nil)),
      ]
        + (failure.map { Self.refusal($0.description, ExitStatus($0)) } ?? []) + [
          .init("sample_rate", .integer(audio.sampleRate)),
          .init("period_frames", .integer(audio.periodFrames)),
          .init("block_frames", .integer(blockFrames)),
          .init("capture", Self.json(configuration.capture)),
          .init("playback", Self.json(configuration.playback)),
          .init("stages", .array(stages.map { Self.json($0) })),
          .init("latency", json(latency)),
          .init("outputs", .array(outputs.map { Self.json($0) })),
          .init("notes", .array(notes.map { .string($0) })),
          .init("memory_bytes", .integer(byteCount)),
          .init("memory_limit_bytes", .integer(audio.memoryBytes)),
          .init("predicted", json(load)),
          .init("devices", .array(devices.map(Self.json))),
        ])
  }

  static func json(file: String, refusal: String, status: ExitStatus) -> JSONValue {
    .object(
      [.init("v", 1), .init("file", .string(file)), .init("ok", false)]
        + Self.refusal(refusal, status))
  }

  private static func refusal(_ sentence: String, _ status: ExitStatus) -> [JSONValue.Member] {
    [.init("status", .integer(Int(status.rawValue))), .init("error", .string(sentence))]
  }

  private static func json(_ endpoint: Configuration.Endpoint) -> JSONValue {
    [
      "device": .string(endpoint.device),
      "channels": .array(endpoint.channels.map { .string($0) }),
    ]
  }

  private static func json(_ stage: Stage) -> JSONValue {
    [
      "kind": .string(stage.kind), "name": stage.name.map { .string($0) } ?? .null,
      "summary": .string(stage.summary), "latency_frames": .integer(stage.latencyFrames),
      "plans": .array(stage.plans.map { .string($0.description) }),
      "memory_bytes": .integer(stage.byteCount),
      "mean_load": .rounded(stage.meanLoad, decimals: 8),
    ]
  }

  private func json(_ latency: LatencySum) -> JSONValue {
    [
      "frames": .integer(latency.frames), "ms": .rounded(latency.milliseconds, decimals: 3),
      "period_frames": .integer(latency.periodFrames),
      "queued_frames": .integer(latency.queuedFrames),
      "adapter_frames": .integer(latency.adapterFrames),
      "filter_frames": .integer(latency.filterFrames),
    ]
  }

  private static func json(_ output: Output) -> JSONValue {
    [
      "channel": .string(output.channel),
      "worst_case_db": decibels(output.headroom.worstCaseGain),
      "peak_db": decibels(output.headroom.responsePeak.gain),
      "peak_hz": .rounded(output.peakHertz, decimals: 1), "ceiling_db": decibels(output.ceiling),
    ]
  }

  private static func decibels(_ amplitude: Double) -> JSONValue {
    .rounded(Decibels(amplitude: amplitude).value, decimals: 2)
  }

  private func json(_ load: ConvolverLoad) -> JSONValue {
    [
      "mean_load": .rounded(
        load.meanShare(sampleRate: configuration.audio.sampleRate), decimals: 8),
      "worst_block_ns": .rounded(load.worstCallbackNanoseconds, decimals: 0),
      "worst_block_load": .rounded(load.worstCallbackNanoseconds / blockNanoseconds, decimals: 8),
    ]
  }

  private static func json(_ probe: DeviceProbe) -> JSONValue {
    let head: [JSONValue.Member] = [
      .init("role", .string(probe.role)), .init("device", .string(probe.device)),
      .init("ok", .bool(probe.failure == nil)),
    ]
    switch probe.outcome {
    case .refused(let error):
      return .object(head + refusal(error.description, ExitStatus(error)))
    case .opened(let format):
      return .object(
        head + [
          .init("sample_rate", .integer(format.sampleRate)),
          .init("channels", .integer(format.channelCount)),
          .init("format", .string(format.sampleFormat.rawValue)),
          .init("period_frames", .integer(format.periodFrames)),
          .init("buffer_frames", .integer(format.bufferFrames)),
        ])
    }
  }
}
