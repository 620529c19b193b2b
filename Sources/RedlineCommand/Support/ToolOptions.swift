import ArgumentParser
import Foundation
import RedlineStorage
import RedlineTools

/// Which tools assistants and actions may call.
struct ToolOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file that registers tools, the only ones that are called (REDLINE_TOOLS).",
            valueName: "file"
        )
    )
    var tools: String?

    /// The registered tools; none where no file is named.
    ///
    /// - Throws: `RegistryFault`.
    var registry: ToolRegistry {
        get throws(RegistryFault) {
            guard let file else { return ToolRegistry() }
            return try ToolRegistry(file: file, environment: ProcessInfo.processInfo.environment)
        }
    }

    /// What is found of the file; nothing where none is named.
    var findings: [Finding] {
        guard file != nil else { return [] }
        do throws(RegistryFault) {
            let count = try registry.tools.count
            return [.ok("tools", "\(count) tools are registered.")]
        } catch {
            return [
                .problem(
                    "tools",
                    "The service does not start with this registry of tools: \(error).",
                    "Mend the file, or set the variable that it names."
                )
            ]
        }
    }

    private var file: String? {
        let named = tools ?? ProcessInfo.processInfo.environment["REDLINE_TOOLS"] ?? ""
        return named.isEmpty ? nil : named
    }
}
