/// One step through a YAML document.
struct Event {
  /// What the step meets.
  enum Kind: Equatable {
    /// The beginning of the text.
    case streamStart
    /// The end of the text.
    case streamEnd
    /// The beginning of a document, with or without `---`.
    case documentStart
    /// The end of a document, with or without `...`.
    case documentEnd
    /// `*name`
    case alias
    /// Text without quotes; empty where a value is missing.
    case plainScalar(String)
    /// Text in quotes or a block of text.
    case quotedScalar(String)
    /// `[`, or the first `- ` of a list.
    case sequenceStart
    /// The end of a list.
    case sequenceEnd
    /// `{`, or the first key of a mapping.
    case mappingStart
    /// The end of a mapping.
    case mappingEnd
  }

  /// What a node carries beside its value, which a configuration refuses.
  enum Property: Equatable {
    /// Nothing.
    case none
    /// `&name`
    case anchor
    /// `!name`
    case tag
    /// `%YAML` or `%TAG` before a document
    case directive
  }

  /// What the step meets.
  let kind: Kind
  /// The anchor or tag before it.
  let property: Property
  /// Where it begins.
  let position: SourcePosition
}
