/// A value of JSON, with the members of an object in their order.
public enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A number without point or exponent.
  case integer(Int)
  /// Any other number; infinity and NaN, which JSON lacks, are written as null.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// What an object holds under one name.
  public struct Member: Equatable, Sendable {
    public var key: String
    public var value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }
}

extension JSONValue {
  /// The number that has so many decimals and is nearest.
  ///
  /// - Precondition: `decimals` between 0 and 9.
  public static func rounded(_ number: Double, decimals: Int) -> JSONValue {
    precondition((0...9).contains(decimals))
    let scale = (0..<decimals).reduce(1.0) { scale, _ in 10 * scale }
    return .number((number * scale).rounded() / scale)
  }

  /// The value of an object's member; `nil` if there is none, or this is no object.
  public subscript(key: String) -> JSONValue? { members?.first { $0.key == key }?.value }

  public var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  public var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  public var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// The value of either kind of number.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0, $1) })
  }

  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  public init(stringLiteral value: String) { self = .string(value) }

  public init(integerLiteral value: Int) { self = .integer(value) }

  public init(floatLiteral value: Double) { self = .number(value) }

  public init(booleanLiteral value: Bool) { self = .bool(value) }

  public init(nilLiteral: ()) { self = .null }
}
