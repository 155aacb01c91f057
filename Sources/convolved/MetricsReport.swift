internal import Control
internal import Journal
internal import Realtime
internal import Session
internal import Settings
internal import SignalProcessing

/// All figures in the text format of Prometheus.
struct MetricsReport {
  private let operation: LiveOperation
  private let figures: LiveFigures
  private let log: DaemonLog

  init(_ operation: LiveOperation, _ figures: LiveFigures, _ log: DaemonLog) {
    self.operation = operation
    self.figures = figures
    self.log = log
  }

  var text: String {
    MetricsText.text([
      state, uptime, generation, volume, muted, peaks, powers, clipped, xruns, lost, counts,
      lateHelpers,
      latency, clock, blockTimes, changes, realtime, messages,
    ])
  }

  private func gauge(_ name: String, _ help: String, _ value: Double) -> MetricFamily {
    var family = MetricFamily("convolved_\(name)", .gauge, help: help)
    family.add(value: value)
    return family
  }

  private var state: MetricFamily {
    var family = MetricFamily("convolved_phase", .gauge, help: "1 for what the daemon is doing.")
    for phase in [ServicePhase.waiting, .playing, .changing, .fading] {
      family.add(("phase", phase.word), value: phase.word == operation.service.phase.word ? 1 : 0)
    }
    return family
  }

  private var uptime: MetricFamily {
    gauge(
      "uptime_seconds", "Seconds since the start.",
      figures.uptime(now: MonotonicClock.nanoseconds))
  }

  private var generation: MetricFamily {
    gauge("generation", "Configurations that were accepted.", Double(operation.generation))
  }

  private var volume: MetricFamily {
    gauge("volume_decibels", "The volume that is set.", operation.levels.volumeDecibels)
  }

  private var muted: MetricFamily {
    gauge("silent", "Whether nothing is heard, for whatever reason.", operation.isSilent ? 1 : 0)
  }

  private var peaks: MetricFamily {
    levels("peak_ratio", "Highest sample since the last look, full scale is 1.") {
      Double($0.peak)
    }
  }

  private var powers: MetricFamily {
    levels("rms_ratio", "Root mean square since the last look, full scale is 1.") {
      Double($0.meanSquare).squareRoot()
    }
  }

  private func levels(
    _ name: String, _ help: String, _ value: (PeakMeter.Reading) -> Double
  ) -> MetricFamily {
    var family = MetricFamily("convolved_\(name)", .gauge, help: help)
    let configuration = operation.configuration
    let sides = [
      ("input", configuration.capture.channels, figures.status?.inputs),
      ("output", configuration.playback.channels, figures.status?.outputs),
    ]
    for (side, names, readings) in sides {
      for (channel, reading) in zip(names, readings ?? []) {
        family.add(("side", side), ("channel", channel), value: value(reading))
      }
    }
    return family
  }

  private var clipped: MetricFamily {
    var family = MetricFamily(
      "convolved_clipped_samples_total", .counter,
      help: "Samples limited by the ceiling or on their way into integers.")
    family.add(value: figures.clippedSamples(operation))
    return family
  }

  private var xruns: MetricFamily {
    var family = MetricFamily(
      "convolved_xruns_total", .counter, help: "Times that a device ran over or dry.")
    family.add(("side", "capture"), value: operation.service.counts[.captureXruns])
    family.add(("side", "playback"), value: operation.service.counts[.playbackXruns])
    return family
  }

  /// Every frame that is missing or added is in exactly one of these.
  private var lost: MetricFamily {
    var family = MetricFamily(
      "convolved_frames_lost_total", .counter, help: "Frames that are missing, by the reason.")
    for (reason, count) in [
      ("capture", LiveCount.lostFrames), ("overflow", .overflowFrames),
      ("withheld", .withheldFrames), ("late", .lateFrames), ("unplayed", .unplayedFrames),
      ("leftover", .leftoverFrames),
    ] {
      family.add(("reason", reason), value: operation.service.counts[count])
    }
    return family
  }

  private var counts: MetricFamily {
    var family = MetricFamily(
      "convolved_events_total", .counter, help: "What the audio threads have counted, by its name.")
    for count in LiveCount.allCases {
      family.add(("event", count.word), value: operation.service.counts[count])
    }
    return family
  }

  private var lateHelpers: MetricFamily {
    var family = MetricFamily(
      "convolved_late_helper_blocks_total", .counter,
      help: "Blocks that lack the outputs of a thread that shares a large convolution.")
    family.add(value: operation.lateHelperBlocks)
    return family
  }

  private var latency: MetricFamily {
    gauge(
      "latency_frames", "Frames from a sample in to the same sample out, without the filters'.",
      Double(figures.status?.latencyFrames ?? operation.configuration.audio.latencyFrames))
  }

  private var clock: MetricFamily {
    gauge(
      "clock_difference_ppm", "How much faster the capture device's clock runs, in millionths.",
      figures.status?.clockDifferencePPM ?? 0)
  }

  private var blockTimes: MetricFamily {
    var family = MetricFamily(
      "convolved_block_time_ratio", .histogram,
      help: "Time that blocks took, as a share of their period.")
    if let deadlines = figures.status?.deadlines {
      let bounds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
      family.add(
        bounds: bounds, counts: deadlines.counts(upToShares: bounds),
        sum: deadlines.meanNanoseconds * Double(deadlines.blockCount)
          / Double(deadlines.periodNanoseconds))
    }
    return family
  }

  private var changes: MetricFamily {
    var family = MetricFamily(
      "convolved_changes_total", .counter, help: "Changes of the configuration, by their kind.")
    let changes = operation.changeCounts
    family.add(("kind", "filters"), value: changes.filters)
    family.add(("kind", "engine"), value: changes.engines)
    family.add(("kind", "restart"), value: changes.restarts)
    family.add(("kind", "refused"), value: changes.refused)
    return family
  }

  private var realtime: MetricFamily {
    gauge(
      "realtime", "Whether both audio threads have the realtime priority that they asked for.",
      operation.service.isRealtime == true ? 1 : 0)
  }

  /// What happens between two looks shows here alone: a card that was gone for a second.
  private var messages: MetricFamily {
    var family = MetricFamily(
      "convolved_messages_total", .counter,
      help: "How often what the log can tell has happened, by its code.")
    for (code, count) in log.counts { family.add(("code", code.name), value: count) }
    return family
  }
}
