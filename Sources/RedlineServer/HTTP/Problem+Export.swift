import Redline
import RedlineAnalytics
import RedlineDeliverables
import RedlineExport
import RedlineStorage

extension Problem {
    init(_ refusal: ExportRefusal) {
        switch refusal {
        case .unknownWorkflow: self = .notFound("there is no such workflow of this document")
        case .notStarted:
            self = .unfinished(
                "the workflow's stage 1 is not recorded yet; record it, and try again"
            )
        case .incomplete(let revision):
            self = .unfinished("revision \(revision) has no file yet: end it before another begins")
        case .outdated(let progress):
            self = .outdatedExport(
                "the export has changed since: revision \(progress.revision) is its latest; read "
                    + "it, and send again what is still to be changed",
                progress
            )
        case .complete(let progress):
            self = .completeExport(
                "revision \(progress.revision) is complete, with other data or preferences than "
                    + "these; POST /api/v1/exports/{id}/regenerate makes another revision",
                progress
            )
        case .busy: self = .busy("too many exports are under way; nothing was recorded")
        case .ownerBusy:
            self.init(
                status: .tooManyRequests,
                code: "too_many_requests",
                title: "Too many exports are under way",
                detail: "too many exports of this owner are under way; nothing was recorded: try "
                    + "again when one of them is done"
            )
            headers[.retryAfter] = "1"
        case .interrupted:
            self = .busy(
                "the database went away; what was edited is kept, and the same request sent again "
                    + "goes on from there"
            )
        case .notRecorded(let outcome):
            do {
                _ = try RecordAnswer.receipt(of: outcome)
                self = .internal
            } catch {
                self.init(error)
            }
        }
    }

    init(_ error: DeliverableLookupError) {
        switch error {
        case .none: self = .notFound("the workflow has no such file")
        case .notKept(let revision):
            self = .notFound(
                "the file of revision \(revision) is not kept here: another program delivered it"
            )
        }
    }

    init(_ error: DeliverableError) {
        switch error {
        case .invalid, .unknownTemplate:
            let fault = RecordFault("", "\(error)")
            self.init(RecordFaults([fault]))
        case .invalidTemplate, .notWritten: self = .internal
        }
    }

    /// Where the folder of files is, is for the log: whoever asks cannot mend it.
    init(_ error: FilesFolderError) {
        guard error.isLoss else {
            self = .busy(
                "the folder of files cannot be used at the moment; the same request sent again "
                    + "goes on from what is recorded"
            )
            return
        }
        self.init(
            status: .internalServerError,
            code: "file_lost",
            title: "The file is lost",
            detail: "the file of this revision is missing, or is not what was kept; POST "
                + "/api/v1/exports/{id}/regenerate with its revision makes another one"
        )
    }

    private static func unfinished(_ detail: String) -> Problem {
        Problem(
            status: .conflict,
            code: "export_unfinished",
            title: "Something has to come before",
            detail: detail
        )
    }

    private static func outdatedExport(_ detail: String, _ progress: ExportProgress) -> Problem {
        Problem(
            status: .conflict,
            code: "export_outdated",
            title: "Somebody was faster",
            detail: detail,
            members: [("changed", json(progress))]
        )
    }

    private static func completeExport(_ detail: String, _ progress: ExportProgress) -> Problem {
        Problem(
            status: .conflict,
            code: "export_complete",
            title: "The export has its file",
            detail: detail,
            members: [("changed", json(progress))]
        )
    }

    private static func json(_ progress: ExportProgress) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("revision")
        json.integer(progress.revision)
        json.name("stage")
        json.string(progress.stage.name)
        json.name("changed_at")
        json.string("\(progress.occurredAt)")
        json.name("paths")
        json.beginArray()
        for path in progress.paths { json.string(path) }
        json.endArray()
        json.name("path_count")
        json.integer(progress.pathCount)
        json.endObject()
        return json.bytes
    }
}
