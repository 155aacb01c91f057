import Logging
import Testing

@testable import Journal

struct JournalLogHandlerTests {
  private func logger(_ path: String) throws -> (Logger, JournalSocket) {
    let socket = try #require(JournalSocket(path: path))
    let logger = Logger(label: "test") { _ in
      JournalLogHandler(socket: socket, identifier: "convolved")
    }
    return (logger, socket)
  }

  @Test func `an event arrives with its sentence, priority, code and fields`() throws {
    let journal = try #require(FakeJournal())
    var (logger, _) = try logger(journal.path)
    logger[metadataKey: "instance"] = "hall"
    logger.record(
      .captureError, "the driver failed", metadata: ["errno": "5", "lost-frames": "256"])
    let expected = [
      "MESSAGE": "the driver failed", "PRIORITY": "4", "SYSLOG_IDENTIFIER": "convolved",
      "MESSAGE_ID": EventCode.captureError.messageID, "CONVOLVED_EVENT": "capture_error",
      "CONVOLVED_INSTANCE": "hall", "CONVOLVED_ERRNO": "5", "CONVOLVED_LOST_FRAMES": "256",
    ]
    #expect(journal.receive() == expected)
    #expect(journal.receive() == nil)
  }

  @Test func `a line without a code has no message id`() throws {
    let journal = try #require(FakeJournal())
    let (logger, _) = try logger(journal.path)
    logger.error("as it is")
    let entry = try #require(journal.receive())
    #expect(entry["MESSAGE_ID"] == nil)
    #expect(entry["PRIORITY"] == "3")
  }

  @Test func `a value with line feeds cannot pass for a field`() throws {
    let journal = try #require(FakeJournal())
    let (logger, _) = try logger(journal.path)
    let forged = "hw:0\nPRIORITY=0\nMESSAGE_ID=00"
    logger.record(.deviceLost, "gone\nfor good", metadata: ["device": "\(forged)"])
    let entry = try #require(journal.receive())
    #expect(entry["MESSAGE"] == "gone\nfor good")
    #expect(entry["CONVOLVED_DEVICE"] == forged)
    #expect(entry["PRIORITY"] == "3")
    #expect(entry["MESSAGE_ID"] == EventCode.deviceLost.messageID)
  }

  @Test func `any key becomes a name that the journal takes`() {
    #expect(JournalEntry.fieldName("lost-frames") == "CONVOLVED_LOST_FRAMES")
    #expect(JournalEntry.fieldName("é=\n1") == "CONVOLVED____1")
    #expect(JournalEntry.fieldName(String(repeating: "x", count: 99)).utf8.count == 64)
  }

  @Test func `a value too long is cut between two characters and says what is missing`()
    throws
  {
    let journal = try #require(FakeJournal())
    let (logger, socket) = try logger(journal.path)
    logger.info("x\(String(repeating: "ü", count: 20_000))")
    let message = try #require(journal.receive()?["MESSAGE"])
    #expect(message.hasPrefix("xüü"))
    #expect(message.hasSuffix("ü … (23618 more bytes)"))
    #expect(socket.droppedCount == 0)
  }

  @Test func `fields that are too many are counted, and the entry arrives`() throws {
    let journal = try #require(FakeJournal())
    let (logger, _) = try logger(journal.path)
    let long = Logger.MetadataValue.string(String(repeating: "y", count: 16_000))
    let metadata = Dictionary(uniqueKeysWithValues: (10..<30).map { ("field\($0)", long) })
    logger.info("all of it", metadata: metadata)
    let entry = try #require(journal.receive())
    #expect(entry["MESSAGE"] == "all of it")
    #expect(entry["CONVOLVED_OMITTED"] == "14")
  }

  @Test func `F8: a full journal drops and counts lines, and is told when it takes some`() throws {
    let journal = try #require(FakeJournal())
    let (logger, socket) = try logger(journal.path)
    // The kernel queues so many datagrams for a socket as net.unix.max_dgram_qlen says.
    var sent = 0
    while socket.droppedCount < 3 && sent < 100_000 {
      logger.info("line")
      sent += 1
    }
    #expect(socket.droppedCount == 3)
    #expect(journal.drain() == sent - 3)
    logger.info("again")
    let notice = try #require(journal.receive())
    #expect(notice["MESSAGE_ID"] == EventCode.logDropped.messageID)
    #expect(notice["CONVOLVED_DROPPED"] == "3")
    #expect(journal.receive()?["MESSAGE"] == "again")
    logger.info("told once")
    #expect(journal.receive()?["MESSAGE"] == "told once")
  }

  @Test func `F8: a journal that is gone and comes back is written to again`() throws {
    // An abstract name: what it says in the place of a path.
    let name = "@convolved-journal-\(UInt64.random(in: .min ... .max))"
    var journal = FakeJournal(path: name)
    try #require(journal != nil)
    let (logger, socket) = try logger(name)
    logger.info("there")
    #expect(journal?.receive()?["MESSAGE"] == "there")
    journal = nil
    logger.info("into nowhere")
    #expect(socket.droppedCount == 1)
    journal = FakeJournal(path: name)
    logger.info("back")
    #expect(journal?.receive()?["CONVOLVED_DROPPED"] == "1")
    #expect(journal?.receive()?["MESSAGE"] == "back")
  }
}
