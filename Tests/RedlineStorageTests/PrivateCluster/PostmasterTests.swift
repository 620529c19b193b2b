import Foundation
import Testing

@testable import RedlineStorage

@Suite("What postmaster.pid says")
struct PostmasterTests {
    @Test("A server that is ready")
    func ready() {
        let text = """
            4711
            /srv/redline/data
            1763692663
            5432
            /srv/redline/socket

              26238983      3
            ready   

            """
        let server = Postmaster(text: text)
        #expect(server?.pid == 4711)
        #expect(server?.startedAt == Date(timeIntervalSince1970: 1_763_692_663))
        #expect(server?.socketPath == "/srv/redline/socket/.s.PGSQL.5432")
        #expect(server?.isReady == true)
    }

    @Test("One that has only begun, a single-user one, and nonsense")
    func others() {
        #expect(Postmaster(text: "4711\n/srv/data\n")?.isReady == false)
        #expect(Postmaster(text: "-4711\n/srv/data\n")?.pid == 4711)
        #expect(Postmaster(text: "") == nil)
        #expect(Postmaster(text: "0\n") == nil)
        #expect(Postmaster(text: "pid\n") == nil)
    }

    @Test("This process is no server")
    func notThisProcess() {
        let server = Postmaster(text: "\(getpid())\n")
        #expect(server?.isPidInUse == true)
        #expect(server?.isServer(of: FileManager.default.currentDirectoryPath) == false)
    }
}
