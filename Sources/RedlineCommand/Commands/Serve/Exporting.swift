import RedlineExport
import ServiceLifecycle

/// Keeps what exports need while the service runs: the connections to the AI, and the threads that
/// render files.
struct Exporting: Service {
    let exports: ExportWorkflows

    func run() async {
        try? await gracefulShutdown()
        await exports.shutdown()
    }
}
