/// Packs as the program gzip does.
enum Gzip {
    static func pack(_ bytes: [UInt8]) async throws -> [UInt8] {
        let result = try await CommandResult.of("gzip", ["-c"], stdin: bytes)
        guard result.status == 0 else { throw SetupFailure("gzip: \(result.stderr)") }
        return result.stdout
    }
}
