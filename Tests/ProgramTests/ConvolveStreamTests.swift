import Glibc
import JSON
import SoundFiles
import TestSupport
import Testing

/// Responses, kernels and pictures that come and go through pipes, and what is said to programs.
@Suite struct ConvolveStreamTests {
  private let bench: ConvolveBench

  init() throws {
    bench = try ConvolveBench()
    try bench.write([decay(300, seed: 1), decay(300, seed: 2)], as: "ir.wav")
  }

  /// Runs a line of shell in which `$0` is `convolve`.
  private func shell(_ command: String) throws -> ProgramResult {
    try RunningProgram(
      "/bin/bash", ["-o", "pipefail", "-c", command, try Products.path("convolve")],
      in: bench.folder.path
    ).result()
  }

  @Test func `a response through pipes is one through files, and a pipeline has no files`() throws {
    let result = try shell(
      """
      cat ir.wav | "$0" convert - --trim-end -40 --gain -6 -o - --quiet | cat > piped.wav &&
      "$0" convert ir.wav --trim-end -40 --gain -6 -o out.wav --quiet &&
      "$0" kernel gaussian:25 -o - --quiet | "$0" convert - --delay 1ms -o - --quiet |
        "$0" render ir.wav --ir - -o smooth.wav --quiet
      """)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let isSame = try TestSupport.isSame(bench.read("piped.wav"), bench.read("out.wav"))
    #expect(isSame)
    // 300 frames through 25 taps that come 48 frames late.
    #expect(try bench.read("smooth.wav").map(\.count) == [372, 372])
  }

  @Test func `the length stands in the header of a response in a pipe`() throws {
    let result = try shell(#""$0" kernel mean:5 -o - --encoding int24 --quiet > k.wav"#)
    #expect(result.status == 0, "\(result.errors)")
    let bytes = try bench.folder.bytes("k.wav")
    #expect(bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) } == bytes.count - 8)
    #expect(try bench.read("k.wav")[0].count == 5)
  }

  @Test func `raw samples and other formats come through a pipe as well`() throws {
    let result = try shell(
      """
      "$0" convert ir.wav -o ir.f32 --quiet && "$0" convert ir.wav -o ir.flac --quiet &&
      "$0" convert - --raw f32le --raw-channels 2 --rate 48000 -o raw.wav --quiet < ir.f32 &&
      cat ir.flac | "$0" convert - -o flac.wav --quiet
      """)
    #expect(result.status == 0, "\(result.errors)")
    let isSame = try TestSupport.isSame(bench.read("raw.wav"), bench.read("ir.wav"))
    #expect(isSame)
    #expect(try bench.read("flac.wav")[1].count == 300)
  }

  @Test func `a picture through a pipe is one in a file`() throws {
    let result = try shell(
      """
      "$0" spectrogram ir.wav -o file.svg && "$0" spectrogram ir.wav -o - > piped.svg &&
      cat ir.wav | "$0" spectrogram - -o - --format svg > both.svg
      """)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(try bench.folder.bytes("piped.svg") == bench.folder.bytes("file.svg"))
    let text = String(decoding: try bench.folder.bytes("both.svg"), as: UTF8.self)
    #expect(text.contains("<svg") && text.contains("standard input"))
  }

  @Test func `a PNG picture goes through a pipe`() throws {
    try bench.folder.write(
      Array("#!/bin/sh\ncat > /dev/null; printf pixels\n".utf8), as: "rsvg-convert")
    chmod(bench.folder.path("rsvg-convert"), 0o755)
    let result = try shell(#"PATH="$PWD:$PATH" "$0" spectrogram ir.wav -o - --format png"#)
    #expect(result.status == 0 && result.output == "pixels", "\(result.errors)")
  }

  @Test func `what was done is told to programs`() throws {
    let convert = try bench.run(
      "convert", "ir.wav", "--split", "--gain", "20", "-o", "s.flac", "--json")
    let said = try JSONValue(parsing: convert.output)
    #expect(said["ok"]?.bool == true && said["inputs"] == ["ir.wav"])
    let outputs = said["outputs"]?.elements ?? []
    #expect(outputs.map { $0["path"]?.text } == ["s-1.flac", "s-2.flac"])
    #expect(
      outputs.allSatisfy { $0["clipped_taps"]?.integer ?? 0 > 0 && $0["frames"]?.integer == 300 })
    #expect(said["notes"]?.elements?.first?.text == "gain 20.00 dB")
    #expect(
      said["warnings"]?.elements?.count == 2 && convert.errors.contains("clipped at full scale"))
    let kernel = try bench.run("kernel", "mean:4", "-o", "mean.wav", "--json")
    let mean = try JSONValue(parsing: kernel.output)
    #expect(mean["output"]?["frames"]?.integer == 4 && mean["delay_frames"]?.number == 1.5)
    let spectrogram = try bench.run(
      "spectrogram", "ir.wav", "--channel", "2", "--window", "64samples", "--hop", "8samples", "-o",
      "s.svg", "--json")
    let picture = try JSONValue(parsing: spectrogram.output)
    #expect(picture["channels"] == [2] && picture["window_frames"]?.integer == 64)
    #expect(picture["hop_frames"]?.integer == 8 && picture["format"]?.text == "svg")
    for result in [kernel, spectrogram] { #expect(result.status == 0 && result.errors.isEmpty) }
  }

  @Test(arguments: [
    ("convert none.wav -o o.wav --json", 66, "none.wav: does not exist"),
    ("convert ir.wav --join matrix:3x3 -o o.wav --json", 64, "takes 9 channels"),
    ("kernel mean:3 -o ir.wav --json", 73, "exists already"),
    ("kernel lowpass --cutoff 90kHz --transition 1kHz -o o.wav --json", 64, "kHz"),
    ("spectrogram none.wav -o o.svg --json", 66, "does not exist"),
    ("spectrogram ir.wav --channel 3 -o o.svg --json", 64, "--channel is 3"),
    ("spectrogram ir.wav --window 1samples -o o.svg --json", 64, "--window 1samples"),
  ])
  func `what fails is told to programs with its status`(
    _ words: String, _ status: Int, _ sentence: String
  ) throws {
    let result = try bench.start(words.split(separator: " ").map(String.init)).result()
    #expect(result.status == Int32(status))
    let said = try JSONValue(parsing: result.output)
    #expect(said["ok"]?.bool == false && said["status"]?.integer == status)
    let error = said["error"]?.text ?? ""
    #expect(error.contains(sentence) && result.errors == "convolve: \(error)\n", "\(result.errors)")
    #expect(bench.folder.names == ["ir.wav"])
  }

  @Test(arguments: [
    ("convert - - -o o.wav", "- is standard input, which can be read once"),
    ("convert ir.wav --split -o -", "--split writes several files"),
    ("inspect ir.wav --svg -", "Standard output gets the figures; name a file"),
    ("convert ir.wav -o - --json", "both use standard output"),
    ("kernel mean:3 -o - --json", "both use standard output"),
    ("spectrogram ir.wav -o - --json", "both use standard output"),
    ("spectrogram ir.wav -o o.svg --format png", "is a name for svg and --format is png"),
    ("render - --ir - -o o.wav", "- is standard input, which can be read once"),
    ("render ir.wav ir.wav --ir - -o o/", "--ir - is a pipe, for a single file"),
  ])
  func `a stream that would be used twice is refused`(_ words: String, _ sentence: String) throws {
    let result = try bench.start(words.split(separator: " ").map(String.init)).result()
    #expect(result.status == 64)
    #expect(result.errors.contains(sentence), "\(result.errors)")
  }

  @Test(arguments: ["convert ir.wav -o -", "kernel mean:3 -o -", "spectrogram ir.wav -o -"])
  func `a full disk behind standard output is an error`(_ words: String) throws {
    let result = try shell("\"$0\" \(words) > /dev/full")
    #expect(result.status == 74)
    #expect(
      result.errors.contains("convolve: standard output: could not be written to: No space"),
      "\(result.errors)")
  }

  @Test func `a file that is standard input is never written over`() throws {
    let before = try bench.folder.bytes("ir.wav")
    let result = try shell(#""$0" convert - --gain 6 -o ir.wav --force < ir.wav"#)
    #expect(result.status == 64)
    #expect(result.errors.contains("ir.wav: is also an input"), "\(result.errors)")
    let isUnharmed = try bench.folder.bytes("ir.wav") == before
    #expect(isUnharmed)
  }
}
