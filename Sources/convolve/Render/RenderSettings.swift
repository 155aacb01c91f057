/// What is asked of every file of a render, checked.
struct RenderSettings: Sendable {
  var filter: FilterOptions
  var levels: LevelOptions
  var span: SpanOptions
  var storage: StorageOptions
}

/// One file's render.
struct RenderTask: Sendable {
  var input: String
  var output: String
  /// The impulse response's file.
  var response: String
}
