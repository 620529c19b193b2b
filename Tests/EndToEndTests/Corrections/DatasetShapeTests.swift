import Foundation
import RedlineDigest
import Testing

@Suite("redline corrections export: shapes")
struct DatasetShapeTests {
    private static let prompt =
        #"{"role":"user","content":"Give the data of this invoice as JSON. They were read by "#
        + #"document_intelligence.\n\nSummary:\nSummary 0."}"#
    private static let approved =
        #"{"role":"assistant","content":"{\"contact\":\"[EMAIL_1]\",\"total\":12.5,"#
        + #"\"vendor\":\"Acme Corporation\"}"}"#
    private static let given =
        #"{"role":"assistant","content":"{\"contact\":\"[EMAIL_1]\",\"total\":10,"#
        + #"\"vendor\":\"Acme Corp\"}"}"#
    private static let confirmed =
        #"{"role":"assistant","content":"{\"total\":7,\"vendor\":\"Beta\"}"}"#

    @Test(
        "learn from edited documents; kto also from those confirmed; none from what nobody reviewed"
    )
    func documents() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(DatasetSample.workflows)
        let second = Self.prompt.replacing("Summary 0.", with: "Summary 1.")
        let expected: [(shape: String, text: String)] = [
            ("sft", #"{"messages":[\#(Self.prompt),\#(Self.approved)]}"# + "\n"),
            (
                "dpo",
                #"{"prompt":[\#(Self.prompt)],"chosen":[\#(Self.approved)],"#
                    + #""rejected":[\#(Self.given)]}"# + "\n"
            ),
            (
                "kto",
                #"{"prompt":[\#(Self.prompt)],"completion":[\#(Self.approved)],"label":true}"#
                    + "\n"
                    + #"{"prompt":[\#(Self.prompt)],"completion":[\#(Self.given)],"label":false}"#
                    + "\n"
                    + #"{"prompt":[\#(second)],"completion":[\#(Self.confirmed)],"label":true}"#
                    + "\n"
            ),
            ("openai-sft", #"{"messages":[\#(Self.prompt),\#(Self.approved)]}"# + "\n"),
            (
                "openai-dpo",
                #"{"input":{"messages":[\#(Self.prompt)]},"preferred_output":[\#(Self.approved)],"#
                    + #""non_preferred_output":[\#(Self.given)]}"# + "\n"
            ),
            (
                "evals",
                #"{"input":[\#(Self.prompt)],"ideal":"{\"contact\":\"[EMAIL_1]\",\"total\":12.5,"#
                    + #"\"vendor\":\"Acme Corporation\"}"}"# + "\n"
            ),
        ]
        for (shape, text) in expected {
            let folder = try await database.dataset([
                "--shape", shape, "--drop-format-only", "--owner", "ann@example.com",
            ])
            let both = shape == "kto" ? "" : text
            #expect(try folder.text() == (shape == "kto" ? text.firstTwoLines : both), "\(shape)")
        }
        let kto = try await database.dataset(["--shape", "kto", "--drop-format-only"])
        // The summary's workflow was confirmed as well, as far as its data go.
        #expect(try kto.text().hasPrefix(expected[2].text))
        #expect(try kto.lines().count == 4)
        #expect(try await database.dataset(["--shape", "dpo"]).lines().count == 2)
        try await database.drop()
    }

    @Test("learn from single fields with what stands beside them")
    func fields() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(DatasetSample.workflows)
        let folder = try await database.dataset([
            "--shape", "dpo", "--granularity", "field", "--field", "/total",
        ])
        #expect(
            try folder.text()
                == #"{"prompt":[{"role":"user","content":"What is the value of /total in this "#
                + #"invoice?\n\nBeside it stands:\n{\"contact\":\"[EMAIL_1]\","#
                + #"\"vendor\":\"Acme Corp\"}"}],"chosen":[{"role":"assistant","content":"12.5"}],"#
                + #""rejected":[{"role":"assistant","content":"10"}]}"# + "\n"
        )
        try await database.drop()
    }

    @Test("learn from summaries that were edited")
    func summaries() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(DatasetSample.workflows)
        let folder = try await database.dataset(["--shape", "dpo", "--source", "summaries"])
        let lines = try folder.lines()
        #expect(
            lines.map { $0["chosen"][0]["content"] }.last
                == "An invoice of Epsilon Limited for [PHONE_1]."
        )
        #expect(
            lines.map { $0["rejected"][0]["content"] }.last
                == "An invoice of Epsilon for [PHONE_1]."
        )
        #expect(lines.count == 1)
        try await database.drop()
    }

    @Test("learn from threads, with tool calls in each shape's own form and what failed marked")
    func threads() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(DatasetSample.interactions)
        let tools =
            #","tools":[{"type":"function","function":{"name":"find_order","parameters":"#
            + #"{"type":"object","properties":{"id":{},"mail":{}}}}}]"#
        let sft = try await database.dataset(["--shape", "sft", "--source", "interactions"])
        #expect(
            try sft.text()
                == #"{"messages":[{"role":"user","content":"Where is order 77?"},"#
                + #"{"role":"assistant","tool_calls":[{"type":"function","function":{"#
                + #""name":"find_order","arguments":{"id":77,"mail":"[EMAIL_1]"}}}]},"#
                + #"{"role":"tool","name":"find_order","content":"Timeout"},"#
                + #"{"role":"assistant","content":"I do not know."},"#
                + #"{"role":"user","content":"Where is order 77??"},"#
                + #"{"role":"assistant","content":"It is on its way."}]"# + tools + "}\n"
        )
        #expect(try sft.lines("records.jsonl")[0]["marks"] == ["failed", "repeated"])
        let openAI = try await database.dataset([
            "--shape", "openai-sft", "--source", "interactions",
        ])
        #expect(
            try openAI.text()
                == #"{"messages":[{"role":"user","content":"Where is order 77?"},"#
                + #"{"role":"assistant","tool_calls":[{"id":"call_1_1","type":"function","#
                + #""function":{"name":"find_order","#
                + #""arguments":"{\"id\":77,\"mail\":\"[EMAIL_1]\"}"}}],"weight":0},"#
                + #"{"role":"tool","tool_call_id":"call_1_1","content":"Timeout"},"#
                + #"{"role":"assistant","content":"I do not know.","weight":0},"#
                + #"{"role":"user","content":"Where is order 77??"},"#
                + #"{"role":"assistant","content":"It is on its way.","weight":1}]"# + tools + "}\n"
        )
        let kto = try await database.dataset(["--shape", "kto", "--source", "interactions"])
        #expect(try kto.lines().map { $0["label"] } == [false, true])
        let dpo = try await database.dataset(["--shape", "dpo", "--source", "interactions"])
        #expect(
            try dpo.text()
                == #"{"prompt":[{"role":"user","content":"Where is order 77?"}],"#
                + #""chosen":[{"role":"assistant","content":"It is on its way."}],"#
                + #""rejected":[{"role":"assistant","content":"I do not know."}]}"# + "\n"
        )
        try await database.drop()
    }

    @Test("take a prompt of one's own, and leave personal data in where that is asked for")
    func prompts() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(DatasetSample.workflows)
        let template = try Scratch.file(
            Array("<{{document_id}}> {{record.source.document_type}}: {{data}}".utf8),
            "mustache"
        )
        let folder = try await database.dataset([
            "--shape", "evals", "--prompt", template.path, "--no-redact", "--owner",
            "ann@example.com",
        ])
        #expect(
            try folder.lines()[0]["input"][0]["content"]
                == #"<doc-0> invoice: {"contact":"bob@example.com","total":10,"vendor":"Acme Corp"}"#
        )
        let wrong = try Scratch.file(Array("{{#a}}".utf8), "mustache")
        let refused = try await database.redline([
            "corrections", "export", "--shape", "sft", "--to", "x", "--prompt", wrong.path,
        ])
        #expect(refused.status == 64, "\(refused.stderr)")
        try await database.drop()
    }

    @Test("come with a manifest, a card and the ids of the records, which are registered")
    func manifest() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(DatasetSample.workflows + DatasetSample.interactions)
        let folder = try await database.dataset([
            "--shape", "kto", "--source", "documents,interactions", "--owner", "ann@example.com",
        ])
        let manifest = try JSON(parsing: try folder.bytes("manifest.json"))
        #expect(manifest["shape"] == "kto")
        #expect(manifest["filters"] == ["owner": "an***"])
        #expect(
            manifest["counts"] == [
                "read": 1, "examples": 1, "lines": ["train": 2], "marked": [:],
                "replaced": ["emails": 2], "dropped": [:],
            ]
        )
        for file in manifest["files"].elements {
            let bytes = try folder.bytes(file["name"].string ?? "")
            let digest = SHA256Digest.of(bytes).map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0\(digits)" : digits
            }.joined()
            #expect(file["sha256"] == .string(digest))
            #expect(file["bytes"].integer == bytes.count)
            #expect(file["lines"] == 2)
        }
        #expect(
            try folder.lines("records.jsonl").map { $0["export_workflow_id"].string }
                == [DatasetSample.ids[0], DatasetSample.ids[0]]
        )
        #expect(!(try folder.text("records.jsonl")).contains("ann@"))
        #expect(!(try folder.text("manifest.json")).contains("ann@"))
        let card = try folder.text("README.md")
        #expect(
            card.hasPrefix(
                "---\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: \"train.jsonl\"\n"
            )
        )
        #expect(
            try await database.rows(
                """
                select d.path, shape, filters::text, records::text, owner, kind, record_id
                from redline.dataset d join redline.dataset_record using (dataset_id)
                where finished_at is not null
                """
            ) == [
                [
                    folder.path, "kto", #"{"owner": "an***"}"#, "2", "ann@example.com", "workflow",
                    DatasetSample.ids[0],
                ]
            ]
        )
        #expect(
            try await database.auditedCorrections() == [
                [
                    "export_corrections", "user", "command", "1",
                    #"{"shape": "kto", "redacted": "true"}"#,
                ]
            ]
        )
        let again = try await database.redline([
            "corrections", "export", "--shape", "kto", "--to", folder.path,
        ])
        #expect(again.status == 1)
        #expect(again.stderr.contains("--force"), "\(again.stderr)")
        try await database.drop()
    }
}

extension String {
    fileprivate var firstTwoLines: String {
        split(separator: "\n").prefix(2).map { $0 + "\n" }.joined()
    }
}
