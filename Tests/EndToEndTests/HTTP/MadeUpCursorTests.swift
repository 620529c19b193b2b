import Foundation
import Testing

/// A cursor is opaque, but nothing keeps a caller from making one up.
@Suite("Cursors that no answer gave", .serving())
struct MadeUpCursorTests {
    /// Times and ids as a cursor holds them; ID stands for an id of the list.
    private static let places = [
        "-9223372036854775808 ID", "9223372036854775807 ID", "-99999999999999999 ID",
        "-62135596800000001 ID", "253402300800000000 ID", "0 ID\0", "0 \0", "1 ", " ID",
        "1 \u{FF}", "0 ' or 1=1 --",
    ]

    @Test("are refused or lead to a page, and never fail")
    func madeUp() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "cursors@example.com")
        for place in Self.places {
            for id in ["INT_20260101_000000_000000", "00000000-0000-7000-8000-000000000000"] {
                let text = place.replacing("ID", with: id)
                let cursor = text.utf8.map { String(format: "%02x", $0) }.joined()
                for path in ["/api/v1/exports/history", "/api/v1/interactions", "/api/v1/docs"] {
                    let answer = try await server.get("\(path)?cursor=\(cursor)", key)
                    #expect([200, 400].contains(answer.status), "\(path) \(text.debugDescription)")
                }
            }
        }
        for place in Self.places {
            let text = place.replacing("ID", with: "99999999999999999999")
            let cursor = text.utf8.map { String(format: "%02x", $0) }.joined()
            let answer = try await server.get("/api/v1/audit?cursor=\(cursor)", server.admin)
            #expect(answer.status == 400, "\(text.debugDescription)")
        }
        #expect(try await server.get("/health", nil).status == 200)
    }
}
