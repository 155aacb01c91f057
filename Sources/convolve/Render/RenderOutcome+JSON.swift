internal import Batch
internal import JSON
internal import Session
internal import SignalProcessing
internal import SoundFiles

extension RenderOutcome {
  /// What `--json` prints, as `render --help` explains it. Programs rely on the keys: new ones may
  /// come, but none is renamed, and none changes its meaning.
  static let jsonKeys = """
    v (1), ok, input, output, response, response_channels (null for all); when not \
    ok: status (what it exits with) and error. \
    sample_rate, channels, container, encoding, frames_in, frames_out, partitions, gain_db (what \
    the result was turned up by for its level), shift_frames (cut in front), trimmed_frames (cut \
    behind), clipped_samples, clipped_peak_db (null without one), non_finite_samples, speed (seconds \
    of sound per second), notes, warnings.
    """

  var json: JSONValue {
    .object(
      Self.head(task, isGood: true) + [
        .init("sample_rate", .integer(sampleRate)),
        .init("channels", .integer(channelCount)),
        .init("container", .string(encoding.container.rawValue)),
        .init("encoding", .string(encoding.sample.rawValue)),
        .init("frames_in", .integer(framesRead)),
        .init("frames_out", .integer(framesWritten)),
        .init("partitions", .string(partitions)),
        .init("gain_db", .rounded(gainDecibels, decimals: 6)),
        .init("shift_frames", .integer(shiftFrames)),
        .init("trimmed_frames", .integer(trimmedFrames)),
        .init("clipped_samples", .integer(clippedSamples)),
        .init(
          "clipped_peak_db",
          clippedPeak > 0
            ? .rounded(Decibels(amplitude: clippedPeak).value, decimals: 6) : .null),
        .init("non_finite_samples", .integer(nonFiniteSamples)),
        .init("speed", .rounded(speed ?? 0, decimals: 1)),
        .init("notes", .array(notes.map { .string($0) })),
        .init("warnings", .array(warnings.map { .string($0) })),
      ])
  }

  /// The same of a file that could not be rendered.
  static func json(_ task: RenderTask, _ failure: CommandFailure) -> JSONValue {
    .object(
      head(task, isGood: false) + [
        .init("status", .integer(Int(failure.status.rawValue))),
        .init("error", .string(failure.description)),
      ])
  }

  private static func head(_ task: RenderTask, isGood: Bool) -> [JSONValue.Member] {
    [
      .init("v", 1), .init("ok", .bool(isGood)), .init("input", .string(task.input)),
      .init("output", .string(task.output)), .init("response", .string(task.response)),
      .init(
        "response_channels",
        task.responseChannels.map { .array($0.numbers.map { .integer($0) }) } ?? .null),
    ]
  }
}
