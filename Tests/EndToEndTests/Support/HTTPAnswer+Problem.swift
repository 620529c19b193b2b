import Testing

extension HTTPAnswer {
    /// Checks that the answer is problem details of that status, code and pointers, in full form.
    func expectProblem(
        _ status: Int,
        _ code: String,
        at pointers: [String] = [],
        _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = (try? json) ?? .null
        var members: Set = ["type", "title", "status", "detail", "code", "request_id"]
        if !pointers.isEmpty { members.insert("errors") }
        let expectations: [(isMet: Bool, what: String)] = [
            (self.status == status, "status \(status)"),
            (header("content-type") == "application/problem+json", "content type"),
            (found.names == members, "members"),
            (found["type"] == .string("urn:redline:problem:\(code)"), "type"),
            (found["status"].integer == status, "member status"),
            (found["code"] == .string(code), "code \(code)"),
            (found["title"].string?.isEmpty == false, "title"),
            (found["detail"].string?.isEmpty == false, "detail"),
            (found["request_id"].string == header("x-request-id"), "request id"),
            (found["errors"].elements.allSatisfy { $0.names == ["pointer", "detail"] }, "errors"),
            (
                found["errors"].elements.map { $0["pointer"].string } == pointers,
                "pointers \(pointers)"
            ),
            ((status == 401) == (header("www-authenticate") == "Bearer"), "WWW-Authenticate"),
        ]
        let unmet = expectations.filter { !$0.isMet }.map(\.what)
        let comment = comment.map { "\($0): " } ?? ""
        #expect(
            unmet.isEmpty,
            "\(comment)\(self.status) \(text)",
            sourceLocation: sourceLocation
        )
    }
}
