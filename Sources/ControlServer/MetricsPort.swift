/// Where figures can be fetched by HTTP, on this machine only.
public struct MetricsPort: Sendable {
  /// A loopback address.
  let host: String
  let port: Int
  /// Gives the figures in the text format of Prometheus; called on the server's thread.
  let text: @Sendable () -> String

  /// - Precondition: the host is an address of this machine alone, in brackets where it has colons;
  ///   the port is between 1 and 65535.
  public init(host: String = "127.0.0.1", port: Int, text: @escaping @Sendable () -> String) {
    precondition((1...65535).contains(port))
    precondition(host == "[::1]" || host.hasPrefix("127."))
    self.host = host
    self.port = port
    self.text = text
  }

  /// As it is written into a browser.
  var place: String { "\(host):\(port)" }

  /// Without brackets, as the system wants it.
  var address: String { host == "[::1]" ? "::1" : host }
}
