import AsyncHTTPClient
import Foundation
import NIOCore

extension Provider {
    /// Where it sends a browser that comes to that address; empty where it sends it nowhere.
    public func visit(_ address: String) async throws -> String {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer: Result<HTTPClientResponse, any Error>
        do {
            let request = HTTPClientRequest(url: address)
            answer = .success(try await http.execute(request, timeout: .seconds(60)))
        } catch {
            answer = .failure(error)
        }
        let location = answer.map { $0.headers.first(name: "location") ?? "" }
        try await http.shutdown()
        return try location.get()
    }
}
