import Testing

@testable import RedlineTools

/// Where addresses lead, by IANA's registries.
@Suite("Addresses of hosts")
struct HostAddressTests {
    @Test(
        "of the internet are open to every tool",
        arguments: [
            "1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255",
            "100.128.0.1", "169.253.0.1", "192.0.1.1", "198.17.0.1", "223.255.255.255",
            "2606:4700::1111", "2001:200::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1",
        ]
    )
    func world(text: String) throws {
        let address = try #require(HostAddress(text))
        #expect(address.reach == .world)
        #expect(address.isAllowed(mayBePrivate: false))
    }

    @Test(
        "of this machine and of private networks are open to those that are registered so",
        arguments: [
            "127.0.0.1", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1",
            "172.31.255.255", "192.168.0.1", "100.64.0.1", "100.127.255.255", "::1", "fc00::1",
            "fdff::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::192.168.1.1",
        ]
    )
    func home(text: String) throws {
        let address = try #require(HostAddress(text))
        #expect(address.reach == .home)
        #expect(!address.isAllowed(mayBePrivate: false))
        #expect(address.isAllowed(mayBePrivate: true))
    }

    @Test(
        "of clouds' metadata and of no host are open to none",
        arguments: [
            "169.254.169.254", "169.254.0.1", "0.0.0.0", "0.1.2.3", "100.100.100.200", "192.0.0.1",
            "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
            "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "fe80::1", "febf::1",
            "fec0::1", "ff02::1", "fd00:ec2::254", "2001::1", "2001:db8::1", "2002:7f00:1::",
            "3fff::1", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "::127.0.0.1",
            "100::1", "4000::1",
        ]
    )
    func nowhere(text: String) throws {
        let address = try #require(HostAddress(text))
        #expect(address.reach == .nowhere)
        #expect(!address.isAllowed(mayBePrivate: true))
    }

    @Test(
        "are no names",
        arguments: ["localhost", "127.1", "0x7f.0.0.1", "2130706433", "", "1.2.3"]
    )
    func names(text: String) {
        #expect(HostAddress(text) == nil)
    }

    @Test("are written as they are read", arguments: ["127.0.0.1", "::1", "2606:4700::1111"])
    func writing(text: String) {
        #expect(HostAddress(text)?.text == text)
    }
}
