// Records interactions until it is killed, and says of each when it is on the disk.
//
// Usage: RecordingApplication URL FILE FIRST COUNT; with a count of 0 it sends what an earlier run has
// left, and ends. The key is in REDLINE_KEY.

import Foundation
import RedlineClient

let words = CommandLine.arguments
guard words.count == 5, let first = Int(words[3]), let count = Int(words[4]),
    let service = ServiceAddress(
        words[1],
        key: ProcessInfo.processInfo.environment["REDLINE_KEY"]
    )
else { fatalError("RecordingApplication URL FILE FIRST COUNT") }

let client = try RecordingClient(service, .init(file: words[2]))
for number in first..<first + count {
    let id = try await client.keep(
        InteractionRecord(
            owner: "app@example.com",
            userMessage: "message \(number)",
            assistantResponse: "answer \(number)",
            threadID: "t"
        )
    )
    // Unbuffered: what was said before a kill has been said.
    FileHandle.standardOutput.write(Data("\(id)\n".utf8))
}
if count == 0 {
    try await client.flush(within: .seconds(60))
    let tally = await client.close(within: .seconds(60))
    FileHandle.standardOutput.write(
        Data("\(tally.sent) \(tally.duplicates) \(tally.refused) \(tally.waiting)\n".utf8)
    )
} else {
    // Goes on sending until it is killed.
    while true { try await Task.sleep(for: .seconds(3_600)) }
}
