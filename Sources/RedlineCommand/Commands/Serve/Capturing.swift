import RedlineCapture
import ServiceLifecycle

/// Records turns of conversations of which nothing more comes, while the service runs.
struct Capturing: Service {
    let proxy: ChatProxy

    func run() async {
        await cancelWhenGracefulShutdown { await proxy.recorder.run() }
    }
}
