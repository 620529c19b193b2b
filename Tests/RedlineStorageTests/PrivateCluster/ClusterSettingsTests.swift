import Testing

@testable import RedlineStorage

@Suite("Settings fitted to the machine")
struct ClusterSettingsTests {
    @Test(
        "Memory",
        arguments: [
            (256, ["shared_buffers = 64MB", "work_mem = 4MB", "maintenance_work_mem = 32MB"]),
            (2048, ["shared_buffers = 512MB", "work_mem = 5MB", "maintenance_work_mem = 128MB"]),
            (
                65536,
                ["shared_buffers = 2048MB", "work_mem = 32MB", "maintenance_work_mem = 512MB"]
            ),
        ]
    )
    func memory(megabytes: Int, expected: [String]) {
        let settings = ClusterSettings(
            memoryBytes: megabytes << 20,
            walCompression: "lz4",
            sharedMemoryType: "posix"
        )
        let lines = settings.text.split(separator: "\n").map(String.init)
        #expect(
            lines.filter { $0.contains("_buffers =") || $0.contains("work_mem =") } == expected
        )
    }

    @Test("A folder's mark is the FNV-1a hash of its path")
    func mark() {
        // The published vectors of FNV-1a, 64 bits.
        #expect(ClusterLayout.mark(of: "") == "cbf29ce484222325")
        #expect(ClusterLayout.mark(of: "a") == "af63dc4c8601ec8c")
        #expect(ClusterLayout.mark(of: "foobar") == "85944171f73967e8")
    }

    @Test("The socket goes beside the data only where its path fits and needs no quotes")
    func socketFolders() {
        func folders(_ base: String, _ environment: [String: String] = [:]) -> [String] {
            ClusterLayout(base: base).socketFolders(owner: 7, environment: environment)
        }
        // 107 bytes for all: "/socket" and "/.s.PGSQL.65535" take 22 of them.
        let longest = "/" + String(repeating: "a", count: 84)
        #expect(folders(longest).first == "\(longest)/socket")
        let tooLong = longest + "a"
        let mark = ClusterLayout.mark(of: tooLong)
        #expect(folders(tooLong) == ["/tmp/redline-7-\(mark)"])
        #expect(
            folders(tooLong, ["XDG_RUNTIME_DIR": "/run/user/7"])
                == ["/tmp/redline-7-\(mark)", "/run/user/7/redline-7-\(mark)"]
        )
        #expect(folders("/a, b").count == 1)
    }
}
