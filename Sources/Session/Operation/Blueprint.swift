internal import Engine
public import Settings

/// A configuration with all that it names loaded: what can be played, before it is.
public struct Blueprint: Sendable {
  /// The file's text with the edits that control laid over it.
  public let document: ConfigurationDocument
  public let configuration: Configuration
  public let preparation: ChainPreparation

  /// Reads the document strictly and loads all that it names.
  ///
  /// - Parameter note: called with the files that are about to be read.
  /// - Throws: ``ChangeRefusal`` with every mistake.
  /// - Thread: any but audio; blocks on the disk: see ``BlueprintLoader``.
  public init(
    _ document: ConfigurationDocument, noting note: ([String]) -> Void = { _ in }
  ) throws(ChangeRefusal) {
    let configuration = try Self.configuration(document)
    note(configuration.files)
    do throws(ChainPreparationError) {
      preparation = try ChainPreparation(configuration)
    } catch {
      throw ChangeRefusal(reason: .soundFile, status: error.status, message: error.description)
    }
    self.document = document
    self.configuration = configuration
  }

  /// The same of a file.
  public init(path: String) throws(ChangeRefusal) {
    let document: ConfigurationDocument
    do throws(ConfigurationErrors) {
      document = try .load(path: path)
    } catch {
      throw ChangeRefusal(error)
    }
    try self.init(document)
  }

  private static func configuration(
    _ document: ConfigurationDocument
  ) throws(ChangeRefusal) -> Configuration {
    do throws(ConfigurationErrors) {
      return try document.configuration()
    } catch {
      throw ChangeRefusal(error)
    }
  }

  /// The loudest answer of any output to full-scale sines, linear. A transform or more per path.
  var loudestResponse: Double {
    Headroom.outputs(of: preparation.chain.combinedMatrix()).map(\.responsePeak.gain).max() ?? 0
  }
}
