public import ArgumentParser
internal import Session
public import SoundFiles

extension SoundEncoding.Sample: ExpressibleByArgument {}

extension SoundEncoding {
  /// The encoding of an output: the container by its name, the samples as asked for, or else the
  /// nearest to `preferred` that the container holds.
  ///
  /// - Errors: when the name chooses no container or the container does not hold what was asked for.
  static func chosen(
    for path: String, asked: Sample?, preferred: Sample
  ) throws(CommandFailure) -> SoundEncoding {
    let model = SoundEncoding(container: .wav, sample: asked ?? preferred)
    if path == standardStreamPath { return model }
    let nearest: SoundEncoding
    do throws(SoundFileError) {
      nearest = try SoundEncoding(path: path, like: model)
    } catch {
      throw CommandFailure(error.description, .usage)
    }
    if let asked, nearest.sample != asked {
      throw CommandFailure(
        """
        \(path): \(nearest.container.rawValue) does not hold \(asked.rawValue) samples; leave \
        --encoding out or write a .wav file
        """, .usage)
    }
    return nearest
  }
}
