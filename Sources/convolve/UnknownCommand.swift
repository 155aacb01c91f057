internal import ArgumentParser
internal import Wording

extension Convolve {
  /// Says which command may have been meant; options and known commands go to the parser.
  static func main() {
    let names = configuration.subcommands.map {
      $0.configuration.commandName ?? "\($0)".lowercased()
    }
    guard CommandLine.arguments.count > 1 else { return main(nil) }
    let typed = CommandLine.arguments[1]
    guard !typed.hasPrefix("-"), typed != "help", !names.contains(typed) else { return main(nil) }
    let meant = Spelling.nearest(to: typed, among: names).map { "did you mean \($0)?" }
    exit(
      withError: ValidationError(
        "\(typed) is no command; \(meant ?? "known are \(names.joined(separator: ", "))")"))
  }
}
