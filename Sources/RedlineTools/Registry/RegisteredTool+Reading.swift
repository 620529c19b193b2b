import Redline

extension RegisteredTool {
    /// How long a call may take where the file does not say otherwise.
    static let standardSeconds = 30
    private static let secondLimit = 300
    private static let descriptionLimit = 1_024
    private static let members = [
        "name", "description", "parameters", "method", "url", "headers_from_environment",
        "timeout_seconds", "allow_private_addresses", "send_user_id",
    ]
    /// Header fields that belong to the request itself.
    private static let ownHeaders = [
        "host", "content-length", "content-type", "transfer-encoding", "connection", "accept",
        "accept-encoding", "user-agent", "x-user-id", "te", "trailer", "upgrade", "expect",
    ]

    init(
        _ view: JSONView,
        at place: String,
        _ environment: [String: String]
    ) throws(RegistryFault) {
        // A tool that says its name is found sooner than by its number.
        let called = view["name"]?.string.flatMap {
            $0.wholeMatch(of: Self.names).map { "\($0.0)" }
        }
        let place = called.map { "\(place) (\($0))" } ?? place
        let members = try RegistryMembers(view, at: place, known: Self.members)
        name = try members.requiredText("name", 1...64)
        guard name.wholeMatch(of: Self.names) != nil else {
            throw members.fault("name", "has to be of letters, digits, _ and -")
        }
        description = try members.requiredText("description", 1...Self.descriptionLimit)
        parameters = try ParameterSchema(
            root: members["parameters"],
            at: members.pointer("parameters")
        )
        let word = try members.requiredText("method", 1...10)
        guard let method = Method(rawValue: word) else {
            let known = Method.allCases.map(\.rawValue).joined(separator: ", ")
            throw members.fault("method", "has to be one of \(known)")
        }
        self.method = method
        timeout = .seconds(
            try members.whole("timeout_seconds", in: 1...Self.secondLimit) ?? Self.standardSeconds
        )
        mayBePrivate = try members.flag("allow_private_addresses")
        isToldOwner = try members.flag("send_user_id")
        headers = try Self.headers(members, environment)
        switch ToolAddress.reading(try members.requiredText("url", 1...2_000)) {
        case .success(let address): self.address = address
        case .failure(let fault): throw members.fault("url", fault.rule)
        }
        try checkAddress(members)
    }

    private static var names: Regex<Substring> { /[A-Za-z0-9_-]{1,64}/ }

    private func checkAddress(_ members: RegistryMembers) throws(RegistryFault) {
        guard address.scheme == "https" || mayBePrivate else {
            throw members.fault(
                "url",
                "has to be https, since arguments and keys go there; http is for tools with "
                    + "allow_private_addresses"
            )
        }
        if let literal = HostAddress(address.host), !literal.isAllowed(mayBePrivate: mayBePrivate) {
            throw members.fault(
                "url",
                "is an address of a private network, of this machine or of no host; "
                    + "allow_private_addresses allows private ones"
            )
        }
        for name in address.arguments where !parameters.isRequiredScalar(name) {
            throw members.fault(
                "url",
                "has the placeholder {\(name)}, which has to be a required parameter of the type "
                    + "string, integer, number or boolean"
            )
        }
    }

    private static func headers(
        _ members: RegistryMembers,
        _ environment: [String: String]
    ) throws(RegistryFault) -> [(name: String, value: String)] {
        guard let view = members["headers_from_environment"] else { return [] }
        let place = "headers_from_environment"
        guard view.kind == .object else {
            throw members.fault(place, "has to be an object of header fields and variables")
        }
        var headers: [(name: String, value: String)] = []
        for (name, value) in view.members {
            guard name.wholeMatch(of: /[A-Za-z0-9-]{1,64}/) != nil,
                !ownHeaders.contains(name.lowercased())
            else { throw members.fault(place, "\(name) is no header field that can be set") }
            guard let variable = value.string, !variable.isEmpty else {
                throw members.fault(place, "\(name) has to name an environment variable")
            }
            guard let content = environment[variable], !content.isEmpty else {
                throw members.fault(
                    place,
                    "\(name) is to be the variable \(variable), which is not set"
                )
            }
            guard content.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                throw members.fault(
                    place,
                    "the variable \(variable) has to be printable ASCII on one line"
                )
            }
            headers.append((name, content))
        }
        return headers
    }
}
