// modules: Wording Settings
import Settings

/// A text of Equalizer APO or REW.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  do throws(ConfigurationErrors) {
    let found = try EqualizerText.parse(text: text, path: "fuzz.txt", sampleRate: 48000)
    precondition(
      found.bands.allSatisfy { $0.hertz >= 1 && $0.hertz < 24000 && $0.quality > 0 },
      "a band that was accepted can be built")
    precondition(zip(found.curve, found.curve.dropFirst()).allSatisfy { $0.hertz < $1.hertz })
  } catch {
    precondition(!error.diagnostics.isEmpty && !error.description.isEmpty)
  }
  return 0
}
