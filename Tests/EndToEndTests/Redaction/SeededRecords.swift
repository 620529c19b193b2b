import Foundation
import TestSupport

/// Random records with personal data, and with what only looks like it, at every place that has
/// content.
///
/// The data are taken from a pool, so that they come again in other records and by other ways; each
/// has a name of letters beside it, by which its placeholders are found.
struct SeededRecords {
    /// The personal data by their names.
    let people: [(name: String, piece: String)]
    /// What has to stay as it is.
    private(set) var lookAlikes: Set<String> = []
    let owner: String
    private var texts: SeededTexts
    private var random: SplitMix64

    private static let safe: Set = ["date", "hash", "uuid", "invoice", "handle", "time"]

    init(seed: UInt64, owner: String, pool: Int = 60) {
        self.owner = owner
        random = SplitMix64(seed: seed)
        var texts = SeededTexts(seed: seed)
        let letters = Array("abcdefghij")
        people = (0..<pool).map { number in
            (String([letters[number / 10], letters[number % 10]]), texts.personal().1)
        }
        self.texts = texts
    }

    private mutating func text() -> JSON {
        let (name, piece) = people[Int.random(in: people.indices, using: &random)]
        var lookAlike = texts.lookAlike()
        while !Self.safe.contains(lookAlike.0) { lookAlike = texts.lookAlike() }
        lookAlikes.insert(lookAlike.1)
        return .string("Person \(name) gave \(piece); then {\(lookAlike.1)} came.")
    }

    private mutating func document() -> JSON {
        [
            "vendor": text(), "lines": [["note": text(), "price": 12.5], ["note": text()]],
            "deep": [[["a": ["b": text()]]]], "total": "100.00",
        ]
    }

    /// A document that is stored before its export.
    mutating func stored() -> JSON {
        var record = Sample.document(document())
        record["source"]["scanner"] = text()
        record["unknown"] = ["x": [text()]]
        return record
    }

    /// What a person made of an export.
    mutating func review(_ id: String) -> JSON {
        let wishes: JSON = [
            "export_format": "json", "transformation_instructions": text(),
            "template_customization": ["title": text()],
        ]
        var review = Sample.review(id, document(), wishes)
        review["changes"] = [["field": "vendor", "user_reason": text()]]
        return review
    }

    /// All four stages of a workflow; each names its workflow and its owner.
    mutating func workflow(_ id: String) -> [JSON] {
        let original = document()
        var modified = original
        modified["vendor"] = text()
        modified["lines"] = [
            ["note": original["lines"][0]["note"], "price": 13], ["note": text()],
        ]
        modified["added"] = text()
        var summary = Sample.summary(owner: owner)
        summary["initial_extracted_data"] = original
        summary["ai_initial_summary"] = ["short": text(), "long": text()]
        summary["unknown"] = ["x": [text()]]
        var modifications = Sample.modifications(original, modified)
        modifications["user_preferences"]["transformation_instructions"] = text()
        modifications["changes"] = [["field": "vendor", "user_reason": text()]]
        var deliverable = Sample.deliverable
        deliverable["ai_final_summary"] = text()
        var feedback = Sample.feedback
        feedback["feedback_text"] = text()
        feedback["issues_found"] = [text()]
        let stages = [
            ("initial_ai_summary", summary), ("user_modifications", modifications),
            ("final_summary_and_deliverable", deliverable), ("user_feedback", feedback),
        ]
        let time = Sample.time(secondsAgo: 600)
        return stages.map { name, record in
            var record = record
            record["stage"] = .string(name)
            record["export_workflow_id"] = .string(id)
            record["owner_email"] = .string(owner)
            record["timestamp"] = .string(time)
            return record
        }
    }

    mutating func interactions(_ name: String, _ count: Int) throws -> [JSON] {
        var made: [JSON] = []
        for number in 0..<count { made.append(try interaction("\(name) \(number)")) }
        return made
    }

    mutating func interaction(_ id: String) throws -> JSON {
        [
            "user_id": .string(owner), "interaction_id": .string(id), "thread_id": "t",
            "timestamp": .string(Sample.time(secondsAgo: 300)),
            "user_message": text(), "assistant_response": text(),
            "tool_calls": [
                [
                    "tool_name": "find", "arguments": ["q": text()], "result": [text()],
                    "status": "success",
                ],
                [
                    "tool_name": "mail", "status": "error", "error": text(),
                    "arguments": .string(try JSON.object(["lines\nof": text()]).text),
                ],
            ],
            "metadata": ["model": "gpt-4", "note": text(), "more": [["x": text()]]],
        ]
    }
}
