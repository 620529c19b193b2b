import Redline

extension ReportDefinition {
    /// Where an answer with these arguments comes from, and how to ask for it again.
    func origin(of arguments: ReportArguments) -> ReportOrigin {
        ReportOrigin(
            version: redlineVersion,
            queryHash: queryHash,
            command: RedlineCommandLine.line(self, arguments),
            psql: PsqlCommand.line(self, arguments)
        )
    }
}

extension ReportArguments {
    /// The same of that time: what is asked with it later has the same answer.
    ///
    /// Arguments that name a time keep it, and a report that takes none stays as it is.
    func fixed(at time: Timestamp) -> ReportArguments {
        guard values["as_of"] == "" else { return self }
        return ReportArguments(checked: values.merging(["as_of": time.description]) { $1 })
    }
}
