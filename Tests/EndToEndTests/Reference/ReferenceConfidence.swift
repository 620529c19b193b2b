import Foundation

/// Confidences: calibration beside scikit-learn and numpy.
enum ReferenceConfidence {
    private static let files = [
        ("calibration/sroie-ocr_fields", "sroie-ocr_fields"),
        ("calibration/sroie-ocr_lines", "sroie-ocr_lines"),
        ("edit-rate/mlqe-pe_en-de", "mlqe-pe_en-de"),
        ("edit-rate/mlqe-pe_en-zh", "mlqe-pe_en-zh"),
        ("edit-rate/mlqe-pe_et-en", "mlqe-pe_et-en"),
    ]

    static func section() async throws -> ReferenceSection {
        var figures: [ReferenceFigure] = []
        for (file, name) in files {
            let data = try await ReferenceData("map_calibration.py", "\(file).ndjson.gz")
            let reference = try ReferenceData.reference("calibration_left_\(name)")["groups"]
            let answer = try await data.report("calibration")
            // Items of that file lie on an edge of the reference's bins, a bit above the decimal.
            let hasOddBins = name == "sroie-ocr_lines"
            figures += totals(name, "", answer, reference["ALL"]).filter { figure in
                !(hasOddBins && figure.figure == "`mce`")
            }
            try await data.database.drop()
        }
        figures += try await models()
        return ReferenceSection(
            heading: "Confidence",
            text: """
                Reference: `calibration.py`; `brier` and `auroc` by scikit-learn, the bins of `ece` and
                `mce` by numpy. The maximum calibration error of sroie-ocr_lines is left out: the
                reference's edges are floating-point numbers, that of 0.7 is a bit above it, and items
                of exactly 0.7 are in another of its bins.
                """,
            figures: figures
        )
    }

    /// The documents of one data set, model by model.
    private static func models() async throws -> [ReferenceFigure] {
        let name = "nerre-doping"
        let data = try await ReferenceData("map_workflows.py", "workflows/\(name).ndjson.gz")
        let reference = try ReferenceData.reference("calibration_left_\(name)")["groups"]
        var figures = totals(name, "", try await data.report("calibration"), reference["ALL"])
        for model in reference.names.sorted() where model != "ALL" {
            let answer = try await data.report("calibration", "--set", "model=\(model)")
            figures += totals(name, model, answer, reference[model])
        }
        try await data.database.drop()
        return figures
    }

    private static func totals(
        _ name: String,
        _ place: String,
        _ answer: JSON,
        _ reference: JSON
    ) -> [ReferenceFigure] {
        ReferenceFigure.all(
            name,
            ["count": "n", "ece": "ece", "mce": "mce", "brier": "brier", "auroc": "auroc"],
            of: answer["totals"],
            reference: reference,
            place: place
        )
    }
}
