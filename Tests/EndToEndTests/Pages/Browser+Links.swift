extension Browser {
    /// A page; its parameters are escaped here.
    func get(_ path: String, _ parameters: [(String, String)]) async throws -> HTTPAnswer {
        try await get(path + (parameters.isEmpty ? "" : "?" + Self.encoded(parameters)))
    }

    /// A page as it is linked on another.
    func follow(_ link: String) async throws -> HTTPAnswer {
        try await get(link.replacing("&amp;", with: "&"))
    }
}
