import Glibc

/// Whether the tests may take minutes: `CONVOLVED_LONG_TESTS=1`.
var isLong: Bool { getenv("CONVOLVED_LONG_TESTS").map { String(cString: $0) == "1" } ?? false }
