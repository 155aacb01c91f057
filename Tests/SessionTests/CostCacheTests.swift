import Convolution
import Glibc
import Testing
import TestSupport

@testable import Session

@Suite struct CostCacheTests {
  private let folder: TemporaryFolder
  private let cache: CostCache
  private let subject = CostRecord.Subject(
    processor: "Test 9000", level: .baseline, version: "1.2.3")
  private let record: CostRecord

  init() throws {
    folder = try TemporaryFolder()
    cache = CostCache(folder: folder.path)
    // Thirds and sevenths: numbers that need all their digits.
    record = CostRecord(
      subject: subject,
      costs: KernelCosts(
        forward: (1...11).map { Double($0) / 3 }, inverse: (1...11).map { Double($0) / 7 },
        products: [1.0 / 9, 2, 1e3, 1e8], newest: 1.0 / 3, tileFactor: 0.7, direct: 1e-9, stage: 20)
    )
  }

  private func write(_ text: String) {
    let file = open(cache.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var text = text
    _ = text.withUTF8 { Glibc.write(file, $0.baseAddress, $0.count) }
    close(file)
  }

  @Test func `what was saved is loaded to the last bit`() {
    #expect(cache.load(subject) == nil)
    #expect(cache.save(record) == nil)
    #expect(cache.load(subject) == record)
    #expect(folder.names == ["costs"])
  }

  @Test func `saving again replaces the file and leaves nothing else`() {
    #expect(cache.save(record) == nil)
    var other = record
    other.costs.stage = 21
    #expect(cache.save(other) == nil)
    #expect(cache.load(subject) == other)
    #expect(folder.names == ["costs"])
  }

  @Test func `costs of another processor, build or version do not count`() {
    #expect(cache.save(record) == nil)
    #expect(cache.load(.init(processor: "Test 9001", level: .baseline, version: "1.2.3")) == nil)
    #expect(cache.load(.init(processor: "Test 9000", level: .v3, version: "1.2.3")) == nil)
    #expect(cache.load(.init(processor: "Test 9000", level: .baseline, version: "1.2.4")) == nil)
  }

  @Test func `a damaged file is no file`() {
    let text = record.text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var damaged = ["", "\n", String(text.dropLast(30)), text + "more 1\n", text + text]
    for index in lines.indices where !lines[index].isEmpty {
      damaged.append((lines[..<index] + lines[(index + 1)...]).joined(separator: "\n"))
      damaged.append((lines[..<index] + ["x"] + lines[(index + 1)...]).joined(separator: "\n"))
    }
    for bad in ["nan", "inf", "-1", "0", "1e9", "1,5", ""] {
      damaged.append(text.dropLast("20.0\n".count) + "\(bad)\n")
    }
    for text in damaged {
      write(text)
      #expect(cache.load(subject) == nil, "\(text)")
    }
    write(text)
    #expect(cache.load(subject) == record)
  }

  @Test func `a file too large or not of text is not read`() {
    write(record.text + String(repeating: "\n", count: 5000))
    #expect(cache.load(subject) == nil)
    write(String(repeating: "x", count: 1 << 20))
    #expect(cache.load(subject) == nil)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a pipe or a folder in its place is passed over`() throws {
    mkfifo(cache.path, 0o600)
    #expect(cache.load(subject) == nil)
    unlink(cache.path)
    mkdir(cache.path, 0o700)
    #expect(cache.load(subject) == nil)
    let complaint = try #require(cache.save(record))
    #expect(complaint.hasPrefix("\(cache.path) cannot be written: "))
    #expect(folder.names == ["costs"])
    rmdir(cache.path)
  }

  @Test func `folders are made when they are needed, for the user alone`() throws {
    let inner = folder.path("a"), cache = CostCache(folder: inner + "/b")
    #expect(cache.load(subject) == nil)
    #expect(folder.names.isEmpty)
    #expect(cache.save(record) == nil)
    #expect(cache.load(subject) == record)
    var status = stat()
    #expect(stat(inner, &status) == 0 && status.st_mode & 0o777 == 0o700)
    #expect(stat(cache.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    unlink(cache.path)
    rmdir(inner + "/b")
    rmdir(inner)
  }

  @Test func `a place that cannot be is said once and not fatal`() throws {
    write("a file")
    let cache = CostCache(folder: cache.path + "/inside")
    let complaint = try #require(cache.save(record))
    #expect(complaint.contains("cannot be created: ") && !complaint.contains("\n"))
  }

  @Test(arguments: [
    (["CACHE_DIRECTORY": "/var/cache/convolved", "HOME": "/root"], "/var/cache/convolved/costs"),
    (["CACHE_DIRECTORY": "/var/cache/a:/var/cache/b"], "/var/cache/a/costs"),
    (["XDG_CACHE_HOME": "/x", "HOME": "/home/u"], "/x/convolved/costs"),
    (["XDG_CACHE_HOME": "x", "HOME": "/home/u"], "/home/u/.cache/convolved/costs"),
    (["XDG_CACHE_HOME": "", "HOME": "/home/u"], "/home/u/.cache/convolved/costs"),
    (["HOME": "relative"], nil), ([:], nil),
  ])
  func `the environment names the place`(_ environment: [String: String], _ path: String?) {
    #expect(CostCache { environment[$0] }?.path == path)
  }

  @Test func `costs are measured once and then the same`() throws {
    let first = MachineCosts.find(cache: cache, subject: subject)
    #expect(first.summary.hasPrefix("kernel costs measured in ") && first.note == nil)
    #expect(first.summary.contains("Test 9000, baseline kernels"))
    let second = MachineCosts.find(cache: cache, subject: subject)
    #expect(second.summary == "kernel costs from \(cache.path)")
    #expect(second.costs == first.costs)

    #expect(cache.save(record) == nil)
    #expect(MachineCosts.find(cache: cache, subject: subject).costs == record.costs)
    #expect(MachineCosts.find(.measured, cache: cache, subject: subject).costs != record.costs)
    #expect(cache.load(subject) != record)
    #expect(MachineCosts.find(.typical, cache: cache, subject: subject).costs == .typical)
  }

  @Test func `without a place costs are measured and not kept`() {
    let costs = MachineCosts.find(cache: nil, subject: subject)
    #expect(costs.note == nil && costs.summary.contains("measured"))
  }
}
