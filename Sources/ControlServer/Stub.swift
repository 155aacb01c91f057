public import Control
public import JSON
public struct ControlServerError: Error, CustomStringConvertible, Sendable { public var description: String { "" } }
public struct MetricsPort: Sendable { public init(port: Int, text: @escaping @Sendable () -> String) {} }
public enum ControlPlace: Sendable { case path(String), descriptor(Int32)
  public static func passed(_ e: (String) -> String?) throws(ControlServerError) -> [ControlPlace] { [] } }
public final class ControlServer: Sendable {
  public typealias Answer = @Sendable (Result<JSONValue, ControlFailure>) -> Void
  public typealias Handler = @Sendable (ControlRequest, ClientIdentity, @escaping Answer) -> Void
  public init(_ places: [ControlPlace], metrics: MetricsPort? = nil, handler: @escaping Handler) throws(ControlServerError) {}
  public func publish(_ topic: ControlTopic, _ event: JSONValue) {}
  public func hasSubscribers(of topic: ControlTopic) -> Bool { false }
  public func stop() {}
}
