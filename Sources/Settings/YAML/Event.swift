/// One step through a YAML document.
struct Event {
  /// What the step meets.
  enum Kind: Equatable {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias
    /// Text without quotes; empty where a value is missing.
    case plainScalar(String)
    /// Text in quotes or a block of text.
    case quotedScalar(String)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
  }

  /// What a node carries beside its value, which a configuration refuses.
  enum Property: Equatable {
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
