/// Lets one through at a time.
actor Line {
    private var last: Task<Void, Never>?

    func run<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws
        -> Value
    {
        let before = last
        let mine = Task {
            await before?.value
            return try await body()
        }
        last = Task { _ = try? await mine.value }
        return try await mine.value
    }
}
