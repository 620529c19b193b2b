import ArgumentParser
import Glibc

/// An address and a port.
struct ListenAddress: ExpressibleByArgument {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let port = Int(argument[argument.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        let host = argument[..<colon].trimmingPrefix("[")
        self.init(host: host.isEmpty ? "0.0.0.0" : String(host.filter { $0 != "]" }), port: port)
    }

    var defaultValueDescription: String { "\(host):\(port)" }

    /// The host as a URL has it.
    var urlHost: String { host.contains(":") ? "[\(host)]" : host }

    /// Whether only this machine reaches it: a name other than localhost may lead anywhere.
    var isLoopback: Bool {
        if host == "localhost" { return true }
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            return UInt32(bigEndian: four.s_addr) >> 24 == 127
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10..<12] == [0xFF, 0xFF]
        return isMapped ? bytes[12] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }
}
