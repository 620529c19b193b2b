import ArgumentParser
import Foundation
import Logging
import RedlineAnalytics
import RedlineDeliverables
import RedlineExport
import RedlineStorage
import RedlineSummaries

/// With which AI and which templates documents are exported.
struct ExportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder with templates for deliverables, beside those that are always there "
                + "(REDLINE_TEMPLATES).",
            valueName: "folder"
        )
    )
    var templates: String?
    @OptionGroup var keeping: FilesOptions

    func validate() throws {
        do {
            _ = try settings
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// Refuses templates and a folder of files on the way to a service, which has its own.
    ///
    /// - Throws: `ValidationError`.
    func requireNone() throws {
        guard templates == nil else {
            throw ValidationError(
                "over HTTP the templates are those of the service: redline serve --templates"
            )
        }
        guard keeping.place.filesFolder == nil, keeping.filesIn == nil else {
            throw ValidationError(
                "over HTTP the service keeps the files: redline serve --files-folder"
            )
        }
    }

    /// The export workflow; it has to be shut down before it goes.
    ///
    /// - Throws: `SettingsFault`, `DeliverableError`.
    func workflows(
        intake: RecordIntake,
        reader: RecordReader,
        files: DeliverableStore,
        logger: Logger
    ) throws -> ExportWorkflows {
        ExportWorkflows(
            intake: intake,
            reader: reader,
            files: files,
            settings: try settings,
            templates: try folder.map { try DeliverableTemplates(folder: $0) }
                ?? DeliverableTemplates(),
            logger: logger
        )
    }

    /// With which AI, as the environment says.
    var settings: SummarySettings {
        get throws(SettingsFault) {
            try SummarySettings(environment: ProcessInfo.processInfo.environment)
        }
    }

    private var folder: String? {
        let named = templates ?? ProcessInfo.processInfo.environment["REDLINE_TEMPLATES"] ?? ""
        return named.isEmpty ? nil : named
    }
}
