internal import Batch
internal import JSON
internal import Rendering
internal import SoundFiles

/// What one file of many gets, before it is touched.
struct BatchWork: Sendable {
  /// In the whole list.
  var place: Int
  var input: String
  var output: String
  var response: String
  /// Of the impulse response; `nil` for all.
  var responseChannels: ChannelNumbers?
  var seed: UInt64
  var draws: ItemDraws
  var isEarly: Bool
  /// A file or `white`, with its level.
  var noise: ManifestLine.Noise?
  /// What was asked for of every file.
  var options: [JSONValue.Member]

  /// The impulse response, and which channels of it, in a sentence.
  var source: String {
    guard let numbers = responseChannels?.numbers else { return response }
    let names = numbers.map { String($0) }.joined(separator: ",")
    return "\(response), channel\(numbers.count == 1 ? "" : "s") \(names)"
  }

  /// What was chosen, for programs: a line of a manifest without what became of it.
  var choices: String { String(line(.done(.init())).beginning.dropLast()) + "}" }

  /// Its line in a manifest.
  func line(_ ending: ManifestLine.Ending) -> ManifestLine {
    ManifestLine(
      place: place, input: input, output: output, response: response,
      responseChannels: responseChannels, seed: seed, isEarly: isEarly, noise: noise,
      options: options, ending: ending)
  }
}

/// All that a batch is to do, chosen before anything is written.
struct BatchPlan {
  /// Those of this shard, in the list's order.
  private(set) var works: [BatchWork] = []
  let noises: NoiseLibrary
  /// What the user should be told.
  private(set) var notes: [String] = []

  private let options: BatchOptions
  private let settings: RenderSettings
  private let record: [JSONValue.Member]
  private let responses: [String]

  /// - Parameter inputs: files, or a folder.
  /// - Parameter folder: where the outputs go.
  /// - Errors: `missing`, `malformed`, `conflict`.
  init(
    _ options: BatchOptions, _ settings: RenderSettings, inputs: [String], folder: String
  ) throws(BatchError) {
    self.options = options
    self.settings = settings
    record = settings.record
    noises = try NoiseLibrary(options.noise)
    if let irDir = options.irDir {
      responses = try SoundFolder(irDir).paths
    } else {
      responses = [settings.filter.source].filter { !$0.isEmpty }
    }
    let items = try items(inputs)
    guard options.snr == nil || options.noise != nil || items.contains(where: { $0.noise != nil })
    else {
      throw BatchError(
        .conflict,
        "--snr is a level over noise and there is none; add --noise or \"noise\" in the list")
    }
    let ending = settings.storage.format.map {
      $0.container == .rf64 ? "wav" : $0.container.rawValue
    }
    let names = OutputNames(folder: folder, ending: ending, items: items)
    let perItem = options.pick == .each ? max(responses.count, 1) : 1
    guard items.count <= BatchList.itemLimit / perItem else {
      throw BatchError(
        .conflict, "--pick each would write \(items.count) x \(perItem) files; take fewer at a time"
      )
    }
    var all: [BatchWork] = []
    all.reserveCapacity(items.count * perItem)
    for (index, item) in items.enumerated() {
      for turn in 0..<(item.response == nil ? perItem : 1) {
        all.append(try work(item, place: index * perItem + turn, names))
      }
    }
    try OutputNames.demandDistinct(all.map { ($0.input, $0.output) })
    let shard = options.shard ?? .whole
    works = all.filter { shard.contains($0.place) }
  }

  private mutating func items(_ inputs: [String]) throws(BatchError) -> [BatchItem] {
    if let list = options.list {
      let bytes = try ListFile.bytes(list)
      let format = options.listFormat ?? ListFormat(name: list, bytes: bytes)
      let name = list == "-" ? "standard input" : list
      let items = try BatchList(name: name, format: format).items(bytes)
      if format == .text { try Self.demandPaths(items[0].input, name) }
      return items
    }
    var items: [BatchItem] = []
    for input in inputs {
      guard SoundFolder.exists(input) else {
        items.append(BatchItem(input: input))
        continue
      }
      let folder = try SoundFolder(input)
      items += folder.paths.map { BatchItem(input: $0) }
      if folder.otherCount > 0 {
        notes.append("\(input): \(counted(folder.otherCount, "file")) of other kinds left out")
      }
    }
    return items
  }

  /// Refuses a list with a name before each path, as speech corpora have it.
  private static func demandPaths(_ first: String, _ name: String) throws(BatchError) {
    let parts = first.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard parts.count == 2, FileLength.of(first) == nil, FileLength.of(String(parts[1])) != nil
    else {
      return
    }
    throw BatchError(
      .malformed,
      "\(name): has a name before each path (\(parts[0])); give paths alone, cut -d' ' -f2- makes them, or "
        + "a table with the columns in and out")
  }

  private func work(
    _ item: BatchItem, place: Int, _ names: OutputNames
  ) throws(BatchError) -> BatchWork {
    guard item.input != "-", item.output != "-" else {
      throw BatchError(.conflict, "- is a pipe, for a single file; render that file by itself")
    }
    let seed = item.seed ?? options.seed
    let draws = ItemDraws(seed: seed, place: item.seed == nil ? place : 0)
    let response = try response(item, place: place, draws)
    guard response != "-" else {
      throw BatchError(
        .conflict, "--ir - is a pipe, for a single file; name the impulse response's file")
    }
    let isNamed = options.pick == .each && item.response == nil
    let early = settings.filter.early
    guard item.isEarly != true || early != nil else {
      throw BatchError(
        .conflict, "\(item.input): is to be early and nothing says how long that is; add --early")
    }
    return BatchWork(
      place: place, input: item.input,
      output: try names.name(of: item, response: isNamed ? response : nil), response: response,
      responseChannels: try responseChannels(item), seed: seed, draws: draws,
      isEarly: item.isEarly ?? (draws.share(.early) < early?.share ?? 0),
      noise: try noise(item, draws), options: record)
  }

  private func responseChannels(_ item: BatchItem) throws(BatchError) -> ChannelNumbers? {
    guard let own = item.responseChannels else { return settings.filter.irChannels }
    if settings.filter.chain == nil { return own }
    throw BatchError(
      .conflict,
      "\(item.input): has channels of an impulse response and --chain is given; give one of them")
  }

  private func response(
    _ item: BatchItem, place: Int, _ draws: ItemDraws
  ) throws(BatchError) -> String {
    if let response = item.response {
      if settings.filter.chain == nil { return response }
      throw BatchError(
        .conflict,
        "\(item.input): has an impulse response of its own and --chain is given; give one of them")
    }
    guard !responses.isEmpty else {
      throw BatchError(
        .conflict,
        "\(item.input): has no impulse response; add --ir, --ir-dir or \"ir\" in the list")
    }
    switch options.pick ?? .random {
    case .random: return responses[draws.number(below: responses.count, .response)]
    case .cycle, .each: return responses[place % responses.count]
    }
  }

  private var setsPeak: Bool {
    if case .peak = settings.levels.goal.measure { return true }
    return settings.levels.peak != nil
  }

  private func noise(
    _ item: BatchItem, _ draws: ItemDraws
  ) throws(BatchError) -> ManifestLine.Noise? {
    let noise = try chosenNoise(item, draws)
    guard noise == nil || !setsPeak else {
      throw BatchError(
        .conflict,
        "\(item.input): noise comes after all levels and would exceed --peak; leave one of them out"
      )
    }
    return noise
  }

  private func chosenNoise(
    _ item: BatchItem, _ draws: ItemDraws
  ) throws(BatchError) -> ManifestLine.Noise? {
    guard let source = item.noise ?? noises.choice(draws) else {
      if item.snrDecibels == nil { return nil }
      throw BatchError(
        .conflict, "\(item.input): has a level over noise and no noise; add --noise or \"noise\"")
    }
    if let snr = item.snrDecibels {
      return ManifestLine.Noise(source: source, snrDecibels: snr)
    }
    guard let levels = options.snr?.decibels else {
      throw BatchError(
        .conflict, "\(item.input): has noise and no level; add --snr or \"snr\" in the list")
    }
    let span = levels.upperBound - levels.lowerBound
    return ManifestLine.Noise(
      source: source, snrDecibels: levels.lowerBound + draws.share(.snr) * span)
  }
}
