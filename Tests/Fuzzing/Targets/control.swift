// modules: Wording JSON Control
import Control
import JSON

/// What a client sends: lines, whole or in parts, each a request or an error with a sentence.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  for line in UnsafeBufferPointer(start: start, count: count).split(separator: UInt8(ascii: "\n")) {
    read(Array(line))
  }
  return 0
}

private func read(_ line: [UInt8]) {
  let json: JSONValue
  do throws(JSONError) {
    json = try JSONValue(parsing: line)
  } catch {
    precondition(!error.description.isEmpty)
    return
  }
  do throws(ControlFailure) {
    let request = try ControlRequest(json)
    // What is sent again means the same.
    guard let again = try? JSONValue(parsing: Array(request.json.description.utf8)),
      let second = try? ControlRequest(again)
    else { preconditionFailure("A request that was read cannot be written.") }
    precondition(second == request, "A request reads back as another one.")
  } catch {
    precondition(!error.message.isEmpty)
  }
}
