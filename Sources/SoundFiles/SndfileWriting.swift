internal import CSndfile
internal import Glibc

/// libsndfile's functions over an ``OutputFile``.
///
/// libsndfile forgets failed writes when it closes a file: a full disk ends in a valid header over
/// missing frames and a result of success. Here every byte, those of its close included, passes
/// through `OutputFile.write`, which remembers.
func openForWriting(_ output: OutputFile, _ head: inout SF_INFO) -> OpaquePointer? {
  var functions = SF_VIRTUAL_IO(
    get_filelen: { file in sf_count_t(outputFile(file)?.byteCount ?? 0) },
    seek: { offset, origin, file in
      guard let output = outputFile(file) else { return -1 }
      switch origin {
      case SEEK_SET: output.move(to: Int(offset))
      case SEEK_CUR: output.move(to: output.position + Int(offset))
      default: output.move(to: output.byteCount + Int(offset))
      }
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
  let user = Unmanaged.passUnretained(output).toOpaque()
  return sf_open_virtual(&functions, Int32(SFM_WRITE), &head, user)
}

private func outputFile(_ user: UnsafeMutableRawPointer?) -> OutputFile? {
  user.map { Unmanaged<OutputFile>.fromOpaque($0).takeUnretainedValue() }
}
