internal import ArgumentParser
internal import SoundFiles

/// The formats of pictures.
enum PictureFile: String, CaseIterable, ExpressibleByArgument {
  case svg, png

  /// By the extension of a file's name; `nil` for any other.
  init?(path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "svg": self = .svg
    case "png": self = .png
    default: return nil
    }
  }

  /// Writes a picture, all or nothing; for `-` to standard output.
  ///
  /// - Parameter picture: as SVG.
  /// - Parameter inputs: files that must not be written over.
  /// - Errors: what cannot be drawn or written.
  func write(
    _ picture: String, to path: String, inputs: [String], replacing: SoundFileWriter.Replacing
  ) throws(CommandFailure) {
    let bytes =
      switch self {
      case .svg: Array(picture.utf8)
      case .png: try Rasterizer.image(of: picture)
      }
    Interruption.hold()
    try known { () throws(SoundFileError) in
      guard path == standardStreamPath else {
        return try WholeFile.write(
          bytes, to: path, replacing: replacing,
          notAliasing: inputs.compactMap { FileIdentity(input: $0) })
      }
      try StandardOutput.demandNoTerminal()
      try StandardOutput.write(bytes)
      try StandardOutput.flush()
    }
  }
}

extension String {
  /// With minuses as wide as digits in place of hyphens.
  var withMinus: String { replacing("-", with: "−") }
}
