import ArgumentParser
import Redline
import RedlineServer
import RedlineStorage

/// The command `redline doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the set-up and say what to mend.",
        discussion: """
            It changes nothing and starts nothing, the private cluster included. The exit status is 0 \
            where there is no problem (there may be warnings), and 1 where there is one.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var spooling: SpoolOptions
    @OptionGroup var tls: TLSOptions
    @OptionGroup var tooling: ToolOptions
    @OptionGroup var files: FilesFolderOption
    @Option(help: ArgumentHelp("text or json.", valueName: "format"))
    var format: Format = .text

    func run() async throws {
        let doctor = Doctor(
            connection: try database.named(),
            spoolFolder: spooling.spool,
            spoolLimit: spooling.spoolLimit,
            filesFolder: files.folder
        )
        var findings = await doctor.findings()
        if let files = tls.files { findings += CertificateCheck(files).findings(at: .now) }
        findings += tooling.findings
        switch format {
        case .text: try Terminal.write(Self.text(findings))
        case .json: try Terminal.write(Self.json(findings))
        }
        if findings.contains(where: { $0.status == .problem }) { throw ExitCode.failure }
    }

    private static func text(_ findings: [Finding]) -> String {
        let width = findings.map(\.name.count).max() ?? 0
        let lines = findings.map { finding in
            let status = padded(finding.status.rawValue, to: "problem".count)
            let words = [finding.detail, finding.advice].compactMap(\.self).joined(separator: " ")
            return "\(status)  \(padded(finding.name, to: width))  \(words)\n"
        }
        return lines.joined()
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }

    private static func json(_ findings: [Finding]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("checks")
        json.beginArray()
        for finding in findings {
            json.beginObject()
            json.name("name")
            json.string(finding.name)
            json.name("status")
            json.string(finding.status.rawValue)
            json.name("detail")
            json.string(finding.detail)
            json.name("advice")
            if let advice = finding.advice { json.string(advice) } else { json.null() }
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.endLine()
        return json.takeBytes()
    }
}
