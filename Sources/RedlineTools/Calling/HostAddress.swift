import Glibc

/// An address of the internet protocol, and to whom it belongs.
struct HostAddress: Sendable, Hashable {
    /// The bytes: 4 of IPv4, 16 of IPv6.
    let bytes: [UInt8]

    /// Reads an address as it is written; nil for a name.
    init?(_ text: String) {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
            return
        }
        var sixteen = in6_addr()
        guard inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
        bytes = withUnsafeBytes(of: &sixteen) { Array($0) }
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The address as it is written.
    var text: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        inet_ntop(family, bytes, &buffer, socklen_t(buffer.count))
        let end = buffer.firstIndex(of: 0) ?? buffer.count
        return String(decoding: buffer[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Where an address leads.
    enum Reach: Sendable {
        /// A host of the internet.
        case world
        /// This machine or a private network.
        case home
        /// No host that a tool may be: link-local, where clouds keep their metadata and keys;
        /// multicast; reserved.
        case nowhere
    }

    /// Whether a tool may lie there.
    func isAllowed(mayBePrivate: Bool) -> Bool {
        switch reach {
        case .world: true
        case .home: mayBePrivate
        case .nowhere: false
        }
    }

    /// Where it leads, by IANA's registries of special-purpose addresses.
    var reach: Reach {
        if bytes.count == 4 { return Self.reach(ofFour: bytes) }
        return Self.reach(ofSixteen: bytes)
    }

    private static func reach(ofFour bytes: [UInt8]) -> Reach {
        // Alibaba's metadata, within the addresses that carriers share.
        if bytes == [100, 100, 100, 200] { return .nowhere }
        if home4.contains(where: { $0.holds(bytes) }) { return .home }
        return nowhere4.contains { $0.holds(bytes) } ? .nowhere : .world
    }

    private static func reach(ofSixteen bytes: [UInt8]) -> Reach {
        // IPv4 in another spelling, also as it is translated (RFC 6052): the spelling opens nothing.
        let isMapped = bytes.prefix(12).elementsEqual(mapped)
        if isMapped || bytes.prefix(12).elementsEqual(translated) {
            return reach(ofFour: Array(bytes.suffix(4)))
        }
        // Amazon's metadata, within private addresses.
        if bytes == amazon { return .nowhere }
        if home6.contains(where: { $0.holds(bytes) }) { return .home }
        // Outside of 2000::/3, nothing is given out.
        guard bytes[0] & 0xE0 == 0x20 else { return .nowhere }
        return nowhere6.contains { $0.holds(bytes) } ? .nowhere : .world
    }

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    private static let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
    private static let amazon: [UInt8] =
        [0xFD, 0, 0x0E, 0xC2] + Array(repeating: 0, count: 10)
        + [0x02, 0x54]

    private static let home4 = [
        AddressBlock([10], 8), AddressBlock([100, 64], 10), AddressBlock([127], 8),
        AddressBlock([172, 16], 12), AddressBlock([192, 168], 16),
    ]
    private static let nowhere4 = [
        AddressBlock([0], 8), AddressBlock([169, 254], 16), AddressBlock([192, 0, 0], 24),
        AddressBlock([192, 0, 2], 24), AddressBlock([192, 88, 99], 24),
        AddressBlock([198, 18], 15), AddressBlock([198, 51, 100], 24),
        AddressBlock([203, 0, 113], 24), AddressBlock([224], 4), AddressBlock([240], 4),
    ]
    private static let home6 = [
        AddressBlock(Array(repeating: 0, count: 15) + [1], 128), AddressBlock([0xFC], 7),
    ]
    private static let nowhere6 = [
        // Of the IETF's own, with tunnels that hide where they lead; documentation; 6to4.
        AddressBlock([0x20, 0x01, 0], 23), AddressBlock([0x20, 0x01, 0x0D, 0xB8], 32),
        AddressBlock([0x20, 0x02], 16), AddressBlock([0x3F, 0xFF, 0], 20),
    ]
}

/// The addresses that begin with the same bits.
private struct AddressBlock {
    let bytes: [UInt8]
    let bits: Int

    init(_ bytes: [UInt8], _ bits: Int) {
        self.bytes = bytes
        self.bits = bits
    }

    func holds(_ address: [UInt8]) -> Bool {
        var left = bits
        for (place, byte) in address.enumerated() where left > 0 {
            let expected = place < bytes.count ? bytes[place] : 0
            let mask = left >= 8 ? 0xFF : UInt8(truncatingIfNeeded: 0xFF00 >> left)
            guard byte & mask == expected & mask else { return false }
            left -= 8
        }
        return true
    }
}
