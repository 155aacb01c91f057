/// Where figures can be fetched by HTTP, on this machine only.
public struct MetricsPort: Sendable {
  /// Of 127.0.0.1.
  let port: Int
  /// Gives the figures in the text format of Prometheus; called on the server's thread.
  let text: @Sendable () -> String

  /// - Precondition: the port is between 1 and 65535.
  public init(port: Int, text: @escaping @Sendable () -> String) {
    precondition((1...65535).contains(port))
    self.port = port
    self.text = text
  }
}
