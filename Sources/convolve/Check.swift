internal import ALSADevices
public import ArgumentParser
internal import AudioDevices
internal import Convolution
internal import JSON
internal import Realtime
public import Session
internal import Settings

/// `convolve check room.yaml --devices`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read configurations as the daemon does, without sound, and print what they come to.",
    discussion: """
      The stages from device to device, latency with its parts, how loud each output can become, what \
      is resampled, memory, and the predicted load of the processor. All mistakes are printed at once.

      Exits 0 when all is right, 78 for mistakes in a configuration, 65 and 66 for impulse responses \
      that cannot be used or are missing, and with --devices 69, 75 and 77 for cards that cannot do \
      it, are in use or may not be opened. With several files the first that failed decides.

      With --json, one object on one line of standard output for each file. Its keys: \
      \(ChainReport.jsonKeys)
      """)

  @Argument(help: "The configurations.") var files: [String]
  @Flag(help: "Also open both devices, as the daemon would, and let go of them again.")
  var devices = false
  @Option(help: "Kernel costs: cached, measured now, or typical for the same output everywhere.")
  var costs: MachineCosts.Choice = .cached
  @Flag(help: "Print for programs: one JSON object a file.") var json = false

  func run() throws {
    Denormals.flushToZero()
    let costs = MachineCosts.find(costs)
    if let note = costs.note { Console.say(note) }
    var failed: ExitStatus?
    for (index, file) in files.enumerated() {
      if !json && files.count > 1 { print("\(index == 0 ? "" : "\n")\(file)") }
      do throws(ExitStatus) {
        try check(file, costs)
      } catch {
        failed = failed ?? error
      }
    }
    if let failed { throw ExitCode(failed.rawValue) }
  }

  private func check(_ file: String, _ costs: MachineCosts) throws(ExitStatus) {
    let configuration: Configuration, preparation: ChainPreparation
    do throws(ConfigurationErrors) {
      configuration = try Configuration.load(path: file)
    } catch {
      throw refuse(
        file, error.description, error.kind == .unreadable ? .noInput : .configuration)
    }
    do throws(ChainPreparationError) {
      preparation = try ChainPreparation(configuration)
    } catch {
      throw refuse(file, error.description, error.status)
    }
    let report = ChainReport(configuration, preparation, costs: costs.costs)
    let probes = devices ? DeviceProbe.both(configuration) : []
    if json {
      print(report.json(file: file, devices: probes).description)
    } else {
      for line in report.lines + probes.map(\.description) { print(line) }
    }
    if let failed = probes.compactMap(\.failure).first { throw ExitStatus(failed) }
  }

  /// Says why a file is refused, and gives what that ends with.
  private func refuse(_ file: String, _ sentence: String, _ status: ExitStatus) -> ExitStatus {
    if json {
      print(ChainReport.json(file: file, refusal: sentence, status: status).description)
    } else {
      // As a compiler would: without the program's name, so that editors find the place.
      Console().write(sentence + "\n")
    }
    return status
  }
}
