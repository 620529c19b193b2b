import Testing

@testable import RedlineSummaries

/// The variables `REDLINE_AI_*`.
@Suite struct SummarySettingsTests {
    @Test func withoutVariablesThereIsNoEndpoint() throws {
        for environment in [[:], ["REDLINE_AI_URL": "", "PATH": "/bin"]] {
            let settings = try SummarySettings(environment: environment)
            #expect(settings.endpoint == nil)
            #expect(!settings.learns)
            #expect(settings.limits == SummaryLimits())
        }
    }

    @Test func allOfThem() throws {
        let settings = try SummarySettings(environment: [
            "REDLINE_AI_URL": "https://ai.example.com/v1/", "REDLINE_AI_KEY": "k",
            "REDLINE_AI_MODEL": "m", "REDLINE_AI_LEARN": "on", "REDLINE_AI_TIMEOUT": "20",
            "REDLINE_AI_ATTEMPTS": "2", "REDLINE_AI_CONCURRENCY": "8",
        ])
        #expect(settings.endpoint?.url == "https://ai.example.com/v1/chat/completions")
        #expect(settings.endpoint?.model == "m")
        #expect(settings.endpoint?.key == "k")
        #expect(settings.learns)
        #expect(settings.limits.total == .seconds(20))
        #expect(settings.limits.attempt == .seconds(10))
        #expect(settings.limits.attempts == 2)
        #expect(settings.limits.concurrency == 8)
    }

    @Test(arguments: [
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions"),
        ("http://localhost:8000", "http://localhost:8000/chat/completions"),
        ("http://[::1]:8000/v1/", "http://[::1]:8000/v1/chat/completions"),
        (
            "https://x.example.com/openai/deployments/d/chat/completions?api-version=2024-10-21",
            "https://x.example.com/openai/deployments/d/chat/completions?api-version=2024-10-21"
        ),
    ])
    func addressesThatAreTaken(given: String, used: String) throws {
        #expect(try ChatEndpoint(url: given, model: "m", key: nil).url == used)
    }

    @Test(arguments: [
        "http://ai.example.com/v1", "http://127.0.0.1.example.com/v1", "http://localhost.example/",
        "http://127.1/v1", "http://10.0.0.1/v1", "ftp://ai.example.com", "ai.example.com/v1",
        "https://", "https://user:secret@ai.example.com/v1", "https://ai.example.com/v1#x",
        "not one",
    ])
    func addressesThatAreRefused(url: String) {
        let fault = #expect(throws: SettingsFault.self) {
            try ChatEndpoint(url: url, model: "m", key: nil)
        }
        #expect(fault?.variable == "REDLINE_AI_URL")
        #expect(fault?.description.contains("secret") == false)
    }

    @Test func plainHTTPBeyondThisMachineHasToBeAllowed() throws {
        let settings = try SummarySettings(environment: [
            "REDLINE_AI_URL": "http://10.0.0.1/v1", "REDLINE_AI_MODEL": "m",
            "REDLINE_AI_INSECURE": "on",
        ])
        #expect(settings.endpoint != nil)
    }

    @Test(arguments: [
        (["REDLINE_AI_KEY": "k"], "REDLINE_AI_KEY needs REDLINE_AI_URL, the address of the AI"),
        (["REDLINE_AI_MODEL": "m"], "REDLINE_AI_MODEL needs REDLINE_AI_URL, the address of the AI"),
        (
            ["REDLINE_AI_URL": "https://a.example"],
            "REDLINE_AI_MODEL has to name the endpoint's model"
        ),
        (["REDLINE_AI_LEARN": "yes"], "REDLINE_AI_LEARN has to be on or off"),
        (
            ["REDLINE_AI_TIMEOUT": "0"],
            "REDLINE_AI_TIMEOUT has to be a whole number, 1 to 600"
        ),
        (
            ["REDLINE_AI_ATTEMPTS": "1e1"],
            "REDLINE_AI_ATTEMPTS has to be a whole number, 1 to 10"
        ),
        (
            [
                "REDLINE_AI_URL": "https://a.example", "REDLINE_AI_MODEL": "m",
                "REDLINE_AI_KEY": "sk\r\nX: y",
            ],
            "REDLINE_AI_KEY has to be visible ASCII without white space"
        ),
        (
            ["REDLINE_AI_URL": "https://a.example", "REDLINE_AI_MODEL": "m\nn"],
            "REDLINE_AI_MODEL has to be at most 200 visible characters"
        ),
    ])
    func whatIsWrongIsNamed(environment: [String: String], description: String) {
        let fault = #expect(throws: SettingsFault.self) {
            try SummarySettings(environment: environment)
        }
        #expect(fault?.description == description)
    }
}
