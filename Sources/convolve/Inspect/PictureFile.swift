internal import ArgumentParser
internal import SoundFiles

/// The formats of pictures.
enum PictureFile {
  case svg, png

  /// By the extension of a file's name; `nil` for any other.
  init?(path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "svg": self = .svg
    case "png": self = .png
    default: return nil
    }
  }

  /// Writes a picture, all or nothing.
  ///
  /// - Parameter picture: as SVG.
  /// - Parameter inputs: files that must not be written over.
  /// - Throws: after saying why, and when a signal asked the program to end.
  func write(
    _ picture: String, to path: String, inputs: [String], replacing: SoundFileWriter.Replacing
  ) throws(ExitCode) {
    let bytes =
      switch self {
      case .svg: Array(picture.utf8)
      case .png: try Rasterizer.image(of: picture)
      }
    Interruption.hold()
    try unwrap { () throws(SoundFileError) in
      try WholeFile.write(
        bytes, to: path, replacing: replacing,
        notAliasing: inputs.compactMap { FileIdentity(path: $0) })
    }
    if let interruption = Interruption.pending() { throw interruption }
  }
}

extension String {
  /// With minuses as wide as digits in place of hyphens.
  var withMinus: String { replacing("-", with: "−") }
}
