internal import CJansson

extension JSONValue {
  /// How deep lists and objects may lie within one another, if nothing else is said.
  public static let depthLimit = 32

  /// The one value that `bytes` hold.
  ///
  /// Strict: UTF-8, no member twice, nothing behind the value, no character U+0000, integers of 64
  /// bits, finite numbers.
  ///
  /// - Complexity: linear; memory grows with the bytes, some hundred for each value.
  /// - Throws: ``JSONError``, with the place and the reason.
  public init(
    parsing bytes: [UInt8], depthLimit: Int = JSONValue.depthLimit
  ) throws(JSONError) {
    // Before anything recurses.
    try Nesting.check(bytes, limit: depthLimit)
    var error = json_error_t()
    let flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY
    let root = unsafe bytes.withUnsafeBytes { buffer in
      unsafe json_loadb(buffer.baseAddress, buffer.count, Int(flags), &error)
    }
    guard let root = unsafe root else { throw JSONError(error) }
    defer { unsafe json_decref(root) }
    self = unsafe JSONValue(root)
  }

  /// As ``init(parsing:depthLimit:)``, of a text.
  public init(
    parsing text: String, depthLimit: Int = JSONValue.depthLimit
  ) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), depthLimit: depthLimit)
  }

  private init(_ node: UnsafeMutablePointer<json_t>) {
    self =
      switch unsafe node.pointee.type {
      case JSON_OBJECT: unsafe .object(Self.members(node))
      case JSON_ARRAY: unsafe .array(Self.elements(node))
      case JSON_STRING: unsafe .string(String(cString: json_string_value(node)))
      case JSON_INTEGER: unsafe .integer(Int(json_integer_value(node)))
      case JSON_REAL: unsafe .number(json_real_value(node))
      case JSON_TRUE: .bool(true)
      case JSON_FALSE: .bool(false)
      default: .null
      }
  }

  private static func elements(_ node: UnsafeMutablePointer<json_t>) -> [JSONValue] {
    unsafe (0..<json_array_size(node)).compactMap { index in
      unsafe json_array_get(node, index).map { unsafe JSONValue($0) }
    }
  }

  private static func members(_ node: UnsafeMutablePointer<json_t>) -> [Member] {
    var members: [Member] = []
    var iterator = unsafe json_object_iter(node)
    while let member = unsafe iterator {
      if let key = unsafe json_object_iter_key(member),
        let value = unsafe json_object_iter_value(member)
      {
        unsafe members.append(Member(String(cString: key), JSONValue(value)))
      }
      unsafe iterator = unsafe json_object_iter_next(node, member)
    }
    return members
  }
}

extension JSONError {
  fileprivate init(_ error: json_error_t) {
    let text = unsafe withUnsafeBytes(of: error.text) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    self.init(line: max(1, Int(error.line)), column: max(1, Int(error.column)), reason: text)
  }
}
