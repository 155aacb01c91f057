/// How one kind of stage is read. To add a kind: a settings type, a reader in a file of its own, a
/// case of ``Configuration/Stage``, and a line in ``all``.
struct StageReader: Sendable {
  /// The kind's key in the chain.
  let kind: String
  /// The keys of its settings; `nil` if the file chooses them.
  let keys: [String]
  /// Reads the settings `node` of a stage; `nil` after at least one report.
  let read: @Sendable (_ node: Node, _ chain: inout ChainReader) -> Configuration.Stage?

  /// All kinds, in the order messages list them.
  static let all: [StageReader] = [
    .convolve, .crossover, .delay, .equalizer, .gain, .invert, .limiter, .route,
  ]
}
