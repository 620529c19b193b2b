import Foundation
import Testing

/// What it takes to see `/dev/shm` full.
private enum FullMemory {
    /// Whether a process may have mounts of its own here.
    static let isPossible =
        (try? OtherProgram.run(
            ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/dev/shm"]
        )) != nil

    /// The program that renders a deliverable into a file; it lies where the tests were built.
    static let program: String? = {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return [beside, root.appending(path: ".build/debug")]
            .map { $0.appending(path: "RenderDeliverable").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()
}

/// Where `/dev/shm` is full, small workbooks are written on the disk.
///
/// A process in a mount namespace of its own sees a `/dev/shm` of a few kilobytes; nobody else does.
@Suite(
    .enabled(
        if: FullMemory.isPossible && FullMemory.program != nil,
        "no mount namespaces here (unshare -rm), or RenderDeliverable is not built"
    )
)
struct FullMemoryTests {
    private static let document = #"""
        {"document_id": "INV-1042", "document_type": "invoice", "created_at": "2026-11-21T10:30:00Z",
         "export_workflow_id": "01a1fc47-b3d3-742d-8811-cae5399a6149",
         "data": {"vendor": "ABC Corp", "items": [{"name": "Paper"}, {"name": "Toner"}]}}
        """#

    /// The workbook, and what is left behind, with a `/dev/shm` of that size.
    private func rendered(_ size: String) throws -> (workbook: Data, left: String, said: String) {
        try OtherProgram.onFile(Array(Self.document.utf8), ending: "json") { input in
            let script = """
                mount -t tmpfs -o size=\(size) tmpfs /dev/shm
                env -u TMPDIR "$1" excel standard "$2" "$3"
                echo "left: $(ls /dev/shm)"
                """
            let output = input + ".xlsx"
            defer { try? FileManager.default.removeItem(atPath: output) }
            let words = ["unshare", "-rm", "bash", "-ec", script, "bash"]
            let said = try OtherProgram.run(words + [FullMemory.program ?? "", input, output])
            let left = said.components(separatedBy: "left: ").last ?? "nothing was said"
            return (try Data(contentsOf: URL(filePath: output)), left, said)
        }
    }

    @Test func smallWorkbooksAreWrittenOnTheDiskThen() throws {
        let usual = try rendered("16m")
        #expect(!usual.said.contains("No space left on device"))
        let full = try rendered("8k")
        // It was tried.
        #expect(full.said.contains("No space left on device"))
        #expect(full.workbook == usual.workbook)
        #expect([usual.left, full.left] == ["\n", "\n"])
    }
}
