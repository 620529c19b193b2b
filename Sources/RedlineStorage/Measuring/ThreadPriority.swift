#if canImport(Glibc)
import Glibc
#endif

/// How much the system gives to the thread that asks.
enum ThreadPriority {
    /// Lets all threads of usual priority go first.
    ///
    /// On Linux a process id of 0 means the thread that asks; elsewhere there is nothing of the kind.
    static func lower() {
        #if canImport(Glibc)
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        #endif
    }
}
