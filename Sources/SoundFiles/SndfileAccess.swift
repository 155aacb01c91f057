internal import CSndfile
internal import Glibc

/// A reading libsndfile handle over bytes.
///
/// Not `sf_open_fd`: libsndfile 1.2.0 closes the caller's descriptor when it refuses a file, even
/// if told not to, and the caller's own close then hits whatever another thread has just opened.
///
/// - Owner: the caller closes the handle while `input` still lives.
func openForReading(_ input: VirtualInput, _ head: inout SF_INFO) -> OpaquePointer? {
  var functions = SF_VIRTUAL_IO(
    get_filelen: { file in sf_count_t(inputFile(file)?.byteCount ?? 0) },
    seek: { offset, origin, file in
      guard let input = inputFile(file) else { return -1 }
      let start = start(ofSeek: origin, position: input.position, byteCount: input.byteCount)
      // The offset comes from the file, so it may be anything.
      let (target, beyond) = start.addingReportingOverflow(Int(offset))
      guard !beyond, target >= 0 else { return -1 }
      input.move(to: target)
      return sf_count_t(target)
    },
    read: { bytes, count, file in
      let room = UnsafeMutableRawBufferPointer(start: bytes, count: Int(max(0, count)))
      return sf_count_t(inputFile(file)?.read(room) ?? 0)
    },
    write: { _, _, _ in 0 },
    tell: { file in sf_count_t(inputFile(file)?.position ?? 0) })
  return sf_open_virtual(
    &functions, Int32(SFM_READ), &head, Unmanaged.passUnretained(input).toOpaque())
}

/// A writing libsndfile handle over an ``OutputFile``.
///
/// libsndfile forgets failed writes when it closes a file: a full disk ends in a valid header over
/// missing frames and a result of success. Here every byte, those of its close included, passes
/// through `OutputFile.write`, which remembers.
///
/// - Owner: the caller closes the handle while `output` still lives.
func openForWriting(_ output: OutputFile, _ head: inout SF_INFO) -> OpaquePointer? {
  var functions = SF_VIRTUAL_IO(
    get_filelen: { file in sf_count_t(outputFile(file)?.byteCount ?? 0) },
    seek: { offset, origin, file in
      guard let output = outputFile(file) else { return -1 }
      let start = start(ofSeek: origin, position: output.position, byteCount: output.byteCount)
      output.move(to: start + Int(offset))
      return sf_count_t(output.position)
    },
    read: { bytes, count, file in
      let room = UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))
      return sf_count_t(outputFile(file)?.read(room) ?? 0)
    },
    write: { bytes, count, file in
      let source = UnsafeRawBufferPointer(start: bytes, count: Int(count))
      return sf_count_t(outputFile(file)?.write(source) ?? 0)
    },
    tell: { file in sf_count_t(outputFile(file)?.position ?? 0) })
  return sf_open_virtual(
    &functions, Int32(SFM_WRITE), &head, Unmanaged.passUnretained(output).toOpaque())
}

private func start(ofSeek origin: Int32, position: Int, byteCount: Int) -> Int {
  switch origin {
  case SEEK_SET: 0
  case SEEK_CUR: position
  default: byteCount
  }
}

/// Bytes that libsndfile reads, as something that a pointer leads to.
final class VirtualInput {
  let bytes: any ByteInput

  init(_ bytes: any ByteInput) { self.bytes = bytes }
}

private func inputFile(_ user: UnsafeMutableRawPointer?) -> (any ByteInput)? {
  user.map { Unmanaged<VirtualInput>.fromOpaque($0).takeUnretainedValue().bytes }
}

private func outputFile(_ user: UnsafeMutableRawPointer?) -> OutputFile? {
  user.map { Unmanaged<OutputFile>.fromOpaque($0).takeUnretainedValue() }
}
