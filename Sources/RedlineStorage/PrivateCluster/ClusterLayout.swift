import Foundation

/// Where the parts of a cluster lie.
struct ClusterLayout: Equatable {
    /// The folder that holds the data folder and, where its name is short enough, the socket folder.
    let base: String

    var dataFolder: String { "\(base)/data" }
    /// What the server says before its own log is open, written anew at each start.
    var startLog: String { "\(dataFolder)/start.log" }
    var hasData: Bool { access("\(dataFolder)/PG_VERSION", F_OK) == 0 }

    /// The folders that may hold the socket, best first: beside the data, or a folder with a short
    /// name where the path would not fit a socket's address or needs quotes in a list of folders.
    func socketFolders(owner: uid_t, environment: [String: String]) -> [String] {
        let beside = "\(base)/socket"
        var parents = ["/tmp"]
        if let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/") {
            parents.append(runtime)
        }
        let short = parents.map { "\($0)/redline-\(owner)-\(Self.mark(of: base))" }
        return ([beside] + short).filter(Self.fitsSocket)
    }

    /// A short name that stands for a path: the FNV-1a hash of its bytes, in hexadecimal.
    static func mark(of path: String) -> String {
        let hash = path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func fitsSocket(_ folder: String) -> Bool {
        // Ports have at most five digits.
        guard "\(folder)/.s.PGSQL.65535".utf8.count <= ClusterSocket.longestPath else {
            return false
        }
        let plain = "/._-+@~"
        return folder.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
                || plain.unicodeScalars.contains($0)
        }
    }
}
