import Redline

/// A dataset card, in the form of Hugging Face's README.md.
struct DatasetCard {
    let plan: DatasetPlan
    let target: DatasetTarget
    let counts: DatasetCounts

    var text: String {
        var lines = ["---", "configs:", "- config_name: default", "  data_files:"]
        // A part without lines cannot be loaded.
        for part in plan.split.parts where (counts.lines[part.name] ?? 0) > 0 {
            lines.append("  - split: \(part.name)")
            lines.append(
                "    path: \"\(quoted(target.data(part.name, of: plan.split).lastPathComponent))\""
            )
        }
        lines += ["size_categories:", "- \(sizeCategory)", "tags:", "- redline"]
        lines += tags.map { "- \($0)" }
        lines += ["---", "", "# \(title)", "", summary, ""]
        lines += ["| part | lines |", "| --- | --- |"]
        for part in plan.split.parts {
            lines.append("| \(part.name) | \(counts.lines[part.name] ?? 0) |")
        }
        lines += ["", "## What is left out", "", "| why | examples |", "| --- | --- |"]
        for reason in DatasetCounts.Reason.allCases {
            lines.append("| \(reason.rawValue) | \(counts.dropped[reason] ?? 0) |")
        }
        lines += ["", "## Personal data", "", redaction, ""]
        lines += ["## What the words mean", ""]
        lines += DatasetDefinitions.all.map { "- **\($0.name)**: \($0.text)" }
        lines += [
            "", "## What goes with it", "",
            "`\(target.manifest.lastPathComponent)` has the filters, options, prompts, counts and "
                + "SHA-256 of the files; `\(target.records.lastPathComponent)` says of which record "
                + "each line is. The records are registered in redline: when one of them has to be "
                + "erased, it names this dataset.",
            "",
        ]
        return lines.joined(separator: "\n")
    }

    private var title: String {
        switch plan.shape {
        case .pairs: "Corrections"
        case .sft, .openaiSFT: "Approved answers"
        case .dpo, .openaiDPO: "Approved answers beside those of the AI"
        case .kto: "Answers, approved or not"
        case .evals: "Questions and right answers"
        }
    }

    private var summary: String {
        let sources =
            plan.shape == .pairs
            ? "corrections" : plan.sources.map(\.rawValue).sorted().joined(separator: ", ")
        return "\(counts.total) lines of the shape `\(plan.shape.rawValue)`, made by redline "
            + "\(redlineVersion) of \(sources)."
    }

    private var tags: [String] {
        switch plan.shape {
        case .sft, .dpo, .kto: ["trl", plan.shape.rawValue]
        case .openaiSFT, .openaiDPO, .evals: ["openai", plan.shape.rawValue]
        case .pairs: ["corrections"]
        }
    }

    private var redaction: String {
        guard !plan.redaction.isEmpty else {
            return "Nothing was replaced: the texts are as they were recorded."
        }
        let kinds = plan.redaction.map(\.plural).sorted()
        let replaced = kinds.map { "\($0) \(counts.replaced[$0] ?? 0)" }
        return "Found by form and replaced by placeholders, the same for the same value within a "
            + "record: \(replaced.joined(separator: ", ")). Names, addresses and other personal data "
            + "without a form of their own are not found."
    }

    private var sizeCategory: String {
        switch counts.total {
        case ..<1_000: "n<1K"
        case ..<10_000: "1K<n<10K"
        case ..<100_000: "10K<n<100K"
        case ..<1_000_000: "100K<n<1M"
        case ..<10_000_000: "1M<n<10M"
        default: "10M<n<100M"
        }
    }

    private func quoted(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
