import HTTPTypes
import Testing

@testable import RedlineServer

@Suite("What a request wishes")
struct RequestWishesTests {
    private func wishes(_ values: String...) -> RequestWishes {
        var headers: HTTPFields = [:]
        for value in values { headers.append(HTTPField(name: .prefer, value: value)) }
        return RequestWishes(headers)
    }

    @Test(
        "is asynchronous where respond-async is one of the wishes",
        arguments: [
            ("respond-async", true), ("Respond-Async ; because=hurry", true),
            ("wait=1, respond-async", true), ("respond-asynchronously", false),
            ("handling=respond-async", false), ("", false),
        ]
    )
    func async(text: String, isAsync: Bool) {
        #expect(wishes(text).isAsync == isAsync)
    }

    @Test(
        "waits as long as it says, and a minute at most",
        arguments: [
            ("wait=10", 10), ("WAIT = \"7\"", 7), ("wait=0", 0), ("wait=61", 60),
            ("wait=3, wait=4", 3), ("wait=-1", nil), ("wait=soon", nil), ("wait", nil),
            ("wait=", nil), ("wait=99999999999999999999", nil), ("await=3", nil),
        ] as [(String, Int?)]
    )
    func wait(text: String, seconds: Int?) {
        #expect(wishes(text).wait == seconds.map { .seconds($0) })
    }

    @Test("may be said in several headers")
    func several() {
        let found = wishes("respond-async", "wait=5")
        #expect(found.isAsync)
        #expect(found.wait == .seconds(5))
    }
}
