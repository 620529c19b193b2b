import Testing

@testable import RedlineTools

@Suite("A registry of tools")
struct RegistryTests {
    private static let tool = #"""
        "name":"order_status","description":"The state of an order.","method":"GET",
        "url":"https://orders.example.com/orders/{order_id}?lang={lang}",
        "parameters":{"type":"object","properties":{"order_id":{"type":"integer"},
        "lang":{"type":"string"},"deep":{"type":"boolean"}},"required":["order_id","lang"]},
        "headers_from_environment":{"Authorization":"ORDERS_AUTHORIZATION"},"timeout_seconds":7
        """#

    private static func registry(
        _ tools: [String],
        _ more: String = "",
        _ environment: [String: String] = ["ORDERS_AUTHORIZATION": "Bearer secret-1"]
    ) throws(RegistryFault) -> ToolRegistry {
        let objects = tools.map { "{\($0)}" }.joined(separator: ",\n")
        return try ToolRegistry(
            parsing: Array("{\n\"tools\":[\(objects)]\(more)}".utf8),
            environment: environment
        )
    }

    @Test("has what its file says")
    func whole() throws {
        let more = #","instructions":"Be kind.","rounds":5,"turn_seconds":30"#
        let registry = try Self.registry([Self.tool], more)
        #expect(registry.instructions == "Be kind.")
        #expect(registry.rounds == 5)
        #expect(registry.turnTime == .seconds(30))
        let tool = try #require(registry["order_status"])
        #expect(tool.method == .get)
        #expect(tool.timeout == .seconds(7))
        #expect(tool.headers.map(\.value) == ["Bearer secret-1"])
        #expect(tool.address.host == "orders.example.com")
        #expect(tool.address.arguments == ["order_id", "lang"])
        #expect(!tool.mayBePrivate && !tool.isToldOwner)
        #expect(registry["other"] == nil)
        #expect(!"\(String(reflecting: tool)) \(tool)".contains("secret-1"))
        var dumped = ""
        dump(registry, to: &dumped)
        #expect(!dumped.contains("secret-1"))
    }

    @Test("names the line where it is not JSON")
    func line() {
        let fault = #expect(throws: RegistryFault.self) {
            try ToolRegistry(parsing: Array("{\n\"tools\": [\n{,}]}".utf8), environment: [:])
        }
        #expect(fault?.place == "line 3")
    }

    @Test("names the tool and the member where it is not right", arguments: Wrong.all)
    func faults(wrong: Wrong) {
        let fault = #expect(throws: RegistryFault.self) {
            _ = try Self.registry([wrong.tool(from: Self.tool)], wrong.more, wrong.environment)
        }
        #expect(fault?.place == wrong.place, "\(fault.map(String.init(describing:)) ?? "")")
        #expect(fault?.rule.contains(wrong.rule) == true, "\(fault?.rule ?? "")")
        #expect(fault?.description.contains("secret") == false)
    }

    @Test("has each name once, and none that is built in")
    func names() {
        for tools in [
            [Self.tool, Self.tool],
            [Self.tool.replacing("order_status", with: "save_interaction")],
        ] {
            #expect(throws: RegistryFault.self) { _ = try Self.registry(tools) }
        }
    }

    /// A change of the file that makes it wrong.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let place: String
        let rule: String
        var more = ""
        var environment = ["ORDERS_AUTHORIZATION": "Bearer secret-1"]

        init(_ old: String, _ new: String, _ place: String, _ rule: String) {
            (self.old, self.new, self.place, self.rule) = (old, new, place, rule)
        }

        var testDescription: String { new.isEmpty ? "\(rule) \(more)" : new }

        func tool(from text: String) -> String {
            old.isEmpty ? text : text.replacing(old, with: new)
        }

        private static let name = "/tools/0 (order_status)"
        private static let url = "https://orders.example.com/orders/{order_id}?lang={lang}"

        static let all: [Wrong] = {
            var all = addresses
            all += [
                Wrong("\"description\"", "\"descripton\"", "\(name)/descripton", "description?"),
                Wrong("order_status", "order status", "/tools/0/name", "letters"),
                Wrong("\"GET\"", "\"TRACE\"", "\(name)/method", "GET, POST"),
                Wrong(":7", ":301", "\(name)/timeout_seconds", "1 to 300"),
                Wrong("Authorization", "Host", "\(name)/headers_from_environment", "Host"),
                Wrong(
                    "\"boolean\"",
                    "\"bool\"",
                    "\(name)/parameters/properties/deep/type",
                    "boolean"
                ),
                Wrong(
                    "\"deep\":{",
                    "\"deep\":{\"pattern\":\"a\",",
                    "\(name)/parameters/properties/deep/pattern",
                    "not checked"
                ),
                Wrong(
                    "\"required\":[",
                    "\"required\":[\"other\",",
                    "\(name)/parameters",
                    "requires other"
                ),
                Wrong(
                    "{\"type\":\"object\",",
                    "{\"type\":\"string\",",
                    "\(name)/parameters",
                    "type object"
                ),
            ]
            var missing = Wrong("", "", "\(name)/headers_from_environment", "which is not set")
            missing.environment = [:]
            var twoLines = Wrong("", "", "\(name)/headers_from_environment", "one line")
            twoLines.environment = ["ORDERS_AUTHORIZATION": "Bearer secret-1\r\nX: y"]
            var unknown = Wrong("", "", "/turn_second", "turn_seconds?")
            unknown.more = #","turn_second":3"#
            var rounds = Wrong("", "", "/rounds", "2 to 32")
            rounds.more = #","rounds":1"#
            return all + [missing, twoLines, unknown, rounds]
        }()

        private static let addresses = [
            ("ftp://a.example/", "address"), ("https://", "host"), ("https:///x", "host"),
            ("https://u:p@a.example/", "host"), ("https://{order_id}.example.com/", "host"),
            ("https://a.example:99999/", "host"), ("https://a.example/#x", "address"),
            ("https://a.example/a b", "escaped"), ("https://a.example\\\\@b.example/", "escaped"),
            ("https://a.example/{order_id", "braces"), ("https://a.example/}", "braces"),
            ("https://a.example/{deep}", "required"), ("https://a.example/{other}", "required"),
            ("https://a.example/../{order_id}", "address"), ("http://a.example/", "https"),
            ("https://127.0.0.1/", "private"), ("https://[::1]/", "private"),
            ("https://[::ffff:10.0.0.1]/", "private"), ("https://169.254.169.254/", "private"),
        ].map { Wrong(url, $0.0, "\(name)/url", $0.1) }
    }
}
