import Testing

/// A suite whose tests share a server, which stops when they are through.
struct ServingTrait: SuiteTrait, TestScoping {
    let arguments: [String]
    let hasDemo: Bool

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await ServerUnderTest.run(arguments, hasDemo: hasDemo, function)
    }
}

extension SuiteTrait where Self == ServingTrait {
    /// The suite's tests share a server, `ServerUnderTest.current`.
    static func serving(_ arguments: [String] = [], hasDemo: Bool = false) -> ServingTrait {
        ServingTrait(arguments: arguments, hasDemo: hasDemo)
    }
}
