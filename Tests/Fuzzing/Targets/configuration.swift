// modules: Wording Settings
import Settings

/// A configuration's text up to the first zero byte, then edits: path, zero, value, zero, and so on.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let parts = UnsafeBufferPointer(start: start, count: count)
    .split(separator: 0, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  var document = ConfigurationDocument(text: parts[0], path: "fuzz.yaml")
  guard isConfiguration(document) else { return 0 }
  for index in stride(from: 1, to: min(parts.count - 1, 17), by: 2) {
    let edit = ConfigurationEdit(path: parts[index], value: parts[index + 1])
    do throws(ConfigurationErrors) {
      let edited = try document.edited(edit)
      precondition(edited.value(at: edit.path) == edit.value, "an edit reads back as it was made")
      precondition(edited.text == document.text, "the text stays as it is")
      document = edited
    } catch {
      precondition(!error.description.isEmpty)
    }
  }
  return 0
}

private func isConfiguration(_ document: ConfigurationDocument) -> Bool {
  do throws(ConfigurationErrors) {
    let configuration = try document.configuration()
    precondition(configuration.chain.compactMap(\.name).allSatisfy { !$0.isEmpty })
    return true
  } catch {
    precondition(!error.diagnostics.isEmpty && !error.description.isEmpty)
    return false
  }
}
