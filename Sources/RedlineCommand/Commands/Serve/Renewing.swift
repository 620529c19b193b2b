import Glibc
import Logging
import RedlineServer
import ServiceLifecycle
import UnixSignals

/// Takes a new certificate when its files are replaced; at SIGHUP at once, and then forgets keys too.
struct Renewing: Service {
    let service: RedlineService
    let certificate: ServerCertificate?
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await watch() }
                group.addTask { await obey() }
            }
        }
    }

    private func watch() async {
        await certificate?.watch(logger)
    }

    private func obey() async {
        let terminals = Terminal.descriptors
        for await _ in await UnixSignalsSequence(trapping: .sighup) {
            // Of its terminal, the system says in this way that it is gone: it goes too.
            guard terminals == Terminal.descriptors else {
                kill(getpid(), SIGTERM)
                return
            }
            service.forgetKeys()
            logger.notice("SIGHUP: keys are looked up anew")
            certificate?.reload(logger)
        }
    }
}
