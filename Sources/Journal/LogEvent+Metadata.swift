internal import Logging

extension LogEvent {
  /// The metadata of a handler, of the context and of this line; the later wins.
  func allMetadata(
    over handler: Logger.Metadata, provider: Logger.MetadataProvider?
  ) -> Logger.Metadata {
    var all = handler
    if let provider { all.merge(provider.get()) { _, new in new } }
    if let metadata { all.merge(metadata) { _, new in new } }
    if let error { all["error"] = "\(error)" }
    return all
  }
}
